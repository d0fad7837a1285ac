import type { Sandbox } from '@throughline/engine';
import type { Fixture, FlowDocument, Plan } from '@throughline/flow';
import { differencesBetween, type Outcome } from '@throughline/nodes/runs';
import { enterAt, sampleOf } from './message.ts';
import { onFixtures } from './rehearsal.ts';
import { expectedOf } from './tests.ts';

/** What came of a sample message that travels with a version. */
export interface PlayedFixture {
  name: string;
  node: string;
  ok: boolean;
  /** Why not, without message content. */
  sentence: string;
  /** The step it stopped at. */
  stop: string | null;
}

export type PlayFixtures = (
  version: { document: FlowDocument; plan: Plan },
  tables: { name: string; id: string }[],
) => Promise<PlayedFixture[]>;

/**
 * Takes every sample message of a version through its plan, partners answered by its fixtures, nothing sent. One passes when it comes to
 * what it expects; without an expectation, when it stops nowhere.
 */
export function createPlayFixtures(sandbox: Sandbox): PlayFixtures {
  return async ({ document, plan }, tables) => {
    const samples = document.fixtures.filter(({ kind }) => kind === 'message');
    const played: PlayedFixture[] = [];
    for (const sample of samples) {
      const what = { plan, program: { ...plan.program, tables }, fixtures: document.fixtures };
      played.push(await play(sandbox, what, sample));
    }
    return played;
  };
}

async function play(
  sandbox: Sandbox,
  what: Omit<Parameters<typeof onFixtures>[1], 'chosen'>,
  sample: Fixture,
): Promise<PlayedFixture> {
  const of = { name: sample.name, node: sample.node };
  const { wanted, answers } = expectedOf(sample);
  const entered = enterAt(what.plan, sampleOf(sample), sample.node);
  const isRefused = 'refused' in entered;
  const { outcome } = isRefused
    ? { outcome: { refused: { code: entered.refused.code } } as Outcome }
    : await onFixtures(sandbox, { ...what, chosen: answers }, entered);
  const [first] = outcome.stops ?? [];
  const stop = first?.step ?? (isRefused ? sample.node : null);
  if (wanted !== null) {
    const [difference] = differencesBetween(wanted, outcome);
    const sentence = difference === undefined ? '' : `It differs from what is expected at ${difference.path}.`;
    return { ...of, ok: difference === undefined, sentence, stop };
  }
  const code = first?.code ?? outcome.refused?.code;
  if (code === undefined) return { ...of, ok: true, sentence: '', stop: null };
  return { ...of, ok: false, sentence: isRefused ? `It cannot be read: ${code}.` : `It stops with ${code}.`, stop };
}
