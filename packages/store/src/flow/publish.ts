import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';

/** Stores the next version of a flow: document and plan, immutable. The caller has compiled and checked it. */
export async function publish(
  store: Store,
  version: { flow: string; document: string; plan: Plan; note: string; author: string },
): Promise<number> {
  return await store.sql.begin(async (tx) => {
    await tx`
      insert into flow (id, draft, updated_by) values (${version.flow}, ${version.document}, ${version.author})
      on conflict (id) do nothing`;
    await tx`select 1 from flow where id = ${version.flow} for update`;
    const [row] = await tx<{ version: number }[]>`
      insert into flow_version (flow_id, version, document, plan, note, author)
      select ${version.flow}, coalesce(max(version), 0) + 1, ${version.document}, ${JSON.stringify(version.plan)},
        ${version.note}, ${version.author}
      from flow_version where flow_id = ${version.flow}
      returning version`;
    return row!.version;
  });
}
