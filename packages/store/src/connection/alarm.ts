import { audited } from '../audit/audited.ts';
import type { Store } from '../client.ts';
import { announce } from '../event/announce.ts';
import { tellAdmins } from '../identity/notice/notice.ts';
import { system } from '../identity/principal.ts';
import type { Tx } from '../tx.ts';

/** Says of a connection that it looks like somebody else stands behind it. Every administrator is told, once until it is over. */
export function alarmConnection(
  store: Store,
  environmentId: number,
  { name, code, sentence }: { name: string; code: string; sentence: string },
): Promise<void> {
  return audited<void>(
    store,
    system('worker'),
    'connection.alarm',
    async (tx) => {
      const [raised] = await tx.sql<{ environment: string }[]>`
      update connection c set alarm = ${sentence}, alarmed_at = now() from environment e
      where c.environment_id = ${environmentId} and c.name = ${name} and c.alarm is null and e.id = c.environment_id
      returning e.name as environment`;
      if (raised === undefined) return { result: undefined, object: null };
      const { environment } = raised;
      await tellAdmins(tx, code, `The connection ${name} of ${environment} is stopped: ${sentence}`);
      await announce(tx, 'connections', name, environment);
      const summary = `Stopped the connection ${name} of ${environment} (${code}).`;
      return { result: undefined, object: `connection:${environment}/${name}`, summary };
    },
    sentence,
  );
}

/** It is over: the partner was reached again as its connection says. */
export async function calmConnection(tx: Pick<Tx, 'sql'>, environmentId: number, name: string): Promise<void> {
  const [calmed] = await tx.sql<{ environment: string }[]>`
    update connection c set alarm = null, alarmed_at = null from environment e
    where c.environment_id = ${environmentId} and c.name = ${name} and c.alarm is not null and e.id = c.environment_id
    returning e.name as environment`;
  if (calmed !== undefined) await announce(tx, 'connections', name, calmed.environment);
}
