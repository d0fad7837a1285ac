import { accept, audited } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlowInBodysEnvironment } from '../environments/scope.ts';

/** Ledger shard of what people send; the doors for machines have others. */
const SHARD = 9;

export const sendMessage = route(
  {
    method: 'post',
    path: '/flows/:flow/messages',
    summary:
      'Send a message into a live flow by hand: its text or bytes, or a sample that travels with the flow. Kept and run like any other',
    permission: 'message.send',
    where: ofFlowInBodysEnvironment,
    bytes: 70 * 1024 * 1024,
    body: z.strictObject({
      environment: environmentName,
      /** Node id; left out: the trigger for sending by hand, else the first that takes the message. */
      trigger: z.string().max(200).optional(),
      message: z.union([
        z.strictObject({ text: z.string(), contentType: z.string().max(200).default('application/json') }),
        z.strictObject({ base64: z.base64(), contentType: z.string().max(200).default('application/json') }),
        z.strictObject({ fixture: z.string().max(200) }),
      ]),
      headers: z.record(z.string().max(100), z.string().max(1000)).default({}),
    }),
    answer: z.object({
      messageId: z.string(),
      correlationId: z.string(),
      trigger: z.string(),
      /** The message was known already and has its one effect. */
      repeat: z.boolean(),
    }),
    status: 202,
  },
  async ({ store, arrive, principal, params: { flow }, body }) => {
    const { environment, trigger, message, headers } = body;
    const arrived = await arrive({ environment, flow, trigger, content: contentOf(message), headers });
    if ('refused' in arrived) {
      const { status, code, sentence, errors } = arrived.refused;
      throw new Refusal(status as Refusal['status'], code, sentence, { errors });
    }
    return audited(store, principal, 'message.send', async (tx) => {
      const { arrival } = arrived;
      const [accepted] = (await accept(tx, [arrival], { shard: SHARD, bell: true })).results;
      const repeat = accepted!.outcome === 'repeat';
      if (accepted!.outcome === 'repeat' && !accepted!.same) throw keyReused();
      const messageId = accepted!.outcome === 'repeat' ? accepted!.prior : arrival.id;
      const { correlationId } = accepted!.outcome === 'repeat' ? accepted! : arrival;
      const summary = `Sent a message into ${flow} in ${environment}${repeat ? '; it was known already' : ''}.`;
      const result = { messageId, correlationId, trigger: arrived.trigger, repeat };
      return { result, object: `message:${messageId}`, summary, after: { flow, environment, ...result } };
    });
  },
);

function contentOf(
  message: { text: string; contentType: string } | { base64: string; contentType: string } | { fixture: string },
) {
  if ('fixture' in message) return message;
  const raw = 'text' in message ? Buffer.from(message.text) : Buffer.from(message.base64, 'base64');
  return { raw, contentType: message.contentType };
}

function keyReused(): Refusal {
  return new Refusal(
    422,
    'key_reused',
    'This idempotency key was used before with different content; nothing was accepted.',
  );
}
