import { IconPlus, IconTrash } from '@tabler/icons-react';
import { EdgeLabelRenderer, Position, useInternalNode, useStore } from '@xyflow/react';
import { removeWire } from '../actions/remove.ts';
import { showChooser, useView, viewStore, wireOf } from '../store/view.ts';
import type { StepNode } from './derive.ts';
import { INPUT_Y, NODE_WIDTH, portY } from './geometry.ts';
import classes from './wire.module.css';
import { wirePath } from './wire-path.ts';

/** Above the wire, so that a short one and its ports stay in reach; still one way for the pointer. On the screen. */
const ABOVE = 20;

/** What can be done with the wire under the pointer, or the one that is selected: put a node in, take it away. */
export function WireTools() {
  const selected = useView(({ wires }) => (wires.size === 1 ? [...wires][0] : undefined));
  const pointed = useView((state) => state.pointed);
  const isHolding = useView(({ held }) => held.size > 0);
  const key = pointed ?? selected;
  return key === undefined || isHolding ? null : <Tools key={key} name={key} />;
}

function Tools({ name }: { name: string }) {
  const wire = wireOf(name);
  const from = useInternalNode<StepNode>(wire.from);
  const to = useInternalNode<StepNode>(wire.to);
  const zoom = useStore(({ transform }) => transform[2]);
  if (from === undefined || to === undefined) return null;
  const size = Math.max(1, 1 / zoom);
  const ports = from.data.ports;
  const port = ports.findIndex((one) => one.name === wire.port);
  const [, x, y] = wirePath({
    sourceX: from.position.x + NODE_WIDTH,
    sourceY: from.position.y + portY(Math.max(0, port), ports.length),
    sourcePosition: Position.Right,
    targetX: to.position.x,
    targetY: to.position.y + INPUT_Y,
    targetPosition: Position.Left,
  });
  const words = `between ${from.data.node.name} and ${to.data.node.name}`;
  return (
    <EdgeLabelRenderer>
      <div
        data-wire-tools
        className={`${classes.tools} nodrag nopan`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y - ABOVE * size}px) scale(${size})` }}
        onPointerEnter={() => viewStore.setState({ pointed: name })}
        onPointerLeave={() => viewStore.setState({ pointed: null })}
      >
        <button
          type="button"
          className={classes.tool}
          aria-label={`Put a node ${words}`}
          title="Put a node in"
          onClick={() => showChooser({ kind: 'on-wire', wire })}
        >
          <IconPlus size={14} stroke={2.2} aria-hidden />
        </button>
        <button
          type="button"
          className={classes.tool}
          aria-label={`Remove the wire ${words}`}
          title="Remove the wire"
          onClick={() => removeWire(name)}
        >
          <IconTrash size={13} stroke={1.8} aria-hidden />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}
