import { everybody, nowhere, type Row } from './row.ts';

/** Environments, what they are given, and who may come in from outside. */
export const govern: Record<string, Row> = {
  'get /environments': { may: everybody, status: 200, right: 'environment.see', elsewhere: 200 },
  'get /environments/:environment': {
    ...{ may: everybody, status: 200, right: 'environment.see', elsewhere: 404 },
    path: '/environments/dev',
  },
  'post /environments': { may: 'admin', status: 400, right: 'environment.manage', elsewhere: 403, body: { name: 'x' } },
  'put /environments/:environment': {
    ...{ may: 'admin', status: 204, right: 'environment.manage', elsewhere: 404 },
    ...{ path: '/environments/dev', body: { title: 'dev' } },
  },
  'delete /environments/:environment': {
    ...{ may: 'admin', status: 404, right: 'environment.manage', elsewhere: 404 },
    path: '/environments/none',
  },
  'get /connections': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'connection.see', elsewhere: 404 },
    path: '/connections?environment=dev',
  },
  'put /connections/:name': {
    ...{ may: 'admin', status: 400, right: 'connection.manage', elsewhere: 404 },
    ...{ path: '/connections/erp', body: { environment: 'dev', type: 'carrier-pigeon', settings: {} } },
  },
  'delete /connections/:name': {
    ...{ may: 'admin', status: 404, right: 'connection.manage', elsewhere: 404 },
    path: '/connections/erp?environment=dev',
  },
  'post /connections/:name/try': {
    ...{ may: 'admin', status: 404, right: 'connection.manage', elsewhere: 404 },
    ...{ path: '/connections/erp/try', body: { environment: 'dev' } },
  },
  'get /secrets': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'connection.see', elsewhere: 404 },
    path: '/secrets?environment=dev',
  },
  'put /secrets/:name': {
    ...{ may: 'admin', status: 200, right: 'connection.manage', elsewhere: 404 },
    ...{ path: '/secrets/scanner-key', body: { environment: 'dev', value: 'something long' } },
  },
  'delete /secrets/:name': {
    ...{ may: 'admin', status: 404, right: 'connection.manage', elsewhere: 404 },
    path: '/secrets/none?environment=dev',
  },
  'get /keys': { may: 'admin', status: 200, right: 'connection.manage', elsewhere: 403 },
  'post /keys/rewrap': { may: 'admin', status: 200, right: 'connection.manage', elsewhere: 403 },
  'get /releases': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'post /releases/import': { may: 'admin', status: 400, right: 'release.make', elsewhere: 400, body: {} },
  'get /releases/matrix': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'post /releases': {
    ...{ may: 'admin', status: 409, right: 'release.make', elsewhere: 404 },
    body: { environment: 'dev', title: 'x' },
  },
  'get /releases/:release': { may: everybody, status: 404, right: 'flow.see', elsewhere: 404, path: '/releases/1' },
  'get /releases/:release/content': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/releases/1/content',
  },
  'get /releases/:release/preview': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/releases/1/preview?environment=dev',
  },
  'post /releases/:release/promotions': {
    ...{ may: 'admin', status: 404, right: 'release.make', elsewhere: 404 },
    ...{ path: '/releases/1/promotions', body: { environment: 'dev', reason: 'the sprint is done' } },
  },
  'put /promotions/:id/decision': {
    ...{ may: 'admin', status: 404, right: 'release.approve', elsewhere: 404 },
    ...{ path: `/promotions/${nowhere}/decision`, body: { approve: true, reason: 'looks well' } },
  },
  'post /promotions/:id/complete': {
    ...{ may: 'admin', status: 404, right: 'release.make', elsewhere: 404 },
    path: `/promotions/${nowhere}/complete`,
  },
  'post /promotions/:id/withdraw': {
    ...{ may: 'admin', status: 404, right: 'release.make', elsewhere: 404 },
    ...{ path: `/promotions/${nowhere}/withdraw`, body: { reason: 'too soon' } },
  },
  'get /promotions/:id/figures': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: `/promotions/${nowhere}/figures`,
  },
  'get /environments/:environment/promotions': {
    ...{ may: everybody, status: 200, right: 'flow.see', elsewhere: 404 },
    path: '/environments/dev/promotions',
  },
  'post /environments/:environment/roll-back': {
    ...{ may: 'admin', status: 409, right: 'release.make', elsewhere: 404 },
    ...{ path: '/environments/dev/roll-back', body: { reason: 'it went badly' } },
  },
  'get /policies': {
    may: everybody,
    status: 200,
    right: 'flow.see',
    elsewhere: 404,
    path: '/policies?environment=dev',
  },
  'post /policies/exceptions': {
    ...{ may: 'analyst admin', status: 201, right: 'flow.publish', elsewhere: 404 },
    body: { environment: 'dev', flow: 'f', node: 'n', rule: 'dead-end', reason: 'on purpose', days: 30 },
  },
  'post /policies/exceptions/:id/approval': {
    ...{ may: 'admin', status: 404, right: 'release.approve', elsewhere: 403 },
    path: `/policies/exceptions/${nowhere}/approval`,
  },
  'delete /policies/exceptions/:id': {
    ...{ may: 'admin', status: 404, right: 'release.approve', elsewhere: 403 },
    path: `/policies/exceptions/${nowhere}`,
  },
  'get /audit': { may: 'admin auditor', status: 200, right: 'audit.see', elsewhere: 403 },
  'get /audit/export': { may: 'admin auditor', status: 200, right: 'audit.see', elsewhere: 403 },
  'get /audit/verify': { may: 'admin auditor', status: 200, right: 'audit.see', elsewhere: 403 },
  'get /doors': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'door.see', elsewhere: 404 },
    path: '/doors?environment=dev',
  },
  'put /doors/:flow/:node': {
    ...{ may: 'admin', status: 400, right: 'door.manage', elsewhere: 400 },
    ...{ path: '/doors/none/in', body: { environment: 'dev', settings: {} } },
  },
  'get /doors/:flow/openapi': {
    ...{ may: 'analyst operator steward admin auditor', status: 404, right: 'door.see', elsewhere: 404 },
    path: '/doors/none/openapi?environment=dev',
  },
  'put /proxies': {
    ...{ may: 'admin', status: 204, right: 'door.manage', elsewhere: 404 },
    body: { environment: 'dev', proxies: [] },
  },
  'get /clients': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'door.see', elsewhere: 404 },
    path: '/clients?environment=dev',
  },
  'post /clients': {
    ...{ may: 'admin', status: 400, right: 'door.manage', elsewhere: 404 },
    body: { environment: 'dev', name: 'x', doors: [{ flow: 'none', node: 'in' }] },
  },
  'put /clients/:id': {
    ...{ may: 'admin', status: 404, right: 'door.manage', elsewhere: 404 },
    ...{ path: `/clients/${nowhere}`, body: { active: false } },
  },
  'post /clients/:id/keys': {
    ...{ may: 'admin', status: 404, right: 'door.manage', elsewhere: 404 },
    ...{ path: `/clients/${nowhere}/keys`, body: { kind: 'api-key' } },
  },
  'post /clients/:id/keys/:key/rotation': {
    ...{ may: 'admin', status: 404, right: 'door.manage', elsewhere: 404 },
    ...{ path: `/clients/${nowhere}/keys/${nowhere}/rotation`, body: {} },
  },
  'delete /clients/:id/keys/:key': {
    ...{ may: 'admin', status: 404, right: 'door.manage', elsewhere: 404 },
    path: `/clients/${nowhere}/keys/${nowhere}`,
  },
  // By the client's own key, which nobody here has.
  'get /catalogue': { may: `anonymous ${everybody}`, status: 401, elsewhere: 401 },
  'get /catalogue/:flow/openapi': {
    ...{ may: `anonymous ${everybody}`, status: 401, elsewhere: 401 },
    path: '/catalogue/none/openapi',
  },
};
