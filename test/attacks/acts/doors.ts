import { noDoorSettings } from '@throughline/store';
import { type Act, after, both, keep } from './act.ts';

export const doors: Act[] = [
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
