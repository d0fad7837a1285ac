import { z } from 'zod';

/** Newest shape of the saved document; older documents are lifted by migrations/. */
export const DOCUMENT_VERSION = 1;

export const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and inner hyphens, 64 at most');

/** A node's id inside its flow: stable over renames, used in wires, traces and error reports. */
export const nodeId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, 64 at most');

export const nodeSchema = z.strictObject({
  id: nodeId,
  type: z.string().min(1).max(80),
  version: z.int().min(1),
  name: z.string().min(1).max(120),
  note: z.string().max(4000).optional(),
  disabled: z.boolean().optional(),
  config: z.record(z.string(), z.unknown()),
});

export const wireSchema = z.strictObject({ from: nodeId, port: z.string().min(1).max(64), to: nodeId });

/** A named sample that travels with the version: an incoming message, or what a partner would answer to one node. */
export const fixtureSchema = z.strictObject({
  name: z.string().min(1).max(120),
  kind: z.enum(['message', 'answer']),
  node: nodeId,
  contentType: z.string().max(200),
  body: z.string(),
  expect: z.unknown().optional(),
});

const position = z.strictObject({ x: z.number(), y: z.number() });

/** How it is drawn, kept apart from what it does so that a moved node is no change of behaviour. */
export const layoutSchema = z.strictObject({
  nodes: z.record(nodeId, position),
  frames: z
    .array(
      z.strictObject({
        id: nodeId,
        title: z.string().max(200),
        x: z.number(),
        y: z.number(),
        width: z.number().positive(),
        height: z.number().positive(),
        tint: z.string().max(20).optional(),
      }),
    )
    .default([]),
  notes: z
    .array(
      z.strictObject({
        id: nodeId,
        text: z.string().max(8000),
        x: z.number(),
        y: z.number(),
        width: z.number().positive(),
        height: z.number().positive(),
      }),
    )
    .default([]),
});

export const flowSchema = z.strictObject({
  schema: z.literal(DOCUMENT_VERSION),
  id: slug,
  name: z.string().min(1).max(120),
  description: z.string().max(8000).default(''),
  nodes: z.array(nodeSchema).max(2000),
  wires: z.array(wireSchema).max(8000),
  fixtures: z.array(fixtureSchema).max(500).default([]),
  layout: layoutSchema,
});

export type FlowDocument = z.infer<typeof flowSchema>;
export type FlowNode = z.infer<typeof nodeSchema>;
export type Wire = z.infer<typeof wireSchema>;
export type Fixture = z.infer<typeof fixtureSchema>;
export type Layout = z.infer<typeof layoutSchema>;

/** An empty flow, ready to draw on. */
export function emptyFlow(id: string, name: string): FlowDocument {
  return {
    schema: DOCUMENT_VERSION,
    id,
    name,
    description: '',
    nodes: [],
    wires: [],
    fixtures: [],
    layout: { nodes: {}, frames: [], notes: [] },
  };
}
