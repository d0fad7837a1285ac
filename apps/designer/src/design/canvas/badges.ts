import type { Problem } from '@throughline/flow';

/** What is wrong with one node. */
export interface NodeProblems {
  isError: boolean;
  sentences: readonly string[];
}

/** Problems by the node they are about; the same list gives the same map. */
export function problemsByNode(problems: readonly Problem[]): ReadonlyMap<string, NodeProblems> {
  const byNode = new Map<string, { isError: boolean; sentences: string[] }>();
  for (const { node, severity, sentence } of problems) {
    if (node === undefined) continue;
    const here = byNode.get(node) ?? { isError: false, sentences: [] };
    here.isError ||= severity === 'error';
    here.sentences.push(sentence);
    byNode.set(node, here);
  }
  return byNode;
}
