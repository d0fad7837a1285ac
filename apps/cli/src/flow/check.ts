import { contract } from '@throughline/contracts';
import type { Sandbox } from '@throughline/engine';
import { compile, type FlowDocument, type Plan, type Problem } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { FlowFolder } from './folder.ts';

export interface Checked {
  /** Null when a problem is an error. */
  plan: Plan | null;
  problems: Problem[];
}

/** Reads, compiles and has the sandbox read every expression: what publishing would say. */
export async function checkFlow(
  flow: FlowFolder,
  sandbox: Pick<Sandbox, 'check'>,
  resolveFlow: (id: string) => FlowDocument | undefined,
): Promise<Checked> {
  if (flow.document === null) return { plan: null, problems: flow.problems };
  const contracts = (name: string) => contract(name)?.schema;
  const { plan, problems, texts } = compile(flow.document, { catalogue, contracts, resolveFlow });
  const found = await sandbox.check(texts.map(({ text, language }) => ({ text, language })));
  const syntax = found.flatMap((error, i): Problem[] => {
    const { node, field } = texts[i]!;
    return error === null ? [] : [{ severity: 'error', code: error.code, sentence: error.sentence, node, field }];
  });
  const every = [...flow.problems, ...problems, ...syntax];
  return { plan: every.some(({ severity }) => severity === 'error') ? null : plan, problems: every };
}
