import fs from 'node:fs';

/**
 * The toolkit's job summary takes `fs.promises` as it loads, for a writer that this action never calls. Node would then
 * load its file system with promises, and readline with it: 1.5 ms, a thirtieth of the start (docs/performance.md).
 * Where Node does not let itself be told, the start is slower and nothing else.
 */
Reflect.defineProperty(fs, 'promises', { value: {} });
