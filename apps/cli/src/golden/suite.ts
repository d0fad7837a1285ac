import type { Problem } from '@throughline/flow';
import { checkFlow } from '../flow/check.ts';
import { type FlowFolder, findFlows, resolverOf } from '../flow/folder.ts';
import { type Golden, playGolden, readMessages } from './golden.ts';
import { openStage } from './stage.ts';
import { readTables } from './tables.ts';

/** One flow's golden test: its problems, and each of its messages held against what is expected. */
export interface FlowResult {
  flow: string;
  folder: string;
  problems: Problem[];
  goldens: Golden[];
}

export interface SuiteOptions {
  /** Folder of flow folders; its `tables` holds the reference tables. */
  flows: string;
  /** Names or folders; none: every flow. */
  wanted?: readonly string[];
  /** Write outcomes down as expected. */
  update?: boolean;
  /** Only messages whose name contains this. */
  only?: string;
}

/** Plays every message of the flows wanted. Throws Complaint for a flow or table that cannot be read. */
export async function playFlows({
  flows,
  wanted = [],
  update = false,
  only = '',
}: SuiteOptions): Promise<FlowResult[]> {
  const every = await findFlows(flows, []);
  const chosen = wanted.length === 0 ? every : await findFlows(flows, wanted);
  const stage = openStage(await readTables(`${flows}/tables`));
  try {
    const results: FlowResult[] = [];
    for (const flow of chosen) results.push(await playFlow(flow));
    return results;
  } finally {
    await stage.close();
  }

  async function playFlow(flow: FlowFolder): Promise<FlowResult> {
    const { plan, problems } = await checkFlow(flow, stage.sandbox, resolverOf([...every, ...chosen]));
    const result: FlowResult = { flow: flow.name, folder: flow.folder, problems, goldens: [] };
    if (plan === null || flow.document === null) return result;
    const ready = { document: flow.document, plan };
    const messages = (await readMessages(flow.folder)).filter(({ name }) => name.includes(only));
    for (const message of messages) {
      result.goldens.push(await playGolden(stage, ready, flow.folder, message, update));
    }
    return result;
  }
}

/** A message that has an expectation and meets it. */
export function isMet({ expected, differences }: Golden): boolean {
  return expected !== null && differences.length === 0;
}
