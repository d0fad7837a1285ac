import type { FlowDocument } from '@throughline/flow';
import { type AnswerOf, api, ask } from '../../api.ts';

/** One kept message held against what is expected of it. */
export type TestResult = AnswerOf<(typeof api.flows)[':flow']['tests']['$post']>['results'][number];

/** Runs the flow's tests as it is drawn; partners are answered by the flow's own answers. */
export async function runTests(document: FlowDocument, environment: string): Promise<TestResult[]> {
  const { results } = await ask(
    api.flows[':flow'].tests.$post({ param: { flow: document.id }, json: { document: { ...document }, environment } }),
  );
  return results;
}

export function isPassed({ differences, outcome }: TestResult): boolean {
  return differences.length === 0 && outcome !== null;
}
