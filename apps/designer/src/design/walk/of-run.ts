import type { AnswerOf, api } from '../../api.ts';
import { wireKey } from '../store/view.ts';
import type { NodeVisit, Visit, Walk } from '../store/walk.ts';

export type Run = AnswerOf<(typeof api.runs)[':id']['$get']>;

/** Whether something of it is still to come; a run is `waiting` until a worker has settled its first stretch. */
export function goesOn({ state }: Run): boolean {
  return state === 'running' || state === 'waiting';
}

/** What one step did, in the order in which it happened. */
export interface Stride {
  node: string;
  visit: NodeVisit;
  /** Keys of the wires that the message went along from here. */
  wires: readonly string[];
}

/** A run as the canvas draws it: what happened so far, in order, and what is still to come. */
export function stridesOf(run: Run): Stride[] {
  const nodes = run.plan.map(({ node }) => node.split('/')[0]!);
  const steps = run.steps.map(({ step, us, port, end, error }): Stride => {
    const targets = port === undefined ? [] : (run.plan[step]?.wires[port] ?? []);
    const from = nodes[step]!;
    const state: Visit = error !== undefined ? 'failed' : end === 'filtered' ? 'filtered' : 'done';
    const visit = { state, count: 1, tookMs: us / 1000, sentence: error?.sentence ?? null };
    const others = targets.map((to) => nodes[to]!).filter((to) => to !== from);
    return { node: from, visit, wires: others.map((to) => wireKey({ from, port: port!, to })) };
  });
  return [...entryOf(run, steps), ...steps];
}

/** How the message came in: no step of the run, but where its walk begins. */
function entryOf(run: Run, strides: readonly Stride[]): Stride[] {
  const first = strides[0]?.node;
  const at = run.plan.findIndex(({ node }) => node === first);
  const doors = run.plan.filter(({ place, wires }) => place === 'trigger' && Object.values(wires).flat().includes(at));
  const [door] = doors;
  if (first === undefined || door === undefined || doors.length > 1) return [];
  const port = Object.keys(door.wires).find((name) => door.wires[name]!.includes(at))!;
  const visit: NodeVisit = { state: 'done', count: 1, tookMs: null, sentence: 'The message came in here.' };
  return [{ node: door.node, visit, wires: [wireKey({ from: door.node, port, to: first })] }];
}

/** The first so many strides as one picture. */
export function walkOf(run: Run, strides: readonly Stride[], isUnderWay: boolean): Walk {
  const nodes = new Map<string, NodeVisit>();
  const wires = new Map<string, number>();
  for (const { node, visit, wires: along } of strides) {
    const before = nodes.get(node);
    nodes.set(node, {
      ...visit,
      state: before !== undefined && before.state !== 'done' ? before.state : visit.state,
      count: (before?.count ?? 0) + 1,
      tookMs: before?.tookMs == null ? visit.tookMs : before.tookMs + (visit.tookMs ?? 0),
    });
    for (const key of along) wires.set(key, (wires.get(key) ?? 0) + 1);
  }
  for (const key of wires.keys()) {
    const to = key.split(' ')[2]!;
    if (!nodes.has(to))
      nodes.set(to, { state: isUnderWay ? 'running' : 'waiting', count: 1, tookMs: null, sentence: null });
  }
  if (!isUnderWay) {
    for (const { node, sentence } of run.quarantined) {
      const id = node.split('/')[0]!;
      nodes.set(id, { state: 'failed', count: 1, tookMs: nodes.get(id)?.tookMs ?? null, sentence });
    }
  }
  return {
    source: {
      kind: 'run',
      id: run.id,
      environment: run.environment,
      ran: { version: run.version, document: run.document },
    },
    isUnderWay,
    nodes,
    wires,
    summary: summaryOf(run, isUnderWay),
  };
}

function summaryOf(run: Run, isUnderWay: boolean): string {
  if (isUnderWay) return 'The message is on its way.';
  const first = run.quarantined[0];
  if (first !== undefined) return `Stopped: ${first.sentence}`;
  if (goesOn(run)) return 'The message waits for its turn or the next attempt.';
  const told = new Set(run.receipts.map(({ node }) => node));
  const names = run.plan.filter(({ node }) => told.has(node)).map(({ name }) => name);
  if (names.length === 0) return 'Done; no system was to be told.';
  return `Delivered: ${names.join(', ')}.`;
}
