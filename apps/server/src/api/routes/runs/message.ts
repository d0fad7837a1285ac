import { getRun, readReceived } from '@throughline/store';
import { z } from 'zod';
import { instant } from '../../fields.ts';
import { seeingOf } from '../../message/seeing.ts';
import { showBytes, shown } from '../../message/show.ts';
import { missing, Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofRun } from './scope.ts';

export function expired(): Refusal {
  return new Refusal(409, 'body_expired', 'The content of this message is past its retention and is gone.');
}

export const readMessage = route(
  {
    method: 'get',
    path: '/runs/:id/message',
    summary: 'The message as it was received; personal values masked unless you revealed it',
    permission: 'message.see',
    where: ofRun,
    answer: shown.extend({ revealedUntil: instant.nullable() }),
  },
  async ({ store, principal, params }) => {
    const run = await getRun(store, params.id);
    if (run === null) throw missing();
    const received = await readReceived(store, run.message);
    if (received === null) throw expired();
    const seeing = await seeingOf(store, principal, run);
    return {
      ...showBytes(received.raw, { ...seeing, contentType: received.contentType }),
      revealedUntil: seeing.until,
    };
  },
);

export const downloadMessage = route(
  {
    method: 'get',
    path: '/runs/:id/message/raw',
    summary: 'The bytes of the message as they came; only while it is revealed to you',
    permission: 'message.reveal',
    where: ofRun,
    answer: z.instanceof(Response),
  },
  async ({ store, principal, params }) => {
    const run = await getRun(store, params.id);
    if (run === null) throw missing();
    const { isRevealed } = await seeingOf(store, principal, run);
    if (!isRevealed) throw new Refusal(403, 'reveal_first', 'Reveal this message first, with a reason.');
    const received = await readReceived(store, run.message);
    if (received === null) throw expired();
    return new Response(new Uint8Array(received.raw), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="message-${run.message}.bin"`,
      },
    });
  },
);
