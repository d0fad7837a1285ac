import type { FlowDocument, FlowNode, NodeDefinition, Port, Wire } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { Edge, Node } from '@xyflow/react';
import type { Person } from '../store/view.ts';
import { wireKey } from '../store/view.ts';
import type { NodeVisit, Walk } from '../store/walk.ts';
import type { NodeProblems } from './badges.ts';
import { type Box, drawnPorts, heightOf, NODE_WIDTH, outgoing } from './geometry.ts';
import { handlesOf } from './handles.ts';
import { sameWires, touched } from './touched.ts';

/** How a thing differs from another version, drawn in the visual diff. */
export type Mark = 'added' | 'removed' | 'changed' | 'moved';

/** Everything a drawing depends on. */
export interface Scene {
  document: FlowDocument;
  selection: ReadonlySet<string>;
  selectedWires: ReadonlySet<string>;
  /** Places and sizes of what the hand holds at this moment. */
  held: ReadonlyMap<string, Partial<Box>>;
  problems: ReadonlyMap<string, NodeProblems>;
  people: ReadonlyMap<string, readonly Person[]>;
  walk: Walk | null;
  marks: ReadonlyMap<string, Mark>;
  /** The node that the keyboard is at: the one tab stop among the nodes. */
  focus: string | null;
  isEditable: boolean;
}

export interface StepData extends Record<string, unknown> {
  node: FlowNode;
  definition: NodeDefinition | undefined;
  ports: readonly Port[];
  brief: string;
  /** The port has no wire yet. */
  open: readonly boolean[];
  samples: number;
  problems: NodeProblems | undefined;
  visit: NodeVisit | undefined;
  people: readonly Person[] | undefined;
  mark: Mark | undefined;
  isEditable: boolean;
}

export interface DrawnData extends Record<string, unknown> {
  title: string;
  tint: string | undefined;
  people: readonly Person[] | undefined;
  mark: Mark | undefined;
  isEditable: boolean;
}

export interface WireData extends Record<string, unknown> {
  wire: Wire;
  count: number | null;
  isUnderWay: boolean;
  isIdle: boolean;
  mark: Mark | undefined;
}

export type StepNode = Node<StepData, 'step'>;
export type DrawnNode = Node<DrawnData, 'frame' | 'note'>;
export type CanvasNode = StepNode | DrawnNode;
export type WireEdge = Edge<WireData, 'wire'>;

/**
 * Derives React Flow's nodes and edges. What did not change comes back as the same object, so that nothing is drawn twice; and where it is
 * known what may have changed, only that is derived: a hand that drags one of 500 nodes moves one.
 */
export function deriver() {
  const nodes = remember<CanvasNode>();
  const edges = remember<WireEdge>();
  let last: Scene | null = null;
  let seen: Scene | null = null;
  return {
    nodes: (scene: Scene) => {
      const ids = last === null ? null : touched(last, scene);
      last = scene;
      if (ids === null) return nodes.all([...drawing(scene), ...steps(scene)]);
      return nodes.some(ids, (id) => one(id, scene));
    },
    edges: (scene: Scene) => {
      const isSame = seen !== null && sameWires(seen, scene);
      seen = scene;
      return isSame ? edges.some(new Set(), () => undefined) : edges.all(edgesOf(scene));
    },
  };
}

/** Keeps the object of before wherever its parts are the same. */
function remember<T extends { id: string; data?: Record<string, unknown> }>() {
  let before = new Map<string, T>();
  let last: T[] = [];
  const kept = (next: T[]): T[] => {
    if (next.length === last.length && next.every((item, i) => item === last[i])) return last;
    before = new Map(next.map((item) => [item.id, item]));
    last = next;
    return next;
  };
  const known = (item: T): T => {
    const old = before.get(item.id);
    return old !== undefined && sameParts(old, item) ? old : item;
  };
  return {
    all: (now: T[]): T[] => kept(now.map(known)),
    some: (ids: ReadonlySet<string>, derive: (id: string) => T | undefined): T[] => {
      if (ids.size === 0) return last;
      return kept(last.map((item) => (ids.has(item.id) ? known(derive(item.id) ?? item) : item)));
    },
  };
}

function sameParts(a: Record<string, unknown>, b: Record<string, unknown>, depth = 0): boolean {
  const keys = Object.keys(b);
  if (keys.length !== Object.keys(a).length) return false;
  return keys.every((key) => {
    const [x, y] = [a[key], b[key]];
    if (Object.is(x, y)) return true;
    if (depth > 1 || !isPlain(x) || !isPlain(y)) return false;
    return sameParts(x, y, depth + 1);
  });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !(value instanceof Map) && !(value instanceof Set);
}

function steps(scene: Scene): StepNode[] {
  return scene.document.nodes.map((node) => step(node, scene));
}

function one(id: string, scene: Scene): CanvasNode | undefined {
  const node = byId(scene.document).get(id);
  return node === undefined ? drawing(scene).find((each) => each.id === id) : step(node, scene);
}

const drawing = (scene: Scene): DrawnNode[] => [...frames(scene), ...notes(scene)];

const pinned = new WeakMap<FlowDocument['fixtures'], ReadonlyMap<string, number>>();

/** How many samples are kept at each node. */
function samplesOf({ fixtures }: FlowDocument): ReadonlyMap<string, number> {
  const known = pinned.get(fixtures);
  if (known !== undefined) return known;
  const samples = new Map<string, number>();
  for (const { node } of fixtures) samples.set(node, (samples.get(node) ?? 0) + 1);
  pinned.set(fixtures, samples);
  return samples;
}

function step(node: FlowNode, scene: Scene): StepNode {
  const { id } = node;
  const definition = catalogue.get(node.type);
  const ports = drawnPorts(node, scene.document, catalogue);
  const height = heightOf(ports.length);
  const at = scene.held.get(id) ?? scene.document.layout.nodes[id];
  const problems = scene.problems.get(id);
  const wires = outgoing(scene.document).get(id) ?? [];
  return {
    id,
    type: 'step',
    position: { x: at?.x ?? 0, y: at?.y ?? 0 },
    width: NODE_WIDTH,
    height,
    measured: { width: NODE_WIDTH, height },
    handles: handlesOf(definition?.inputs ?? 1, ports.length, ports),
    selected: scene.selection.has(id),
    focusable: false,
    ariaRole: 'group',
    ariaLabel: labelOf(node, definition, problems, scene),
    domAttributes: { tabIndex: scene.focus === id ? 0 : -1 },
    data: {
      node,
      definition,
      ports,
      brief: faceOf(node),
      open: ports.map(({ name }) => !wires.some(({ port }) => port === name)),
      samples: samplesOf(scene.document).get(id) ?? 0,
      problems,
      visit: scene.walk?.nodes.get(id),
      people: scene.people.get(id),
      mark: scene.marks.get(id),
      isEditable: scene.isEditable,
    },
  };
}

const briefs = new WeakMap<FlowNode, string>();

/** What a node shows of its settings, worked out once for each state of it. */
function faceOf(node: FlowNode): string {
  const brief = briefs.get(node) ?? briefOf(node);
  briefs.set(node, brief);
  return brief;
}

export function briefOf(node: FlowNode): string {
  const definition = catalogue.get(node.type);
  if (definition === undefined) return node.type;
  const config = definition.config.safeParse(node.config);
  const brief = config.success ? definition.brief?.(config.data) : undefined;
  return brief || (node.name === definition.name ? definition.summary : definition.name);
}

const names = new WeakMap<readonly FlowNode[], ReadonlyMap<string, FlowNode>>();

function byId({ nodes }: FlowDocument): ReadonlyMap<string, FlowNode> {
  const known = names.get(nodes);
  if (known !== undefined) return known;
  const map = new Map(nodes.map((node) => [node.id, node]));
  names.set(nodes, map);
  return map;
}

function labelOf(
  node: FlowNode,
  definition: NodeDefinition | undefined,
  problems: NodeProblems | undefined,
  { document, walk, selection }: Scene,
): string {
  const next = (outgoing(document).get(node.id) ?? []).map(({ to }) => byId(document).get(to)?.name ?? to);
  const parts = [
    `${node.name}, ${definition?.name ?? `unknown type ${node.type}`}`,
    selection.has(node.id) ? 'selected' : null,
    node.disabled ? 'disabled' : null,
    problems === undefined
      ? null
      : `${problems.sentences.length} ${problems.sentences.length === 1 ? 'problem' : 'problems'}`,
    walk?.nodes.get(node.id)?.state ?? null,
    next.length === 0 ? null : `goes to ${next.join(', ')}`,
  ];
  return parts.filter((part) => part !== null).join('; ');
}

function frames(scene: Scene): DrawnNode[] {
  return scene.document.layout.frames.map(({ id, title, tint, ...box }) => drawn('frame', id, title, tint, box, scene));
}

function notes(scene: Scene): DrawnNode[] {
  return scene.document.layout.notes.map(({ id, text, ...box }) => drawn('note', id, text, undefined, box, scene));
}

function drawn(
  type: 'frame' | 'note',
  id: string,
  title: string,
  tint: string | undefined,
  box: Box,
  scene: Scene,
): DrawnNode {
  const { x, y, width, height } = { ...box, ...scene.held.get(id) };
  const isSelected = scene.selection.has(id);
  return {
    id,
    type,
    position: { x, y },
    width,
    height,
    measured: { width, height },
    selected: isSelected,
    zIndex: type === 'frame' ? -2 : -1,
    focusable: false,
    connectable: false,
    ...(type === 'frame' ? { dragHandle: '.frame-grip', style: { pointerEvents: 'none' as const } } : {}),
    ariaRole: 'group',
    ariaLabel: `${type === 'frame' ? 'Frame' : 'Note'}: ${title}`,
    domAttributes: { tabIndex: scene.focus === id ? 0 : -1 },
    data: { title, tint, people: scene.people.get(id), mark: scene.marks.get(id), isEditable: scene.isEditable },
  };
}

function edgesOf({ document, selectedWires, walk, marks }: Scene): WireEdge[] {
  const nodes = byId(document);
  return document.wires.map((wire) => {
    const key = wireKey(wire);
    const [from, to] = [nodes.get(wire.from), nodes.get(wire.to)];
    return {
      id: key,
      type: 'wire',
      source: wire.from,
      sourceHandle: wire.port,
      target: wire.to,
      targetHandle: 'in',
      selected: selectedWires.has(key),
      focusable: false,
      ariaLabel: `Wire from ${from?.name ?? wire.from} to ${to?.name ?? wire.to}`,
      data: {
        wire,
        count: walk?.wires.get(key) ?? null,
        isUnderWay: walk?.isUnderWay ?? false,
        isIdle: walk !== null && !walk.wires.has(key),
        mark: marks.get(key),
      },
    };
  });
}
