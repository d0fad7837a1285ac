import { everybody, nowhere, type Row } from './row.ts';

const person = { email: 'not an address', name: 'x', role: 'viewer', password: 'long enough it is' };

/** People, how they come in, and their rights. */
export const people: Record<string, Row> = {
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
};
