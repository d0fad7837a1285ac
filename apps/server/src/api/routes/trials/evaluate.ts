import { listEnvironments, type Scope } from '@throughline/store';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { environmentName } from '../../fields.ts';
import { route } from '../../route.ts';
import { trialPace } from './pace.ts';

const MAX_TEXT = 500_000;

export const evaluateExpression = route(
  {
    method: 'post',
    path: '/expressions/evaluate',
    summary: 'What an expression, a template or a function body gives over each of several messages',
    permission: 'flow.try',
    where: inEnvironmentIfAny,
    bytes: 12 * 1024 * 1024,
    pace: trialPace,
    body: z.strictObject({
      language: z.enum(['jsonata', 'template', 'javascript']),
      text: z.string().max(MAX_TEXT),
      messages: z.array(z.unknown()).min(1).max(50),
      context: z.record(z.string(), z.unknown()).optional(),
      environment: environmentName.optional().meta({ description: 'Whose tables look-ups read' }),
    }),
    answer: z.object({
      results: z.array(
        z.union([
          z.object({
            error: z.object({
              code: z.string(),
              sentence: z.string(),
              path: z.string().optional(),
              line: z.int().optional(),
              position: z.int().optional(),
            }),
            log: z.array(z.string()).optional(),
          }),
          z.object({ value: z.unknown().optional(), log: z.array(z.string()).optional(), us: z.number() }),
        ]),
      ),
    }),
  },
  async ({ dryRun, body }) => ({ results: await dryRun.evaluate(body) }),
);

async function inEnvironmentIfAny(
  { body }: { body: { environment?: string | undefined } },
  { store }: Deps,
): Promise<Scope | null> {
  if (body.environment === undefined) return { environment: null, folder: null };
  const known = await listEnvironments(store);
  return known.some(({ name }) => name === body.environment) ? { environment: body.environment, folder: null } : null;
}
