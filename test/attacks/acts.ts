import { randomUUID } from 'node:crypto';
import { codeAt, noDoorSettings } from '@throughline/store';
import { decodeBase32 } from '../support/codes.ts';
import { flowOf, node } from '../support/stage.ts';
import { type Answer, cookieOf, type Office, PASSWORD } from './office.ts';

/** What the acts happen to; `ids` are of what earlier ones made. */
export interface Scene {
  office: Office;
  /** Live in dev; its door asks for a key. */
  flow: string;
  run: string;
  quarantined: string;
  /** A second administrator, an operator, and somebody whom things are done to. */
  second: string;
  operator: string;
  subject: { id: string; email: string };
  ids: Record<string, string>;
}

type Request = [method: string, path: string, json?: unknown];

export interface Act {
  act: string;
  ask: (scene: Scene) => Request | Promise<Request>;
  /** Whose cookie; left out: the administrator's. */
  as?: (scene: Scene) => string | undefined;
  /** What later acts need of its answer. */
  keep?: (scene: Scene, answer: Answer) => void;
  /** Where the act is that somebody was refused. */
  status?: number;
  reason?: string;
  /** The states whose hashes its entry has to have. */
  states?: ('before' | 'after')[];
}

const REASON = 'because the ward asked for it';
const keep = (name: string, member = 'id') => {
  return ({ ids }: Scene, { body }: Answer) => {
    ids[name] = String(body[member]);
  };
};
const both: Act['states'] = ['before', 'after'];
const after: Act['states'] = ['after'];
const second: Act['as'] = (scene) => scene.second;
const operator: Act['as'] = (scene) => scene.operator;
const nobody: Act['as'] = () => undefined;

const place = { environment: 'uat', type: 'http', classes: ['open'] };
const settings = { baseUrl: 'https://partner.example', auth: 'none' };
const columns = [
  { name: 'code', title: 'Code', type: 'text', required: true },
  { name: 'price', title: 'Price', type: 'decimal', required: false },
];
const definition = { name: 'act-prices', title: 'Prices', key: ['code'], effective: false, columns };
const row = (price: string) => ({ line: 1, values: { code: 'A', price } });
const drawn = flowOf(
  'act-flow',
  [node('in', 'trigger.manual'), node('end', 'transform.map', { text: '$' })],
  ['in>end'],
);
const uat = (isProtected: boolean) => ({ title: 'UAT', colour: 'grape', protected: isProtected, settings: {} });
const signIn = { idleMinutes: 480, absoluteHours: 24, passwords: 'everybody', oidc: null };

const people: Act[] = [
  {
    act: 'user.create',
    ask: () => ['POST', '/users', { email: 'made@hospital.test', name: 'Made', role: 'viewer', password: PASSWORD }],
    keep: keep('user'),
    states: after,
  },
  {
    act: 'user.change-role',
    ask: ({ ids }) => ['PUT', `/users/${ids['user']}/role`, { role: 'steward' }],
    states: both,
  },
  {
    act: 'user.change-scope',
    ask: ({ ids }) => ['PUT', `/users/${ids['user']}/scope`, { environments: ['dev'], further: [] }],
    states: both,
  },
  { act: 'user.reset-password', ask: ({ ids }) => ['PUT', `/users/${ids['user']}/password`, { password: PASSWORD }] },
  {
    act: 'session.sign-in',
    ask: ({ subject }) => ['POST', '/session', { email: subject.email, password: PASSWORD }],
    as: nobody,
    keep: ({ ids }, answer) => {
      ids['cookie'] = cookieOf(answer);
    },
  },
  {
    act: 'session.refuse',
    ask: ({ subject }) => ['POST', '/session', { email: subject.email, password: 'a wrong password' }],
    as: nobody,
    status: 401,
  },
  {
    act: 'user.change-password',
    ask: () => ['PUT', '/session/password', { old: PASSWORD, password: `${PASSWORD} too` }],
    as: ({ ids }) => ids['cookie'],
  },
  {
    act: 'factor.confirm',
    ask: async ({ office, ids }) => {
      const begun = await office.ask('POST', '/second-factor', { cookie: ids['cookie'] });
      const code = codeAt(decodeBase32(String(begun.body['key'])), Math.floor(Date.now() / 30_000));
      return ['PUT', '/second-factor', { code }];
    },
    as: ({ ids }) => ids['cookie'],
  },
  { act: 'session.sign-out', ask: () => ['DELETE', '/session'], as: ({ ids }) => ids['cookie'] },
  { act: 'factor.reset', ask: ({ subject }) => ['DELETE', `/users/${subject.id}/second-factor`] },
  { act: 'session.end-all', ask: ({ subject }) => ['DELETE', `/users/${subject.id}/sessions`] },
  { act: 'user.create-service', ask: () => ['POST', '/service-accounts', { name: 'Pipeline', role: 'analyst' }] },
  { act: 'user.create-break-glass', ask: () => ['POST', '/break-glass-accounts', { name: 'Night' }] },
  {
    act: 'notice.see',
    ask: async ({ office }) => {
      const { body } = await office.ask('GET', '/notices', { cookie: office.admin });
      const [notice] = body['notices'] as unknown as { id: string }[];
      return ['PUT', `/notices/${notice!.id}/seen`];
    },
  },
  {
    act: 'token.create',
    ask: () => ['POST', '/tokens', { name: 'act', permissions: ['flow.see'] }],
    keep: keep('token'),
    states: after,
  },
  { act: 'token.revoke', ask: ({ ids }) => ['DELETE', `/tokens/${ids['token']}`] },
  {
    act: 'role.save',
    ask: () => ['PUT', '/roles/act', { title: 'Act', sentence: 'Acts.', permissions: ['flow.see'] }],
    states: after,
  },
  { act: 'role.remove', ask: () => ['DELETE', '/roles/act'], states: ['before'] },
  {
    act: 'invitation.make',
    ask: () => ['POST', '/invitations', { email: 'guest@hospital.test', name: 'Guest', role: 'viewer' }],
    keep: keep('invitation'),
  },
  { act: 'invitation.withdraw', ask: ({ ids }) => ['DELETE', `/invitations/${ids['invitation']}`] },
  { act: 'sign-in.change', ask: () => ['PUT', '/sign-in/settings', signIn], states: both },
  { act: 'user.deactivate', ask: ({ ids }) => ['DELETE', `/users/${ids['user']}`], states: both },
];

const places: Act[] = [
  { act: 'environment.create', ask: () => ['POST', '/environments', { name: 'uat', ...uat(false) }], states: after },
  { act: 'secret.set', ask: () => ['PUT', '/secrets/act', { environment: 'uat', value: 'a value of these acts' }] },
  { act: 'connection.set', ask: () => ['PUT', '/connections/partner', { ...place, settings }], states: after },
  { act: 'connection.set', ask: () => ['PUT', '/connections/spare', { ...place, settings }], states: after },
  { act: 'connection.remove', ask: () => ['DELETE', '/connections/spare?environment=uat'], states: ['before'] },
  { act: 'connection.try', ask: () => ['POST', '/connections/partner/try', { environment: 'dev' }] },
  { act: 'flow.create', ask: () => ['POST', '/flows', { id: 'act-flow', name: 'Act' }] },
  {
    act: 'flow.edit',
    ask: () => [
      'POST',
      '/flows/act-flow/operations',
      { base: 1, session: 'session-of-acts', number: 1, operations: [{ op: 'rename-flow', name: 'Acted' }] },
    ],
    keep: keep('revision', 'revision'),
  },
  { act: 'flow.publish', ask: () => ['POST', '/flows/act-flow/versions', { document: drawn }], states: after },
  {
    act: 'flow.restore',
    ask: async ({ office }) => {
      const { body } = await office.ask('GET', '/flows/act-flow/draft', { cookie: office.admin });
      return ['POST', '/flows/act-flow/versions/1/restore', { revision: body['revision'] }];
    },
  },
  { act: 'flow.archive', ask: () => ['DELETE', '/flows/act-flow'] },
  { act: 'flow.unarchive', ask: () => ['POST', '/flows/act-flow/unarchive'] },
  { act: 'flow.move', ask: ({ flow }) => ['PUT', `/flows/${flow}/folder`, { folder: 'supply' }], states: both },
  { act: 'flow.deploy', ask: ({ flow }) => ['PUT', `/flows/${flow}/live`, { environment: 'dev', version: 1 }] },
  {
    act: 'table.import',
    ask: () => ['POST', '/tables', { environment: 'dev', definition, rows: [row('1.00')] }],
    keep: keep('table'),
    states: after,
  },
  {
    act: 'table.change',
    ask: () => ['PUT', '/tables/act-prices/rows', { environment: 'dev', rows: [row('2.00')] }],
    states: both,
  },
  {
    act: 'table.bind',
    ask: ({ ids }) => ['PUT', '/tables/act-prices/binding', { environment: 'dev', version: ids['table'] }],
    states: after,
  },
];

const messages: Act[] = [
  {
    act: 'message.send',
    ask: ({ flow }) => [
      'POST',
      `/flows/${flow}/messages`,
      { environment: 'dev', message: { text: `"${randomUUID()}"` } },
    ],
    states: after,
  },
  {
    act: 'message.reveal',
    ask: ({ run }) => ['POST', `/runs/${run}/reveal`, { reason: REASON }],
    as: operator,
    reason: REASON,
  },
  {
    act: 'message.replay',
    ask: ({ run }) => ['POST', '/replays', { environment: 'dev', runs: [run], from: 'received', reason: REASON }],
    as: operator,
    reason: REASON,
    states: after,
  },
  {
    act: 'quarantine.care',
    ask: () => ['PUT', '/quarantine/care', { environment: 'dev', quarantine: {}, owner: 'Ann' }],
    as: operator,
    states: after,
  },
  {
    act: 'quarantine.skip',
    ask: ({ quarantined }) => ['PUT', `/quarantine/${quarantined}/decision`, { state: 'skipped', reason: REASON }],
    as: operator,
    reason: REASON,
    states: after,
  },
  { act: 'view.save', ask: () => ['PUT', '/views', { screen: 'runs', name: 'act', query: {} }], keep: keep('view') },
  { act: 'view.remove', ask: ({ ids }) => ['DELETE', `/views/${ids['view']}`] },
  { act: 'audit.export', ask: () => ['GET', '/audit/export'] },
];

const promotion = ({ ids }: Scene): Request => [
  'POST',
  `/releases/${ids['release']}/promotions`,
  { environment: 'uat', reason: REASON },
];
const promote: Act = { act: 'release.promote', ask: promotion, keep: keep('promotion'), reason: REASON, states: after };
const decide = (approve: boolean): Act => ({
  act: approve ? 'release.approve' : 'release.refuse',
  ask: ({ ids }) => ['PUT', `/promotions/${ids['promotion']}/decision`, { approve, reason: REASON }],
  as: second,
  reason: REASON,
  states: after,
});

const releases: Act[] = [
  {
    act: 'release.make',
    ask: ({ flow }) => ['POST', '/releases', { environment: 'dev', flows: [flow], title: 'Acts' }],
    keep: keep('release', 'number'),
    states: after,
  },
  promote,
  promote,
  {
    act: 'release.roll-back',
    ask: () => ['POST', '/environments/uat/roll-back', { reason: REASON }],
    reason: REASON,
    states: after,
  },
  { act: 'environment.change', ask: () => ['PUT', '/environments/uat', uat(true)], states: both },
  promote,
  decide(true),
  promote,
  decide(false),
  promote,
  {
    act: 'release.withdraw',
    ask: ({ ids }) => ['POST', `/promotions/${ids['promotion']}/withdraw`, { reason: REASON }],
    reason: REASON,
    states: after,
  },
  {
    act: 'policy.except',
    ask: ({ flow }) => [
      'POST',
      '/policies/exceptions',
      { environment: 'uat', flow, node: 'in', rule: 'bound', reason: REASON, days: 3 },
    ],
    keep: keep('exception'),
    reason: REASON,
    states: after,
  },
  {
    act: 'policy.approve',
    ask: ({ ids }) => ['POST', `/policies/exceptions/${ids['exception']}/approval`],
    as: second,
    states: after,
  },
  { act: 'policy.end-exception', ask: ({ ids }) => ['DELETE', `/policies/exceptions/${ids['exception']}`] },
];

const doors: Act[] = [
  {
    act: 'door.set',
    ask: ({ flow }) => [
      'PUT',
      `/doors/${flow}/in`,
      { environment: 'dev', settings: { ...noDoorSettings, owner: 'Ann' } },
    ],
    states: after,
  },
  {
    act: 'door.set-proxies',
    ask: () => [
      'PUT',
      '/proxies',
      { environment: 'dev', proxies: [{ name: 'edge', ranges: ['10.1.1.1'], forwards: true, certificate: null }] },
    ],
    states: after,
  },
  {
    act: 'client.create',
    ask: () => ['POST', '/clients', { environment: 'dev', name: 'Scanners' }],
    keep: keep('client'),
    states: after,
  },
  { act: 'client.change', ask: ({ ids }) => ['PUT', `/clients/${ids['client']}`, { note: 'ours' }], states: both },
  {
    act: 'client.make-key',
    ask: ({ ids }) => ['POST', `/clients/${ids['client']}/keys`, { kind: 'api-key', days: 30 }],
    keep: keep('key'),
  },
  {
    act: 'client.rotate-key',
    ask: ({ ids }) => ['POST', `/clients/${ids['client']}/keys/${ids['key']}/rotation`, {}],
    keep: keep('key'),
  },
  { act: 'client.revoke-key', ask: ({ ids }) => ['DELETE', `/clients/${ids['client']}/keys/${ids['key']}`] },
  { act: 'secret.remove', ask: () => ['DELETE', '/secrets/act?environment=uat'] },
];

/** One after another, so that later ones have what earlier ones made. */
export const acts: readonly Act[] = [...people, ...places, ...messages, ...releases, ...doors];
