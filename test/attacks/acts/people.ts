import { codeAt } from '@throughline/store';
import { decodeBase32 } from '../../support/codes.ts';
import { cookieOf, PASSWORD } from '../office.ts';
import { type Act, after, both, keep, nobody } from './act.ts';

const signIn = { idleMinutes: 480, absoluteHours: 24, passwords: 'everybody', oidc: null };

export const people: Act[] = [
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
