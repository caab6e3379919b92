import { AsyncLocalStorage } from 'node:async_hooks';

// A test without an assertion fails. Jest runs no hooks for concurrent tests, so those count their assertions.
beforeEach(() => expect.hasAssertions());

const counter = new AsyncLocalStorage<{ count: number }>();

/** Wraps a function that declares a test from its name, its body and a timeout. */
const wrap = <T extends (...values: never[]) => unknown>(declare: T): T =>
  new Proxy(declare, {
    apply: (target, self, [name, run, timeout]) => {
      const body = (...row: unknown[]) =>
        counter.run({ count: 0 }, async () => {
          await run(...row);
          if (counter.getStore()?.count === 0) throw new Error('This test asserts nothing.');
        });
      return Reflect.apply(target, self, [name, body, timeout]);
    },
  });

const apply: ProxyHandler<typeof expect>['apply'] = (target, self, values) => {
  const store = counter.getStore();
  if (store) store.count += 1;
  return Reflect.apply(target, self, values);
};
Object.assign(globalThis, { expect: new Proxy(expect, { apply }) });

const { each } = test.concurrent;
test.concurrent.each = new Proxy(each, { apply: (_, __, table: [[]]) => wrap(each(...table)) });
test.concurrent = wrap(test.concurrent);
