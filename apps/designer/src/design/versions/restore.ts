import { between } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { api, ask } from '../../api.ts';
import { newId } from '../store/ids.ts';

/**
 * Makes the draft what a version was, by the edits that lead there: they are in the draft's history like any other, and whoever is
 * drawing sees them happen. Answers how many edits somebody else made impossible meanwhile.
 */
export async function restore(flow: string, version: number): Promise<number> {
  const [draft, old] = await Promise.all([
    ask(api.flows[':flow'].draft.$get({ param: { flow } })),
    ask(api.flows[':flow'].versions[':version'].$get({ param: { flow, version: String(version) } })),
  ]);
  const operations = between(draft.document, old.document, catalogue);
  if (operations.length === 0) return 0;
  const json = { session: newId(), number: 1, base: draft.revision, operations };
  const { refused } = await ask(api.flows[':flow'].operations.$post({ param: { flow }, json }));
  return refused.length;
}
