import { createHash } from 'node:crypto';
import type { Catalogue } from '@throughline/flow';
import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { environmentId } from '../environment/id.ts';
import { announce } from '../event/announce.ts';
import type { Principal } from '../identity/principal.ts';
import { contentText, gatherContent } from './content.ts';

export interface ReleaseWanted {
  environment: string;
  /** Null: everything that is live there. */
  flows: readonly string[] | null;
  /** Whether reference tables move with their rows, or the target keeps its own. */
  tables: 'content' | 'columns';
  title: string;
  note: string;
}

/** Makes a release of what runs in an environment. The same content is the same release: it is found, not made again. */
export function makeRelease(
  store: Store,
  principal: Principal,
  wanted: ReleaseWanted,
  { catalogue, contracts }: { catalogue: Catalogue; contracts: (name: string) => unknown },
): Promise<{ id: string; number: number; made: boolean }> {
  return audited<{ id: string; number: number; made: boolean }>(store, principal, 'release.make', async (tx) => {
    const environment = await environmentId(tx, wanted.environment);
    const text = contentText(await gatherContent(tx, { ...wanted, environment }, catalogue, contracts));
    const id = createHash('sha256').update(text).digest('hex');
    const [known] = await tx.sql<{ number: number }[]>`select number from release where id = ${id}`;
    if (known !== undefined) return { result: { id, number: known.number, made: false }, object: null };
    const [row] = await tx.sql<{ number: number }[]>`
      insert into release (id, title, note, origin, content, made_by)
      values (${id}, ${wanted.title}, ${wanted.note}, ${wanted.environment}, ${text}, ${principal.name}) returning number`;
    await announce(tx, 'releases', id);
    return {
      result: { id, number: row!.number, made: true },
      object: `release:${id}`,
      summary: `Made release ${row!.number} “${wanted.title}” of what runs in ${wanted.environment}.`,
      after: id,
    };
  });
}
