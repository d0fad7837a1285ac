import type { Permission } from '@throughline/store';

/*
 * Z01: every route × everybody → what exactly happens. Who may is written out here, not read from the roles, so that a change of a
 * role shows; what a token may is its rights within its environments. A route without a row fails.
 */
const everybody = 'viewer analyst operator steward admin auditor';

export interface Row {
  /** Roles that may; `anonymous` too where it says so. */
  may: string;
  /** What those who may are answered. */
  status: number;
  /** The right that a token needs; null: no token may, ever. */
  right?: Permission | null;
  /** With the right, but limited to prod: 404 and 403 as everywhere, or what those who may are answered. */
  elsewhere: number;
  path?: string;
  body?: unknown;
}

export const nowhere = '00000000-0000-7000-8000-000000000000';
const person = { email: 'not an address', name: 'x', role: 'viewer', password: 'long enough it is' };

export const table: Record<string, Row> = {
  'post /session': { may: `anonymous ${everybody}`, status: 400, elsewhere: 400, body: { email: 'x' } },
  'get /session': { may: everybody, status: 200, elsewhere: 200 },
  'delete /session': { may: everybody, status: 204, elsewhere: 204 },
  'put /session/password': {
    ...{ may: everybody, status: 400, right: null, elsewhere: 403 },
    body: { old: 'wrong', password: 'too short' },
  },
  'get /sign-in': { may: `anonymous ${everybody}`, status: 200, elsewhere: 200 },
  'post /sign-in/passkey/begin': { may: `anonymous ${everybody}`, status: 200, elsewhere: 200 },
  'post /sign-in/passkey': { may: `anonymous ${everybody}`, status: 400, elsewhere: 400, body: {} },
  'get /sign-in/oidc': { may: `anonymous ${everybody}`, status: 302, elsewhere: 302 },
  'get /sign-in/oidc/callback': { may: `anonymous ${everybody}`, status: 302, elsewhere: 302 },
  'get /sign-in/settings': { may: 'admin', status: 200, right: null, elsewhere: 403 },
  'put /sign-in/settings': { may: 'admin', status: 400, right: null, elsewhere: 403, body: {} },
  'get /sessions': { may: everybody, status: 200, right: null, elsewhere: 403 },
  'delete /sessions': { may: everybody, status: 200, right: null, elsewhere: 403 },
  'delete /sessions/:id': { may: everybody, status: 404, right: null, elsewhere: 403, path: `/sessions/${nowhere}` },
  'get /passkeys': { may: everybody, status: 200, right: null, elsewhere: 403 },
  'post /passkeys/begin': { may: everybody, status: 200, right: null, elsewhere: 403 },
  'post /passkeys': { may: everybody, status: 400, right: null, elsewhere: 403, body: {} },
  'delete /passkeys/:id': { may: everybody, status: 404, right: null, elsewhere: 403, path: `/passkeys/${nowhere}` },
  'get /notices': { may: everybody, status: 200, right: null, elsewhere: 403 },
  'put /notices/:id/seen': {
    ...{ may: everybody, status: 404, right: null, elsewhere: 403 },
    path: `/notices/${nowhere}/seen`,
  },
  'get /invitations': { may: 'admin', status: 200, right: null, elsewhere: 403 },
  'post /invitations': { may: 'admin', status: 400, right: null, elsewhere: 403, body: { email: 'x' } },
  'delete /invitations/:id': {
    may: 'admin',
    status: 404,
    right: null,
    elsewhere: 403,
    path: `/invitations/${nowhere}`,
  },
  'post /invitations/look': {
    ...{ may: `anonymous ${everybody}`, status: 404, elsewhere: 404 },
    body: { secret: 'unknown' },
  },
  'post /invitations/accept': {
    ...{ may: `anonymous ${everybody}`, status: 409, elsewhere: 409 },
    body: { secret: 'unknown', name: 'x', password: 'long enough it is' },
  },
  'post /second-factor': { may: everybody, status: 201, right: null, elsewhere: 403 },
  'put /second-factor': { may: everybody, status: 400, right: null, elsewhere: 403, body: { code: '000000' } },
  'delete /second-factor': { may: everybody, status: 400, right: null, elsewhere: 403, body: { code: '000000' } },
  'delete /users/:id/second-factor': {
    ...{ may: 'admin', status: 404, right: null, elsewhere: 403 },
    path: `/users/${nowhere}/second-factor`,
  },
  'get /tokens': { may: everybody, status: 200, right: null, elsewhere: 403 },
  'post /tokens': { may: everybody, status: 400, right: null, elsewhere: 403, body: {} },
  'delete /tokens/:id': { may: everybody, status: 404, right: null, elsewhere: 403, path: `/tokens/${nowhere}` },
  'get /roles': { may: everybody, status: 200, elsewhere: 200 },
  'put /roles/:role': {
    ...{ may: 'admin', status: 409, right: 'role.manage', elsewhere: 403 },
    ...{ path: '/roles/admin', body: { title: 'x', sentence: 'x', permissions: [] } },
  },
  'delete /roles/:role': {
    ...{ may: 'admin', status: 404, right: 'role.manage', elsewhere: 403 },
    path: '/roles/none',
  },
  'get /users': { may: 'admin auditor', status: 200, right: 'user.see', elsewhere: 403 },
  'post /users': { may: 'admin', status: 400, right: null, elsewhere: 403, body: person },
  'put /users/:id/scope': {
    ...{ may: 'admin', status: 404, right: null, elsewhere: 403 },
    ...{ path: `/users/${nowhere}/scope`, body: { environments: ['dev'] } },
  },
  'post /service-accounts': { may: 'admin', status: 400, right: null, elsewhere: 403, body: { name: '-' } },
  'post /service-accounts/:id/tokens': {
    ...{ may: 'admin', status: 404, right: null, elsewhere: 403 },
    path: `/service-accounts/${nowhere}/tokens`,
    body: { name: 'ci', permissions: ['flow.see'] },
  },
  'post /break-glass-accounts': { may: 'admin', status: 400, right: null, elsewhere: 403, body: { name: '-' } },
  'delete /users/:id/sessions': {
    ...{ may: 'admin', status: 404, right: null, elsewhere: 403 },
    path: `/users/${nowhere}/sessions`,
  },
  'put /users/:id/role': {
    ...{ may: 'admin', status: 404, right: null, elsewhere: 403 },
    ...{ path: `/users/${nowhere}/role`, body: { role: 'viewer' } },
  },
  'put /users/:id/password': {
    ...{ may: 'admin', status: 404, right: null, elsewhere: 403 },
    ...{ path: `/users/${nowhere}/password`, body: { password: 'long enough it is' } },
  },
  'delete /users/:id': { may: 'admin', status: 404, right: null, elsewhere: 403, path: `/users/${nowhere}` },
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
  'post /runs/:id/fixtures': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    ...{ path: `/runs/${nowhere}/fixtures`, body: { name: 'x' } },
  },
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
  'post /flows/:flow/messages': {
    ...{ may: 'analyst operator admin', status: 400, right: 'message.send', elsewhere: 400 },
    ...{ path: '/flows/none/messages', body: {} },
  },
  'get /quarantine': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/quarantine?environment=dev',
  },
  'get /quarantine/groups': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/quarantine/groups?environment=dev',
  },
  'put /quarantine/care': {
    ...{ may: 'operator admin', status: 200, right: 'quarantine.manage', elsewhere: 404 },
    body: { environment: 'dev', quarantine: {}, owner: 'Ann' },
  },
  'get /quarantine/:id': {
    ...{ may: everybody, status: 404, right: 'run.see', elsewhere: 404 },
    path: `/quarantine/${nowhere}`,
  },
  'get /quarantine/:id/message': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    path: `/quarantine/${nowhere}/message`,
  },
  'put /quarantine/:id/decision': {
    ...{ may: 'operator admin', status: 404, right: 'quarantine.manage', elsewhere: 404 },
    ...{ path: `/quarantine/${nowhere}/decision`, body: { state: 'skipped', reason: 'a duplicate' } },
  },
  'post /replays/plan': {
    ...{ may: 'operator admin', status: 200, right: 'message.replay', elsewhere: 404 },
    body: { environment: 'dev' },
  },
  'post /replays': {
    ...{ may: 'operator admin', status: 201, right: 'message.replay', elsewhere: 404 },
    body: { environment: 'dev', reason: 'the table is mended' },
  },
  'get /replays': { may: everybody, status: 200, right: 'run.see', elsewhere: 404, path: '/replays?environment=dev' },
  'get /replays/:id': { may: everybody, status: 404, right: 'run.see', elsewhere: 404, path: `/replays/${nowhere}` },
  'put /replays/:id/state': {
    ...{ may: 'operator admin', status: 404, right: 'message.replay', elsewhere: 404 },
    ...{ path: `/replays/${nowhere}/state`, body: { state: 'paused' } },
  },
  'get /tables': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'table.see', elsewhere: 404 },
    path: '/tables?environment=dev',
  },
  'get /tables/:table/rows': {
    ...{ may: 'analyst operator steward admin auditor', status: 404, right: 'table.see', elsewhere: 404 },
    path: '/tables/none/rows?environment=dev',
  },
  'get /tables/:table/versions': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'table.see', elsewhere: 200 },
    path: '/tables/none/versions',
  },
  'get /unmapped': {
    ...{ may: 'analyst operator steward admin auditor', status: 200, right: 'table.see', elsewhere: 404 },
    path: '/unmapped?environment=dev',
  },
  'post /tables/:table/preview': {
    ...{ may: 'analyst operator steward admin auditor', status: 404, right: 'table.see', elsewhere: 404 },
    ...{ path: '/tables/none/preview', body: { environment: 'dev', rows: [] } },
  },
  'put /tables/:table/rows': {
    ...{ may: 'analyst steward admin', status: 404, right: 'table.manage', elsewhere: 404 },
    ...{ path: '/tables/none/rows', body: { environment: 'dev', rows: [] } },
  },
  'put /tables/:table/binding': {
    ...{ may: 'analyst steward admin', status: 404, right: 'table.manage', elsewhere: 404 },
    ...{ path: '/tables/none/binding', body: { environment: 'dev', version: 'x' } },
  },
  'post /tables': { may: 'analyst steward admin', status: 400, right: 'table.manage', elsewhere: 400, body: {} },
  'get /flows/:flow': { may: everybody, status: 404, right: 'flow.see', elsewhere: 404, path: '/flows/none' },
  'get /flows/:flow/versions': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    path: '/flows/none/versions',
  },
  'get /runs': { may: everybody, status: 200, right: 'run.see', elsewhere: 404, path: '/runs?environment=dev' },
  'get /runs/export': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/runs/export?environment=dev',
  },
  'get /runs/:id': { may: everybody, status: 404, right: 'run.see', elsewhere: 404, path: `/runs/${nowhere}` },
  'get /runs/:id/message': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    path: `/runs/${nowhere}/message`,
  },
  'get /runs/:id/message/raw': {
    ...{ may: 'operator', status: 404, right: null, elsewhere: 403 },
    path: `/runs/${nowhere}/message/raw`,
  },
  'get /runs/:id/steps/:number': {
    ...{ may: 'analyst operator steward admin', status: 404, right: 'message.see', elsewhere: 404 },
    path: `/runs/${nowhere}/steps/0`,
  },
  'post /runs/:id/reveal': {
    ...{ may: 'operator', status: 404, right: null, elsewhere: 403 },
    ...{ path: `/runs/${nowhere}/reveal`, body: { reason: 'a wrong charge' } },
  },
  'get /views': { may: everybody, status: 200, elsewhere: 200, path: '/views?screen=runs' },
  'put /views': { may: everybody, status: 200, elsewhere: 200, body: { screen: 'runs', name: 'mine', query: {} } },
  'delete /views/:id': { may: everybody, status: 404, elsewhere: 404, path: `/views/${nowhere}` },
  'get /contracts': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'get /contracts/uses': { may: everybody, status: 200, right: 'flow.see', elsewhere: 200 },
  'get /destinations': {
    ...{ may: everybody, status: 200, right: 'flow.see', elsewhere: 404 },
    path: '/destinations?environment=dev',
  },
  'get /timeline': {
    ...{ may: everybody, status: 200, right: 'run.see', elsewhere: 404 },
    path: '/timeline?environment=dev&key=PO-1',
  },
  'get /ledger': { may: everybody, status: 200, right: 'flow.see', elsewhere: 404, path: '/ledger?environment=dev' },
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
    ...{ may: 'admin', status: 404, right: 'release.make', elsewhere: 404 },
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
  'get /quarantine/shapes': {
    ...{ may: 'analyst operator steward admin', status: 200, right: 'message.see', elsewhere: 404 },
    path: '/quarantine/shapes?environment=dev&flow=none&code=x&node=y&field=z',
  },
  'post /replays/rehearsal': {
    ...{ may: 'operator admin', status: 200, right: 'message.replay', elsewhere: 404 },
    body: { environment: 'dev' },
  },
  'get /rates': {
    ...{ may: everybody, status: 200, right: 'flow.see', elsewhere: 404 },
    path: '/rates?environment=dev',
  },
  'post /flows/:flow/policies': {
    ...{ may: everybody, status: 404, right: 'flow.see', elsewhere: 404 },
    ...{ path: '/flows/none/policies', body: { environment: 'dev' } },
  },
};
