import { nodeId } from '@throughline/flow';
import { audited, can, folderOfFlow } from '@throughline/store';
import { z } from 'zod';
import { environmentName } from '../../fields.ts';
import { missing, Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofFlowInBodysEnvironment } from '../environments/scope.ts';
import { problem } from '../flows/problem.ts';
import { ofFlow } from '../flows/scope.ts';
import { documentOf, whichDocument } from './document.ts';
import { asked, chosen, error, outcome, sample, step } from './fields.ts';
import { trialPace } from './pace.ts';

export const tryFlow = route(
  {
    method: 'post',
    path: '/flows/:flow/try',
    summary:
      'Take one message through a flow, or from and until a step of it, without effects; partners are asked only with the right to send messages',
    permission: 'flow.try',
    where: ofFlowInBodysEnvironment,
    bytes: 24 * 1024 * 1024,
    pace: trialPace,
    body: z.strictObject({
      ...whichDocument,
      environment: environmentName.meta({ description: 'Whose tables, and whose connections where partners answer' }),
      message: sample.optional(),
      fixture: z.string().max(120).optional().meta({ description: 'Name of a message kept with the flow' }),
      from: nodeId.optional().meta({
        description: 'Where the message comes in: a trigger takes it as received, any other step as JSON',
      }),
      until: nodeId.optional().meta({ description: 'The last step to take; the same as `from`: this step alone' }),
      answers: z.enum(['fixtures', 'partners']).default('fixtures'),
      chosen: chosen.optional(),
      shown: z.enum(['all', 'until']).default('all').meta({
        description: 'Whose messages are answered: of all steps, or only what comes to `until` and leaves it',
      }),
    }),
    answer: z.object({
      trace: z.array(step),
      wires: z.array(z.object({ from: z.string(), port: z.string(), to: z.string(), count: z.int() })),
      deliveries: z.array(
        z.object({
          node: z.string(),
          request: asked.nullable(),
          outcome: z.union([
            z.object({ receipt: z.object({ status: z.string(), reference: z.string().nullable() }) }),
            z.object({ error }),
          ]),
        }),
      ),
      lookups: z.array(z.object({ node: z.string(), request: asked })),
      stops: z.array(z.object({ node: z.string(), error })),
      filtered: z.array(z.string()),
      reply: z
        .object({ status: z.int(), headers: z.record(z.string(), z.string()), body: z.string() })
        .nullable()
        .meta({ description: 'What a waiting caller would be answered; the body is JSON text' }),
      refused: z.object({ code: z.string(), sentence: z.string(), path: z.string().optional() }).nullable(),
      problems: z.array(problem),
      outcome: outcome.nullable(),
    }),
  },
  async (call) => {
    const { store, dryRun, principal, params, body, c } = call;
    if ((await ofFlow(call, call)) === null) throw missing();
    const { environment, answers, from, until, shown } = body;
    const document = await documentOf(params.flow, body, call);
    const kept = document.fixtures.find(({ kind, name }) => kind === 'message' && name === body.fixture);
    const tried = body.message ?? kept;
    if (tried === undefined) {
      throw new Refusal(400, 'message_missing', 'Give a message, or the name of one that is kept with the flow.');
    }
    const wanted = { document, environment, answers, until, shown, from: from ?? kept?.node, chosen: body.chosen };
    if (answers === 'partners') {
      const folder = (await folderOfFlow(store, params.flow)) ?? '';
      if (!can(principal, 'message.send', { environment, folder })) {
        throw new Refusal(403, 'partners_not_allowed', 'Asking partners takes the right to send messages here.');
      }
      await audited(store, principal, 'flow.try', async () => {
        const summary = `Tried ${params.flow} on the partners of ${environment}.`;
        return { result: undefined, object: `flow:${params.flow}`, summary };
      });
    }
    const sample = {
      contentType: tried.contentType,
      body: tried.body,
      ...('encoding' in tried ? { encoding: tried.encoding } : {}),
    };
    return dryRun.try({ ...wanted, sample }, c.req.raw.signal);
  },
);
