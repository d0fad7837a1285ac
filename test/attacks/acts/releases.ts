import { type Act, after, both, keep, REASON, type Request, type Scene, second } from './act.ts';

import { uat } from './places.ts';

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

export const releases: Act[] = [
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
