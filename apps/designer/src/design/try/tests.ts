import type { FlowDocument, Problem } from '@throughline/flow';
import { api, ask } from '../../api.ts';

/** One kept message held against what is expected of it. */
export interface TestResult {
  name: string;
  node: string;
  note: string | null;
  differences: { path: string; expected?: unknown; actual?: unknown }[];
  outcome: Record<string, unknown> | null;
  problems: Problem[];
}

/** Runs the flow's tests as it is drawn; partners are answered by the flow's own answers. */
export async function runTests(document: FlowDocument, environment: string): Promise<TestResult[]> {
  const { results } = await ask(
    coming.flows[':flow'].tests.$post({ param: { flow: document.id }, json: { document, environment } }),
  );
  return results;
}

const coming = api as unknown as {
  flows: {
    ':flow': {
      tests: { $post: (a: unknown) => Promise<import('hono/client').ClientResponse<{ results: TestResult[] }>> };
    };
  };
};

export function isPassed({ differences, outcome }: TestResult): boolean {
  return differences.length === 0 && outcome !== null;
}
