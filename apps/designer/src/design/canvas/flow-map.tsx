import { catalogue } from '@throughline/nodes/definitions';
import { Panel, useReactFlow, useStore } from '@xyflow/react';
import { memo, type PointerEvent, useMemo, useRef } from 'react';
import { kindColour } from '../palette/kind-colour.ts';
import { useDocument } from '../store/document.ts';
import classes from './canvas.module.css';
import { around, type Box, nodeBoxes } from './geometry.ts';

const WIDTH = 184;
const HEIGHT = 118;
const MARGIN = 10;

interface Scale {
  /** Pixels of the map for one of the canvas. */
  by: number;
  x: number;
  y: number;
}

/** All of the flow, small, with what is seen of it; the pointer takes the eye elsewhere. It is drawn once for each state of the flow. */
export function FlowMap() {
  const document = useDocument((state) => state.document)!;
  const flow = useReactFlow();
  const isHeld = useRef(false);
  const shapes = useMemo(() => {
    const boxes = nodeBoxes(document, catalogue).map((box, i) => {
      return { box, colour: kindColour(catalogue.get(document.nodes[i]!.type)?.kind) };
    });
    const drawn = [...document.layout.frames, ...document.layout.notes].map((box) => ({ box, colour: 'var(--line)' }));
    return [...drawn, ...boxes];
  }, [document]);
  const scale = useMemo(() => scaleOf(shapes.map(({ box }) => box)), [shapes]);
  const look = (event: PointerEvent<HTMLDivElement>) => {
    if (!isHeld.current) return;
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const at = { x: (event.clientX - left - scale.x) / scale.by, y: (event.clientY - top - scale.y) / scale.by };
    void flow.setCenter(at.x, at.y, { zoom: flow.getZoom() });
  };
  return (
    <Panel position="bottom-right" className={classes.map}>
      <div
        className={classes.mapped}
        style={{ width: WIDTH, height: HEIGHT }}
        onPointerDown={(event) => {
          isHeld.current = true;
          event.currentTarget.setPointerCapture(event.pointerId);
          look(event);
        }}
        onPointerMove={look}
        onPointerUp={() => {
          isHeld.current = false;
        }}
      >
        <Shapes shapes={shapes} scale={scale} />
        <Window scale={scale} />
      </div>
    </Panel>
  );
}

function scaleOf(boxes: readonly Box[]): Scale {
  const whole = around(boxes) ?? { x: 0, y: 0, width: 1, height: 1 };
  const by = Math.min((WIDTH - 2 * MARGIN) / whole.width, (HEIGHT - 2 * MARGIN) / whole.height, 0.2);
  return {
    by,
    x: (WIDTH - whole.width * by) / 2 - whole.x * by,
    y: (HEIGHT - whole.height * by) / 2 - whole.y * by,
  };
}

/** One path for each colour, however many nodes there are. */
const Shapes = memo(function Shapes({ shapes, scale }: { shapes: { box: Box; colour: string }[]; scale: Scale }) {
  const byColour = Map.groupBy(shapes, ({ colour }) => colour);
  const part = ({ x, y, width, height }: Box) =>
    `M${x * scale.by + scale.x} ${y * scale.by + scale.y}h${width * scale.by}v${height * scale.by}h${-width * scale.by}z`;
  return (
    <svg width={WIDTH} height={HEIGHT} role="img" aria-label="Map of the flow">
      {[...byColour].map(([colour, same]) => (
        <path key={colour} fill={colour} d={same.map(({ box }) => part(box)).join('')} />
      ))}
    </svg>
  );
});

/** What is seen. */
function Window({ scale }: { scale: Scale }) {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const by = scale.by / zoom;
  return (
    <div
      className={classes.window}
      style={{
        width: width * by,
        height: height * by,
        transform: `translate(${scale.x - x * by}px, ${scale.y - y * by}px)`,
      }}
    />
  );
}
