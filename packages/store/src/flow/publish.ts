import { type Catalogue, canonical, compile, type FlowDocument, type Plan, type Problem } from '@throughline/flow';
import type { Store } from '../client.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';

/** What a document is checked against; handed in, so that the store knows no node and runs no expression. */
export interface Publishing {
  catalogue: Catalogue;
  contracts: (name: string) => unknown;
  /** Findings about the syntax of expressions and code, parallel to the texts; null where there is none. */
  check: (
    texts: { text: string; language: 'jsonata' | 'javascript' }[],
  ) => Promise<({ code: string; sentence: string } | null)[]>;
  /** What the rules of the house say of a plan, before it is bound to any environment. */
  policies?: (plan: Plan) => Problem[];
}

export type Published = { version: number; problems: Problem[] } | { version: null; problems: Problem[] };

/**
 * Validates and compiles a document, then stores it as the flow's next version; with an error nothing is stored. A draft without
 * edits of its own, being a published version, becomes the document too.
 */
export async function publishFlow(
  tx: Tx,
  flow: { document: FlowDocument; note: string; author: string },
  publishing: Publishing,
): Promise<Published> {
  const { plan, problems } = await prepareFlow(tx, flow.document, publishing);
  if (plan === null || problems.some(({ severity }) => severity === 'error')) return { version: null, problems };
  const { id } = flow.document;
  const document = canonical(flow.document);
  await tx.sql`
    insert into flow (id, draft, updated_by) values (${id}, ${document}, ${flow.author}) on conflict (id) do nothing`;
  await tx.sql`select 1 from flow where id = ${id} for update`;
  await tx.sql`
    update flow set draft = ${document}, revision = revision + 1, updated_at = now(), updated_by = ${flow.author}
    where id = ${id} and draft <> ${document}
      and exists (select 1 from flow_version v where v.flow_id = flow.id and v.document = flow.draft)`;
  const [row] = await tx.sql<{ version: number }[]>`
    insert into flow_version (flow_id, version, document, plan, note, author)
    select ${id}, coalesce(max(version), 0) + 1, ${document}, ${JSON.stringify(plan)}, ${flow.note}, ${flow.author}
    from flow_version where flow_id = ${id}
    returning version`;
  await announce(tx, 'flows', id);
  return { version: row!.version, problems: [...problems, ...(publishing.policies?.(plan) ?? [])] };
}

/** Compiles with the sub-flows as they are published now, and adds what the sandbox says of every expression. */
export async function prepareFlow(
  store: Pick<Store, 'sql'> | Tx,
  document: FlowDocument,
  publishing: Publishing,
): Promise<{ plan: Plan | null; problems: Problem[] }> {
  const called = await calledFlows(store);
  const { plan, problems, texts } = compile(document, {
    catalogue: publishing.catalogue,
    contracts: publishing.contracts,
    resolveFlow: (id) => called.get(id),
  });
  const found = await publishing.check(texts);
  const syntax = found.flatMap((finding, i): Problem[] => {
    const { node, field } = texts[i]!;
    return finding === null ? [] : [{ severity: 'error', code: finding.code, sentence: finding.sentence, node, field }];
  });
  return { plan, problems: [...problems, ...syntax] };
}

/** The newest published document of every flow that others can call. */
export async function calledFlows(store: Pick<Store, 'sql'> | Tx): Promise<Map<string, FlowDocument>> {
  const rows = await store.sql<{ flow_id: string; document: string }[]>`
    select distinct on (flow_id) flow_id, document from flow_version
    where document like '%"trigger.called"%' order by flow_id, version desc`;
  return new Map(rows.map(({ flow_id, document }) => [flow_id, JSON.parse(document) as FlowDocument]));
}
