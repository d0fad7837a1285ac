import type { Fixture, FlowDocument, Problem } from '@throughline/flow';
import { type Difference, differencesBetween, type Outcome } from '@throughline/nodes/runs';
import { sampleOf } from './message.ts';
import { type TryPorts, tryFlow } from './try.ts';

/** `expect` of a message fixture: what is to become of it, and which fixtures answer. */
interface Expected extends Outcome {
  /** For people. */
  note?: string;
  /** Node → name of the fixture that answers there. */
  answers?: Record<string, string>;
}

/** One message of a flow held against what is expected of it. */
export interface TestResult {
  name: string;
  /** Where the message comes in. */
  node: string;
  note: string | null;
  differences: Difference[];
  /** What came of it; null when nothing could run. */
  outcome: Outcome | null;
  problems: Problem[];
}

/** What a message fixture says is to become of it; `wanted` is null when it says nothing. */
export function expectedOf({
  expect,
}: Fixture): { wanted: Outcome | null; note: string | null } & Pick<Expected, 'answers'> {
  if (expect === null || typeof expect !== 'object') return { wanted: null, note: null };
  const { note = null, answers, ...wanted } = expect as Expected;
  return { wanted, note, ...(answers === undefined ? {} : { answers }) };
}

/** Plays every test of a document, or the named ones, with the tables of an environment; partners are answered by fixtures. */
export async function runTests(
  ports: TryPorts,
  {
    document,
    environment,
    only,
  }: { document: FlowDocument; environment: string; only?: readonly string[] | undefined },
  signal?: AbortSignal,
): Promise<TestResult[]> {
  const results: TestResult[] = [];
  for (const fixture of document.fixtures.filter(({ kind }) => kind === 'message')) {
    const { wanted, note, answers } = expectedOf(fixture);
    if (wanted === null || (only !== undefined && !only.includes(fixture.name))) continue;
    const { node, name } = fixture;
    const sample = sampleOf(fixture);
    const base = { document, environment, sample, from: node, chosen: answers };
    const trial = await tryFlow(ports, { ...base, answers: 'fixtures' }, signal);
    const { outcome, problems } = trial;
    const differences = differencesBetween(wanted, outcome ?? {});
    results.push({ name, node, note, differences, outcome, problems });
  }
  return results;
}
