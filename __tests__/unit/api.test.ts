import { APIS } from '../../src/api/api.js';
import { response } from './samples.js';

const { 'managed-deep-agents': preview, 'agent-server': server } = APIS;
const [nested, empty] = [{ checkpoint: { checkpoint_id: '1' } }, { checkpoint: {}, checkpoint_id: '' }];
const PAIRS = [[204], [200], [202, nested], [200, nested], [200, { checkpoint_id: '1' }], [200, empty]] as const;
const REST = [
  [200, { checkpoint_id: 7 }],
  [200, { checkpoint: [] }],
  [200, [nested]],
  [200, '<html>'],
] as const;

test('each API has a request of its own, and confirms only as it documents', () => {
  const responses = [...PAIRS, ...REST].map(([status, body]) => response(status, body));
  expect(responses.filter(preview.confirms)).toEqual([response(204)]);
  expect(responses.filter(server.confirms)).toEqual(responses.slice(3, 5));
  expect(preview).toMatchObject({ confirmsAnything: false, isBusyAtConflict: false });
  expect(server).toMatchObject({ defaultUrl: '', confirmsAnything: true, isBusyAtConflict: true });
  expect(preview.resolveRequest('t')).toEqual({ method: 'POST', path: '/threads/t/resolve-interrupt', bodyLimit: 0 });
  const state = { path: '/threads/t/state', body: '{"values":null,"as_node":"__end__"}', bodyLimit: 65_536 };
  expect(server.resolveRequest('t')).toEqual({ method: 'POST', ...state });
  expect(server.adviseOnKey(new URL('https://api.example.com'), '')).toMatch(/^The key must belong .* its owner\.$/);
});
