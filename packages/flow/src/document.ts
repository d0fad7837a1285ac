import { z } from 'zod';

/** Newest shape of the saved document; older documents are lifted by migrations/. */
export const DOCUMENT_VERSION = 1;

export const slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'lower-case letters, digits and inner hyphens, 64 at most');

/** A node's id inside its flow: stable over renames, used in wires, traces and error reports. */
export const nodeId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, _ and -, 64 at most');

export const nodeSchema = z
  .strictObject({
    id: nodeId,
    type: z.string().min(1).max(80).meta({ description: 'Node type in the catalogue, e.g. transform.map' }),
    version: z.int().min(1).meta({ description: 'Version of the shape of config' }),
    name: z.string().min(1).max(120),
    note: z.string().max(4000).optional().meta({ description: 'What a colleague should know about this node' }),
    disabled: z.boolean().optional().meta({ description: 'Messages pass by: its input goes on at its first output' }),
    config: z.record(z.string(), z.unknown()).meta({ description: 'Settings, shaped by the type and version' }),
  })
  .meta({ id: 'node', title: 'Node' });

export const wireSchema = z
  .strictObject({ from: nodeId, port: z.string().min(1).max(64), to: nodeId })
  .meta({ id: 'wire', title: 'Wire', description: 'From a port of one node to the input of another' });

/** A named sample that travels with the version: an incoming message, or what a partner would answer to one node. */
export const fixtureSchema = z
  .strictObject({
    name: z.string().min(1).max(120),
    kind: z.enum(['message', 'answer']),
    node: nodeId,
    contentType: z.string().max(200),
    body: z.string(),
    expect: z.unknown().optional(),
  })
  .meta({
    id: 'fixture',
    title: 'Fixture',
    description: 'A named sample: an incoming message, or what a partner answers to one node',
  });

export const positionSchema = z.strictObject({ x: z.number(), y: z.number() });

const box = { ...positionSchema.shape, width: z.number().positive(), height: z.number().positive() };

export const frameSchema = z
  .strictObject({ id: nodeId, title: z.string().max(200), ...box, tint: z.string().max(20).optional() })
  .meta({ id: 'frame', title: 'Frame', description: 'A titled box around nodes' });

export const noteSchema = z
  .strictObject({ id: nodeId, text: z.string().max(8000), ...box })
  .meta({ id: 'note', title: 'Note', description: 'Free text on the canvas' });

/** How many of each a flow may hold; `drawn`: frames, and notes. */
export const LIMITS = { nodes: 2000, wires: 8000, fixtures: 500, drawn: 500 } as const;

/** How it is drawn, kept apart from what it does so that a moved node is no change of behaviour. */
export const layoutSchema = z
  .strictObject({
    nodes: z.record(nodeId, positionSchema),
    frames: z.array(frameSchema).max(LIMITS.drawn).default([]),
    notes: z.array(noteSchema).max(LIMITS.drawn).default([]),
  })
  .meta({ id: 'layout', title: 'Layout', description: 'How it is drawn; never a matter of behaviour' });

export const flowSchema = z
  .strictObject({
    schema: z.literal(DOCUMENT_VERSION),
    id: slug,
    name: z.string().min(1).max(120),
    description: z.string().max(8000).default(''),
    nodes: z.array(nodeSchema).max(LIMITS.nodes),
    wires: z.array(wireSchema).max(LIMITS.wires),
    fixtures: z.array(fixtureSchema).max(LIMITS.fixtures).default([]),
    layout: layoutSchema,
  })
  .meta({ title: 'Flow', description: 'A Throughline flow as it is saved' });

export type FlowDocument = z.infer<typeof flowSchema>;
export type FlowNode = z.infer<typeof nodeSchema>;
export type Wire = z.infer<typeof wireSchema>;
export type Fixture = z.infer<typeof fixtureSchema>;
export type Layout = z.infer<typeof layoutSchema>;
export type Frame = z.infer<typeof frameSchema>;
export type CanvasNote = z.infer<typeof noteSchema>;
export type Position = z.infer<typeof positionSchema>;

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
