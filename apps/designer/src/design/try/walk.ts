import { wireKey } from '../store/view.ts';
import type { NodeVisit, Visit, Walk } from '../store/walk.ts';
import type { Trial, TrialStep } from './trial.ts';

/** A trial as the canvas draws it. */
export function walkOf(trial: Trial, name: string): Walk {
  const nodes = new Map<string, NodeVisit>();
  for (const step of trial.trace) {
    const id = step.node.split('/')[0]!;
    const before = nodes.get(id);
    nodes.set(id, {
      state: worse(before?.state, stateOf(step)),
      count: (before?.count ?? 0) + 1,
      tookMs: (before?.tookMs ?? 0) + step.us / 1000,
      sentence: step.error?.sentence ?? before?.sentence ?? null,
    });
  }
  const wires = new Map<string, number>();
  for (const { from, port, to, count } of trial.wires) {
    const ends = { from: from.split('/')[0]!, port, to: to.split('/')[0]! };
    if (ends.from === ends.to) continue;
    wires.set(wireKey(ends), (wires.get(wireKey(ends)) ?? 0) + count);
    if (!nodes.has(ends.from)) nodes.set(ends.from, { state: 'done', count, tookMs: null, sentence: null });
  }
  return { source: { kind: 'trial', name }, isUnderWay: false, nodes, wires, summary: summaryOf(trial) };
}

function stateOf(step: TrialStep): Visit {
  if (step.error !== undefined) return 'failed';
  return step.end === undefined ? 'done' : 'filtered';
}

function worse(a: Visit | undefined, b: Visit): Visit {
  return a === 'failed' || b === 'failed' ? 'failed' : a === 'done' || b === 'done' ? 'done' : b;
}

/** One sentence about all of it. */
export function summaryOf(trial: Trial): string {
  const broken = trial.problems.find(({ severity }) => severity === 'error');
  if (trial.refused !== null) return `Refused at the door: ${trial.refused.sentence}`;
  if (trial.trace.length === 0 && broken !== undefined) return `It cannot run yet: ${broken.sentence}`;
  const delivered = trial.deliveries.filter(({ outcome }) => 'receipt' in outcome).length;
  const parts = [
    delivered > 0 && `${delivered} delivered`,
    trial.stops.length > 0 && `${trial.stops.length} stopped`,
    trial.filtered.length > 0 && `${trial.filtered.length} filtered`,
    trial.reply !== null && `answered ${trial.reply.status}`,
  ].filter((part) => part !== false);
  // A step with a problem is left out, and what is behind it.
  const short = broken === undefined ? '' : ` It goes no further than it can: ${broken.sentence}`;
  if (parts.length > 0) return `${asSentence(parts.join(', '))}.${short}`;
  return short === '' ? 'It came through without reaching a destination.' : short.trim();
}

function asSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
