import type { FlowDocument } from '@throughline/flow';
import { type AnswerOf, api, ask } from '../../api.ts';

/** One kept message held against what is expected of it. */
export type TestResult = AnswerOf<(typeof api.flows)[':flow']['tests']['$post']>['results'][number];

/** Runs the flow's tests as it is drawn, or those of one name; partners are answered by the flow's own answers. */
export async function runTests(document: FlowDocument, environment: string, only?: string): Promise<TestResult[]> {
  const json = { document: { ...document }, environment, ...(only === undefined ? {} : { only: [only] }) };
  const { results } = await ask(api.flows[':flow'].tests.$post({ param: { flow: document.id }, json }));
  return results;
}

export function isPassed({ differences, outcome }: TestResult): boolean {
  return differences.length === 0 && outcome !== null;
}

/** Tells a test from the others: two triggers may have one of the same name. */
export function keyOf({ node, name }: { node: string; name: string }): string {
  return `${node}/${name}`;
}
