import { getQuarantine, readStopped } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { seeingOf } from '../../message/seeing.ts';
import { showBytes, shown } from '../../message/show.ts';
import { missing } from '../../refusal.ts';
import { route } from '../../route.ts';
import { expired } from '../runs/message.ts';
import { ofQuarantine } from './scope.ts';

export const readQuarantined = route(
  {
    method: 'get',
    path: '/quarantine/:id/message',
    summary: 'The message as it stood before the step that stopped it; personal values masked unless you revealed it',
    permission: 'message.see',
    where: ofQuarantine,
    answer: shown.extend({
      revealedUntil: instant.nullable(),
      /** step: as mapped before the step; received: as it came. */
      kind: z.enum(['step', 'received']),
    }),
  },
  async ({ store, principal, params }) => {
    const found = await getQuarantine(store, params.id);
    if (found === null) throw missing();
    const stopped = await readStopped(store, found);
    if (stopped.kind === 'expired') throw expired();
    const seeing = await seeingOf(store, principal, found);
    const [bytes, contentType] =
      stopped.kind === 'step' ? [Buffer.from(stopped.text), 'application/json'] : [stopped.bytes, stopped.contentType];
    return { ...showBytes(bytes, { ...seeing, contentType }), kind: stopped.kind, revealedUntil: seeing.until };
  },
);
