import { nodeId } from '@throughline/flow';
import { z } from 'zod';

export const sample = z.strictObject({
  contentType: z.string().max(200).default(''),
  body: z.string(),
  encoding: z.enum(['text', 'base64']).default('text'),
});

export const error = z.object({
  code: z.string(),
  sentence: z.string(),
  class: z.string(),
  path: z.string().optional(),
  line: z.int().optional(),
});

/** What a step asks of the outside. */
export const asked = z.union([
  z.object({
    node: z.string(),
    how: z.literal('http'),
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  z.object({ node: z.string(), how: z.literal('mllp'), text: z.string() }),
  z.object({ node: z.string(), how: z.literal('file'), folder: z.string(), name: z.string(), text: z.string() }),
  z.object({
    node: z.string(),
    how: z.literal('sql'),
    statement: z.string(),
    parameters: z.record(z.string(), z.string().nullable()),
  }),
  z.object({
    node: z.string(),
    how: z.literal('amqp'),
    exchange: z.string(),
    routingKey: z.string(),
    headers: z.record(z.string(), z.string()),
    text: z.string(),
  }),
]);

/** What came of a message, as `expect` of a fixture keeps it. */
export const outcome = z
  .object({
    refused: z.object({ code: z.string(), path: z.string().optional() }).optional(),
    deliveries: z.record(z.string(), z.unknown()).optional(),
    filtered: z.array(z.string()).optional(),
    stops: z.array(z.object({ step: z.string(), code: z.string(), path: z.string().optional() })).optional(),
    reply: z.object({ status: z.int(), body: z.unknown() }).optional(),
  })
  .meta({ title: 'Outcome', description: 'What came of a message, as `expect` of a fixture keeps it' });

export const step = z.object({
  node: z.string(),
  us: z.number().meta({ description: 'Microseconds' }),
  after: z.int().nullable().meta({ description: 'The entry whose message came in; null: the message that is tried' }),
  input: z.unknown().optional().meta({ description: 'What came in, where no entry has it' }),
  port: z.string().optional(),
  out: z.unknown().optional(),
  same: z.literal(true).optional().meta({ description: 'The message went on unchanged' }),
  end: z.literal('filtered').optional(),
  log: z.array(z.string()).optional(),
  status: z.string().optional(),
  attempt: z.int().optional(),
  error: error.optional(),
  cut: z.literal(true).optional().meta({ description: 'Too much to show: the message is left out' }),
});

export const chosen = z
  .record(nodeId, z.string().max(120))
  .meta({ description: 'Node → name of the fixture that answers' });
