import '@xyflow/react/dist/base.css';
import type { FlowDocument, Position } from '@throughline/flow';
import {
  Background,
  BackgroundVariant,
  type Connection,
  ConnectionLineType,
  type FinalConnectionState,
  type OnNodeDrag,
  PanOnScrollMode,
  ReactFlow,
  type ReactFlowInstance,
  ReactFlowProvider,
  SelectionMode,
} from '@xyflow/react';
import { memo, type PointerEvent, useCallback } from 'react';
import { refusal } from '../actions/wire.ts';
import { wireAt } from '../hands/drop.ts';
import { carry, putDown, takeUp } from '../hands/move.ts';
import { released } from '../hands/wire.ts';
import { openDocument } from '../store/document.ts';
import { wireOf } from '../store/view.ts';
import { theCamera } from './camera.ts';
import classes from './canvas.module.css';
import { onConnect, onEdgeChanges, onNodeChanges, onReconnect } from './changes.ts';
import { Controls } from './controls.tsx';
import { Cursors } from './cursors.tsx';
import type { CanvasNode, WireEdge } from './derive.ts';
import { eachFrame } from './each-frame.ts';
import { FlowMap } from './flow-map.tsx';
import { FocusKeeper } from './focus-keeper.tsx';
import { FrameView } from './frame-node.tsx';
import { GRID } from './geometry.ts';
import { Guides } from './guides.tsx';
import { Lens } from './lens.tsx';
import { NoteView } from './note-node.tsx';
import { clicking, pointing, pointOf } from './pointing.ts';
import { useScene } from './scene.ts';
import { EDGE, fitted } from './stay.ts';
import { StepNodeView } from './step-node.tsx';
import { WireEnd, WireView } from './wire-edge.tsx';
import { WireTools } from './wire-tools.tsx';

const nodeTypes = { step: StepNodeView, frame: FrameView, note: NoteView };
const edgeTypes = { wire: WireView };
/** Below this size the words on nodes are hard to read. */
const READABLE = 0.66;
const MARGIN = 48;
const MIDDLE_AND_RIGHT = [1, 2];
const MORE = ['Shift', 'Control', 'Meta'];

/** Where on the flow the hand took hold. */
let taken: Position | null = null;

/** Goes by places on the flow: at the edge it moves on below a hand that stays. */
const dragging = eachFrame((event: Parameters<OnNodeDrag>[0]) => {
  const to = theCamera()?.place(pointOf(event));
  if (taken && to) carry(to.x - taken.x, to.y - taken.y, 'altKey' in event && event.altKey);
});

const press = (event: PointerEvent) => {
  taken = theCamera()?.place(pointOf(event)) ?? null;
};

/** Where the flow is drawn. Everything on it is derived; everything the hand does becomes an edit or a view. */
export function Canvas({ isEditable, showsMap }: { isEditable: boolean; showsMap: boolean }) {
  return (
    <ReactFlowProvider>
      <Board isEditable={isEditable} showsMap={showsMap} />
    </ReactFlowProvider>
  );
}

function Board({ isEditable, showsMap }: { isEditable: boolean; showsMap: boolean }) {
  const { nodes, edges } = useScene(isEditable);

  const onDragStart: OnNodeDrag<CanvasNode> = useCallback((_event, node, moved) => {
    const ids = moved.length > 0 ? moved.map(({ id }) => id) : [node.id];
    takeUp(ids);
  }, []);
  const onDrag: OnNodeDrag<CanvasNode> = useCallback((event) => dragging.ask(event), []);
  const onDragStop: OnNodeDrag<CanvasNode> = useCallback((event) => {
    dragging.flush();
    const { x, y } = pointOf(event);
    const key = wireAt(x, y);
    putDown(key === null ? null : wireOf(key));
  }, []);
  const isValid = useCallback((one: Connection | WireEdge) => {
    const wire = { from: one.source, port: one.sourceHandle ?? '', to: one.target };
    return wire.port !== '' && refusal(openDocument(), wire) === null;
  }, []);
  const onConnectEnd = useCallback((event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    released(event, state.fromNode?.id, state.fromHandle?.id, state.fromHandle?.type, state.toNode?.id, state.isValid);
  }, []);

  return (
    <ReactFlow<CanvasNode, WireEdge>
      className={classes.canvas}
      aria-label="Canvas. Arrow keys go to the nodes; question mark shows every key."
      aria-describedby="canvas-words"
      tabIndex={0}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodeChanges}
      onEdgesChange={onEdgeChanges}
      onConnect={onConnect}
      onConnectEnd={onConnectEnd}
      onReconnect={onReconnect}
      isValidConnection={isValid}
      onPointerDownCapture={press}
      onNodeDragStart={onDragStart}
      onNodeDrag={onDrag}
      onNodeDragStop={onDragStop}
      {...pointing}
      {...(isEditable ? clicking.editing : clicking.looking)}
      nodesDraggable={isEditable}
      nodesConnectable={isEditable}
      edgesReconnectable={isEditable}
      deleteKeyCode={null}
      disableKeyboardA11y
      selectionOnDrag
      selectionMode={SelectionMode.Partial}
      multiSelectionKeyCode={MORE}
      selectionKeyCode={null}
      panOnDrag={MIDDLE_AND_RIGHT}
      panOnScroll
      panOnScrollMode={PanOnScrollMode.Free}
      panActivationKeyCode="Space"
      zoomOnDoubleClick={false}
      minZoom={0.08}
      maxZoom={2}
      nodeDragThreshold={2}
      connectionRadius={26}
      connectionLineType={ConnectionLineType.Bezier}
      elevateNodesOnSelect={false}
      onlyRenderVisibleElements
      onInit={firstLook}
    >
      <Over showsMap={showsMap && nodes.length > 0} />
    </ReactFlow>
  );
}

/** What lies below and above the nodes; drawn by its own state alone, whatever is dragged. */
const Over = memo(function Over({ showsMap }: { showsMap: boolean }) {
  return (
    <>
      <Background
        variant={BackgroundVariant.Dots}
        gap={2 * GRID}
        size={1.4}
        color="var(--dots)"
        bgColor="var(--page)"
      />
      {showsMap && <FlowMap />}
      <Controls />
      <Guides />
      <WireTools />
      <WireEnd />
      <Lens />
      <Cursors />
      <FocusKeeper />
    </>
  );
});

/** All of a small flow; of a large one the beginning, large enough to read. */
function firstLook(flow: ReactFlowInstance<CanvasNode, WireEdge>): void {
  const nodes = flow.getNodes();
  if (nodes.length === 0) return;
  const { width, height } = document.querySelector('.react-flow')!.getBoundingClientRect();
  const whole = flow.getNodesBounds(nodes);
  const all = fitted(whole, { width, height }, 1);
  if (all.zoom >= READABLE) {
    void flow.setViewport(all);
    return;
  }
  const first = nodes.find(({ id }) => id === startOf(openDocument())) ?? nodes[0]!;
  const isFlat = whole.height * READABLE < height - 2 * MARGIN;
  const y = isFlat
    ? (height - whole.height * READABLE) / 2 - whole.y * READABLE
    : Math.min(height / 3 - first.position.y * READABLE, EDGE.top - whole.y * READABLE);
  void flow.setViewport({ x: MARGIN - whole.x * READABLE, y, zoom: READABLE });
}

function startOf({ nodes, layout }: FlowDocument): string | undefined {
  const at = ({ id }: { id: string }) => layout.nodes[id]?.x ?? 0;
  return nodes.toSorted((a, b) => at(a) - at(b))[0]?.id;
}
