import { randomUUID } from 'node:crypto';
import { until } from '../../support/stage.ts';
import { type Act, after, keep, operator, REASON } from './act.ts';

export const messages: Act[] = [
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
    // The worker goes on with it by itself; what is looked at next must stand still.
    keep: ({ office, operator: cookie }, { body }) =>
      until(async () => {
        const replay = await office.ask('GET', `/replays/${body['id']}`, { cookie });
        return replay.body['state'] === 'done';
      }, 30),
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
