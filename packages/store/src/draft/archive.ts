import { StoreError } from '../error.ts';
import { announce } from '../event/announce.ts';
import type { Tx } from '../tx.ts';
import { lockDraft } from './edit.ts';

/**
 * Takes a flow out of every list; versions and runs stay. Throws StoreError `not_found`, `flow_live` naming where, `flow_unfinished`
 * while something of it is under way or waits for a person: nobody would see it any more.
 */
export async function archiveFlow(tx: Tx, flow: string): Promise<void> {
  await lockDraft(tx, flow);
  const live = await tx.sql<{ name: string }[]>`
    select e.name from deployment d join environment e on e.id = d.environment_id
    where d.flow_id = ${flow} and d.active order by e.id`;
  if (live.length > 0) {
    const where = live.map(({ name }) => name).join(', ');
    throw new StoreError('flow_live', `This flow takes messages in ${where}; stop it there first.`);
  }
  const [left] = await tx.sql<{ under_way: boolean; waiting: boolean }[]>`
    select exists (select from work w join pin p on p.id = w.pin_id where p.deployment_id = any (d.ids)) as under_way,
      exists (select from quarantine q where q.deployment_id = any (d.ids) and q.state = 'open') as waiting
    from (select array_agg(id) as ids from deployment where flow_id = ${flow}) d`;
  if (left?.under_way || left?.waiting) {
    const what = left.waiting ? 'wait for a person in quarantine' : 'are under way';
    throw new StoreError('flow_unfinished', `Messages of this flow ${what}; decide on them first.`);
  }
  await tx.sql`update flow set archived_at = now() where id = ${flow}`;
  await announce(tx, 'flows', flow);
}

/** Brings an archived flow back as it was. Throws StoreError `not_found` where no archived flow has this id. */
export async function unarchiveFlow(tx: Tx, flow: string): Promise<void> {
  const [row] = await tx.sql`
    update flow set archived_at = null where id = ${flow} and archived_at is not null returning id`;
  if (row === undefined) throw new StoreError('not_found', `There is no archived flow ${flow}.`);
  await announce(tx, 'flows', flow);
}
