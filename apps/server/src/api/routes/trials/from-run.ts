import { scrubTree } from '@throughline/contracts';
import { type Fixture, fixtureSchema, parseDocument, valueAt } from '@throughline/flow';
import { getRun, readReceived, readTrace } from '@throughline/store';
import { z } from 'zod';
import { scrubBytes } from '../../message/scrub.ts';
import { seeingOf } from '../../message/seeing.ts';
import { missing, Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofRun } from '../runs/scope.ts';

export const testFromRun = route(
  {
    method: 'post',
    path: '/runs/:id/fixtures',
    summary:
      'Fixtures that make a test of a run: its message and the partners’ answers, with stand-ins for what is personal; keep them by set-fixture',
    permission: 'message.see',
    where: ofRun,
    body: z.strictObject({ name: fixtureSchema.shape.name }),
    answer: z.object({ fixtures: z.array(fixtureSchema) }),
  },
  async ({ store, publishing, dryRun, principal, params, body: { name }, c }) => {
    const run = await getRun(store, params.id);
    if (run === null) throw missing();
    const received = await readReceived(store, run.message);
    if (received === null)
      throw new Refusal(409, 'body_expired', 'The content of this message is past its retention and is gone.');
    const { classOf } = await seeingOf(store, principal, run);
    const body = scrubBytes(received.raw, classOf);
    if (body === null) {
      throw new Refusal(
        409,
        'not_scrubbable',
        'Only JSON, CSV and HL7 v2 messages can become a test: others cannot be freed of what is personal.',
      );
    }
    const { trigger } = JSON.parse(received.context) as { trigger: { node: string } };
    const { deliveries } = await readTrace(store, params.id);
    const answers = deliveries.flatMap(({ node, status, answer }): Fixture[] => {
      const step = run.plan.steps.find((one) => one.node === node);
      const said = step === undefined ? undefined : partnersPart(step.config, JSON.parse(answer));
      if (said === undefined) return [];
      const scrubbed = JSON.stringify(scrubTree(said, classOf));
      return [{ name, kind: 'answer', node, contentType: 'application/json', body: scrubbed, expect: { status } }];
    });
    const { document } = parseDocument(run.document, publishing.catalogue);
    if (document === null) throw missing();
    const chosen = Object.fromEntries(answers.map(({ node }) => [node, name]));
    const sample = { contentType: received.contentType, body };
    const wanted = { document: { ...document, fixtures: [...document.fixtures, ...answers] }, sample, chosen };
    const base = { environment: run.environment, from: trigger.node, answers: 'fixtures' as const };
    const { outcome } = await dryRun.try({ ...base, ...wanted }, c.req.raw.signal);
    const expect = { ...(answers.length > 0 ? { answers: chosen } : {}), ...outcome };
    return { fixtures: [{ name, kind: 'message' as const, node: trigger.node, ...sample, expect }, ...answers] };
  },
);

/** What a partner said, out of the message behind its step; undefined where it is not in there. */
function partnersPart({ reply }: Record<string, unknown>, message: unknown): unknown {
  const { becomes, into } = (reply ?? {}) as { becomes?: string; into?: string | null };
  if (becomes === 'answer') return message;
  return into ? valueAt(message, into.split('.')) : undefined;
}
