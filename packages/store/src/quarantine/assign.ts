import { and, eq, inArray } from 'drizzle-orm';
import { deployment, environment, quarantine } from '../schema/tables.ts';
import type { Tx } from '../tx.ts';
import { type QuarantineFilter, quarantineWhere } from './list.ts';

/** Says who looks after quarantined messages, and what is known; an absent part stays. Answers how many there were. */
export async function assignQuarantine(
  { db }: Tx,
  filter: QuarantineFilter,
  care: { owner?: string | null | undefined; note?: string | null | undefined },
): Promise<number> {
  const found = db
    .select({ id: quarantine.id })
    .from(quarantine)
    .innerJoin(deployment, eq(deployment.id, quarantine.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(and(quarantineWhere({ ...filter, state: 'open' })));
  const ids = (await found).map(({ id }) => id);
  const set = {
    ...(care.owner === undefined ? {} : { owner: care.owner }),
    ...(care.note === undefined ? {} : { note: care.note }),
  };
  for (let i = 0; i < ids.length; i += 1000) {
    await db
      .update(quarantine)
      .set(set)
      .where(inArray(quarantine.id, ids.slice(i, i + 1000)));
  }
  return ids.length;
}
