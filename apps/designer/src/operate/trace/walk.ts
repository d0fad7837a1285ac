import type { FlowDocument } from '@throughline/flow';
import type { Walk } from '../../frame/picture.ts';
import { spanText } from '../text.ts';
import type { Trace } from './query.ts';

/** The node on the drawing: inside a called flow, the node that called it. */
export const drawnNode = (node: string): string => node.split('/')[0]!;

/** How high its drawing is: a flow in one row leaves the room to its steps. In pixels. */
export function pictureHeight({ nodes }: Pick<FlowDocument['layout'], 'nodes'>): number {
  const tops = Object.values(nodes).map(({ y }) => y);
  if (tops.length === 0) return 190;
  return Math.min(340, 190 + Math.max(...tops) - Math.min(...tops));
}

/** What this run did, as it is drawn over its flow. */
export function walkOf({ plan, steps, waits, receipts }: Pick<Trace, 'plan' | 'steps' | 'waits' | 'receipts'>): Walk {
  const walk: Walk = { nodes: {}, wires: [] };
  for (const step of steps) {
    const node = drawnNode(plan[step.step]?.node ?? '');
    const known = walk.nodes[node];
    const state = step.error !== undefined ? 'stopped' : step.end === 'filtered' ? 'filtered' : 'done';
    const us = (known?.us ?? 0) + step.us;
    walk.nodes[node] = { state, count: (known?.count ?? 0) + 1, us, note: step.status ?? spanText(us / 1000) };
    if (step.error !== undefined) walk.nodes[node].note = step.error.code;
    const from = plan[step.step];
    if (from === undefined || step.error !== undefined || step.end !== undefined) continue;
    for (const to of from.wires[step.port ?? 'out'] ?? []) addWire(walk, from.node, step.port ?? 'out', plan[to]?.node);
  }
  for (const [i, step] of plan.entries()) {
    if (step.place !== 'trigger' || steps.length === 0) continue;
    const after = Object.entries(step.wires).flatMap(([port, to]) => to.map((one) => ({ port, one })));
    if (
      steps.some((record) => record.step === i) ||
      !after.some(({ one }) => steps.some((record) => record.step === one))
    )
      continue;
    walk.nodes[drawnNode(step.node)] ??= { state: 'done', count: 1, us: 0 };
    for (const { port, one } of after) addWire(walk, step.node, port, plan[one]?.node);
  }
  for (const { step, attempts } of waits) {
    const node = drawnNode(plan[step]?.node ?? '');
    walk.nodes[node] = {
      state: 'waiting',
      count: 1,
      us: 0,
      note: attempts > 0 ? `after attempt ${attempts}` : 'waits',
    };
  }
  for (const { node, reference, status } of receipts) {
    const known = walk.nodes[drawnNode(node)];
    if (known?.state === 'done') known.note = reference === null ? status : `${status} · ${reference}`;
  }
  return walk;
}

function addWire(walk: Walk, fromNode: string, port: string, toNode: string | undefined): void {
  if (toNode === undefined) return;
  const [from, to] = [drawnNode(fromNode), drawnNode(toNode)];
  if (from === to) return;
  const known = walk.wires.find((wire) => wire.from === from && wire.port === port && wire.to === to);
  if (known === undefined) walk.wires.push({ from, port, to, count: 1 });
  else known.count++;
}

export interface Bar {
  /** Milliseconds from the beginning of the run. */
  start: number;
  ms: number;
}

/**
 * Where each step lies in time. A stretch says when it was settled and how long its steps took: one behind the other up to its end. Where
 * that is more than the time there was, destinations were asked beside each other, and each of them ends at the end.
 */
export function barsOf({ plan, steps, beganAt }: Pick<Trace, 'plan' | 'steps' | 'beganAt'>): {
  bars: Bar[];
  total: number;
} {
  const zero = Date.parse(beganAt);
  const bars: Bar[] = [];
  let cursor = 0;
  for (let i = 0; i < steps.length; ) {
    const { at } = steps[i]!;
    const next = steps.findIndex((step, j) => j > i && step.at !== at);
    const leg = steps.slice(i, next < 0 ? undefined : next);
    const took = leg.reduce((sum, { us }) => sum + us / 1000, 0);
    const end = Date.parse(at) - zero;
    const isBeside = cursor + took > end;
    cursor = Math.max(cursor, end - took);
    for (const { us, step } of leg) {
      const ms = us / 1000;
      if (isBeside && plan[step]?.place === 'effect') bars.push({ start: Math.max(0, end - ms), ms });
      else {
        bars.push({ start: cursor, ms });
        cursor += ms;
      }
    }
    cursor = Math.max(cursor, end);
    i += leg.length;
  }
  return { bars, total: Math.max(...bars.map(({ start, ms }) => start + ms), 0.001) };
}
