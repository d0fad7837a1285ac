import '@xyflow/react/dist/base.css';
import { type FlowDocument, pointer } from '@throughline/flow';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Viewport,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { PictureProps, Walk as PictureWalk } from '../../frame/picture.ts';
import { wireKey } from '../store/view.ts';
import type { NodeVisit, Visit, Walk } from '../store/walk.ts';
import classes from './canvas.module.css';
import { type CanvasNode, deriver, type Mark, type WireEdge } from './derive.ts';
import { FrameView } from './frame-node.tsx';
import { GRID } from './geometry.ts';
import { NoteView } from './note-node.tsx';
import { StepNodeView } from './step-node.tsx';
import { WireEnd, WireView } from './wire-edge.tsx';

const nodeTypes = { step: StepNodeView, frame: FrameView, note: NoteView };
const edgeTypes = { wire: WireView };
/** Room above for frames' titles, below what stands in the corner. */
const FIT = { padding: { x: '6%', top: '48px', bottom: '24px' }, maxZoom: 1 } as const;
const nothing = new Map();
const noWires: ReadonlySet<string> = new Set();
const backdrop = (
  <>
    <Background variant={BackgroundVariant.Dots} gap={2 * GRID} size={1.4} color="var(--dots)" bgColor="var(--page)" />
    <WireEnd />
  </>
);

interface DrawingProps {
  document: FlowDocument;
  walk?: Walk | null;
  /** By id and by `wireKey`. */
  marks?: ReadonlyMap<string, Mark>;
  selected?: readonly string[];
  onSelect?: (node: string | null) => void;
  label: string;
  /** Shared with another drawing: both look at the same place. */
  viewport?: Viewport | undefined;
  onViewport?: ((viewport: Viewport) => void) | undefined;
}

/** A flow to look at: the same drawing as on the canvas, without hands. */
export function Drawing(props: DrawingProps) {
  return (
    <ReactFlowProvider>
      <Board {...props} />
    </ReactFlowProvider>
  );
}

function Board({
  document,
  walk = null,
  marks = nothing,
  selected = [],
  onSelect,
  label,
  viewport,
  onViewport,
}: DrawingProps) {
  const derive = useRef<ReturnType<typeof deriver>>(null);
  derive.current ??= deriver();
  const selection = useMemo(() => new Set(selected), [selected]);
  const latest = useRef(onSelect);
  latest.current = onSelect;
  const onNodeClick = useCallback((_: unknown, { id, type }: CanvasNode) => {
    if (type === 'step') latest.current?.(id);
  }, []);
  const onPaneClick = useCallback(() => latest.current?.(null), []);
  const scene = {
    document,
    selection,
    selectedWires: noWires,
    held: nothing,
    problems: nothing,
    people: nothing,
    walk,
    marks,
    focus: null,
    isEditable: false,
  };
  return (
    <ReactFlow<CanvasNode, WireEdge>
      className={classes.canvas}
      aria-label={label}
      nodes={derive.current.nodes(scene)}
      edges={derive.current.edges(scene)}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesReconnectable={false}
      disableKeyboardA11y
      deleteKeyCode={null}
      panOnScroll
      zoomOnDoubleClick={false}
      minZoom={0.08}
      onlyRenderVisibleElements
      onNodeClick={onNodeClick}
      onPaneClick={onPaneClick}
      {...(viewport === undefined ? { fitView: true, fitViewOptions: FIT } : { viewport })}
      {...(onViewport === undefined ? {} : { onViewportChange: onViewport })}
    >
      {backdrop}
      <Look selected={selected} />
    </ReactFlow>
  );
}

/** What is selected from outside comes into sight. */
function Look({ selected }: { selected: readonly string[] }) {
  const flow = useReactFlow();
  const key = pointer(selected);
  useEffect(() => {
    const nodes = selected.filter((id) => flow.getNode(id) !== undefined).map((id) => ({ id }));
    if (nodes.length > 0 && key !== '') void flow.fitView({ nodes, padding: 0.5, maxZoom: 1, duration: 0 });
  }, [flow, key, selected]);
  return null;
}

/** The drawing as other screens take it from `PictureContext`. */
export function Picture({ document, walk, marks, selected, onSelect }: PictureProps) {
  const drawn = useMemo(() => (walk === undefined ? null : walkFrom(walk)), [walk]);
  const marked = useMemo(() => new Map<string, Mark>(Object.entries(marks ?? {})), [marks]);
  const chosen = useMemo(() => (selected ? [selected] : []), [selected]);
  return (
    <Drawing
      document={document}
      label={`Drawing of ${document.name}`}
      walk={drawn}
      marks={marked}
      selected={chosen}
      {...(onSelect ? { onSelect } : {})}
    />
  );
}

const visits: Record<PictureWalk['nodes'][string]['state'], Visit> = {
  done: 'done',
  stopped: 'failed',
  waiting: 'waiting',
  filtered: 'filtered',
};

function walkFrom({ nodes, wires }: PictureWalk): Walk {
  const visited = Object.entries(nodes).map(([id, { state, count, us, note }]): [string, NodeVisit] => {
    return [id, { state: visits[state], count, tookMs: us / 1000, sentence: note ?? null }];
  });
  return {
    source: { kind: 'trial', name: '' },
    isUnderWay: false,
    nodes: new Map(visited),
    wires: new Map(wires.map((wire) => [wireKey(wire), wire.count])),
    summary: '',
  };
}
