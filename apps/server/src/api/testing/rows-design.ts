import { everybody, type Row } from './row.ts';

/** Flows, from the draft to what is live. */
export const design: Record<string, Row> = {
  'get /flows': { may: everybody, status: 200, right: 'flow.see', elsewhere: 404, path: '/flows?environment=dev' },
  'get /folders': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'put /flows/:flow/folder': {
    ...{ may: 'admin', status: 404, right: 'environment.manage', elsewhere: 403 },
    ...{ path: '/flows/none/folder', body: { folder: 'supply' } },
  },
  'post /flows': { may: 'analyst admin', status: 400, right: 'flow.edit', elsewhere: 400, body: {} },
  'delete /flows/:flow': { may: 'analyst admin', status: 404, right: 'flow.edit', elsewhere: 404, path: '/flows/none' },
  'post /flows/:flow/unarchive': {
    ...{ may: 'analyst admin', status: 404, right: 'flow.edit', elsewhere: 404 },
    path: '/flows/none/unarchive',
  },
  'get /flows/:flow/draft': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/draft',
  },
  'post /flows/:flow/operations': {
    ...{ may: 'analyst admin', status: 404, right: 'flow.edit', elsewhere: 404 },
    path: '/flows/none/operations',
    body: { base: 1, session: 'matrix-session', number: 1, operations: [{ op: 'rename-flow', name: 'x' }] },
  },
  'get /flows/:flow/operations': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/operations',
  },
  'post /flows/:flow/check': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    ...{ path: '/flows/none/check', body: {} },
  },
  'post /flows/:flow/try': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'flow.try', elsewhere: 404 },
    ...{ path: '/flows/none/try', body: { environment: 'dev', fixture: 'x' } },
  },
  'post /flows/:flow/tests': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'flow.try', elsewhere: 404 },
    ...{ path: '/flows/none/tests', body: { environment: 'dev' } },
  },
  'post /expressions/evaluate': {
    ...{ may: 'analyst operator steward admin', status: 400, right: 'flow.try', elsewhere: 400 },
    body: {},
  },
  'post /messages/parse': {
    ...{ may: 'analyst operator steward admin', status: 400, right: 'flow.try', elsewhere: 400 },
    body: {},
  },
  'post /flows/:flow/versions/:version/restore': {
    ...{ may: 'analyst admin', status: 404, right: 'flow.edit', elsewhere: 404 },
    ...{ path: '/flows/none/versions/1/restore', body: { revision: 1 } },
  },
  'get /flows/:flow/diff': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/diff?before=draft&after=draft',
  },
  'post /flows/from-sample': { may: 'analyst admin', status: 400, right: 'flow.edit', elsewhere: 400, body: {} },
  'post /flows/from-openapi': { may: 'analyst admin', status: 400, right: 'flow.edit', elsewhere: 400, body: {} },
  'post /openapi/operations': { may: 'analyst admin', status: 400, right: 'flow.edit', elsewhere: 400, body: {} },
  'get /events': { may: everybody, status: 200, elsewhere: 200, path: '/events?environment=dev' },
  'get /flows/:flow/live': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/live',
  },
  'post /flows/:flow/presence': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    ...{ path: '/flows/none/presence', body: { session: 'matrix-session', selection: [] } },
  },
  'post /flows/:flow/versions': {
    ...{ may: 'analyst admin', status: 400, right: 'flow.publish', elsewhere: 400 },
    ...{ path: '/flows/none/versions', body: {} },
  },
  'get /flows/:flow/versions/:version': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/versions/1',
  },
  'put /flows/:flow/live': {
    ...{ may: 'admin', status: 404, right: 'release.make', elsewhere: 404 },
    ...{ path: '/flows/none/live', body: { environment: 'dev', version: 1 } },
  },
  'put /flows/:flow/taking': {
    ...{ may: 'admin', status: 404, right: 'release.make', elsewhere: 404 },
    ...{ path: '/flows/none/taking', body: { environment: 'dev', taking: false } },
  },
  'post /flows/:flow/messages': {
    ...{ may: 'analyst operator admin', status: 400, right: 'message.send', elsewhere: 400 },
    ...{ path: '/flows/none/messages', body: {} },
  },
  'get /flows/:flow': { may: everybody, status: 404, right: 'flow.see', elsewhere: 404, path: '/flows/none' },
  'get /flows/:flow/versions': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/versions',
  },
  'get /contracts': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'get /contracts/uses': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'post /flows/:flow/policies': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    ...{ path: '/flows/none/policies', body: { environment: 'dev' } },
  },
};
