import type { Port } from '@throughline/flow';
import { type NodeHandle, Position } from '@xyflow/react';
import { INPUT_Y, NODE_WIDTH, portY } from './geometry.ts';

const handleSets = new Map<string, NodeHandle[]>();

/** Where wires begin and end, told instead of measured: a wire is drawn before its node is. */
export function handlesOf(inputs: number, count: number, ports: readonly Port[]): NodeHandle[] {
  const key = `${inputs}/${ports.map(({ name }) => name).join('/')}`;
  const known = handleSets.get(key);
  if (known !== undefined) return known;
  const input = {
    id: 'in',
    type: 'target' as const,
    position: Position.Left,
    x: -5,
    y: INPUT_Y - 5,
    width: 10,
    height: 10,
  };
  const outputs = ports.map(({ name }, i) => ({
    id: name,
    type: 'source' as const,
    position: Position.Right,
    x: NODE_WIDTH - 5,
    y: portY(i, count) - 5,
    width: 10,
    height: 10,
  }));
  const handles = [...(inputs === 0 ? [] : [input]), ...outputs];
  handleSets.set(key, handles);
  return handles;
}
