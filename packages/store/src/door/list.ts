import type { Plan } from '@throughline/flow';
import type { Store } from '../client.ts';
import type { Tx } from '../tx.ts';
import type { DoorSettings, ProxySettings } from './settings.ts';

/** What an environment says about one way in. */
export interface SavedDoor {
  flow: string;
  node: string;
  settings: DoorSettings;
  changedAt: Date;
  changedBy: string;
}

export async function listDoors({ sql }: Pick<Store, 'sql'>, environment: string): Promise<SavedDoor[]> {
  const rows = await sql<(Omit<SavedDoor, 'changedAt'> & { changedAt: string })[]>`
    select flow_id as flow, node, d.settings, changed_at as "changedAt", changed_by as "changedBy"
    from door d join environment e on e.id = d.environment_id where e.name = ${environment} order by flow_id, node`;
  return rows.map((row) => ({ ...row, changedAt: new Date(row.changedAt) }));
}

export interface SavedProxy extends ProxySettings {
  name: string;
}

export async function listProxies(
  { sql }: Pick<Store, 'sql'> | Pick<Tx, 'sql'>,
  environment: string,
): Promise<SavedProxy[]> {
  const rows = await sql<{ name: string; settings: ProxySettings }[]>`
    select p.name, p.settings from door_proxy p join environment e on e.id = p.environment_id
    where e.name = ${environment} order by p.name`;
  return rows.map(({ name, settings }) => ({ ...settings, name }));
}

/** A flow that has ways in: as it is live in an environment, or as it was last published for one in which it is not. */
export interface PlanWithDoors {
  flow: string;
  name: string;
  version: number;
  live: boolean;
  plan: Plan;
}

export async function listDoorPlans({ sql }: Pick<Store, 'sql'>, environment: string): Promise<PlanWithDoors[]> {
  const rows = await sql<{ flow: string; version: number; live: boolean; plan: string }[]>`
    select f.id as flow, v.version, d.version is not null as live, v.plan
    from flow f
    left join deployment d on d.flow_id = f.id and d.active
      and d.environment_id = (select id from environment where name = ${environment})
    join flow_version v on v.flow_id = f.id
      and v.version = coalesce(d.version, (select max(version) from flow_version where flow_id = f.id))
    where f.archived_at is null or d.version is not null order by f.id`;
  return rows.map(({ plan, ...row }) => {
    const read = JSON.parse(plan) as Plan;
    return { ...row, name: read.name, plan: read };
  });
}
