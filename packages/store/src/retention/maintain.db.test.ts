import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { maintain } from './maintain.ts';

let store: Store;

beforeAll(async () => {
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'retention test', max: 2 });
});
afterAll(() => store.close());

const days = async (table: string) =>
  (
    await store.sql<{ name: string }[]>`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
      where p.relname = ${table} order by 1`
  ).map(({ name }) => name);

it('makes the days ahead and drops those past retention, each class of data by its own', async () => {
  await store.sql`select ensure_partitions(120, 14)`;
  expect(await days('trace')).toHaveLength(135);
  const { dropped } = await maintain(store, { contentDays: 30, recordDays: 100 });
  expect(await days('trace')).toHaveLength(45);
  expect(await days('message')).toHaveLength(115);
  expect(dropped).toHaveLength(2 * 90 + 5 * 20);
  expect((await maintain(store, { contentDays: 30, recordDays: 100 })).dropped).toEqual([]);
});

it('keeps a day on which a quarantined message waits for a decision', async () => {
  await store.sql`select ensure_partitions(60, 14)`;
  await store.sql`insert into environment (name, title, colour) values ('dev', 'Dev', 'teal')`;
  await store.sql`insert into flow (id, draft, updated_by) values ('f', '{}', 'test')`;
  await store.sql`insert into flow_version (flow_id, version, document, plan, note, author) values ('f', 1, '{}', '{}', '', 'test')`;
  await store.sql`insert into deployment (environment_id, flow_id, version, changed_by) select id, 'f', 1, 'test' from environment`;
  const [old] = await store.sql<{ id: string; name: string }[]>`
    select uuid_floor(now() - interval '40 days') as id,
      'trace_' || to_char((now() - interval '40 days') at time zone 'UTC', 'YYYYMMDD') as name`;
  await store.sql`
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, reach, lane_id, seq, sub,
      attempts, parks)
    select gen_random_uuid(), id, ${old!.id}, ${old!.id}, 1, 0, 'n', 'x', 'data', '', 0, 1, 1, 0, 1, false from deployment`;
  await maintain(store, { contentDays: 30, recordDays: 100 });
  expect(await days('trace')).toContain(old!.name);
  await store.sql`update quarantine set state = 'discarded'`;
  await maintain(store, { contentDays: 30, recordDays: 100 });
  expect(await days('trace')).not.toContain(old!.name);
});

it('forgets old edits, and all but the newest of a draft that is edited without end', async () => {
  const { sql } = store;
  await sql`insert into flow (id, draft, revision, updated_by) values ('edited', '{}', 7000, 'test')`;
  const change = (revision: number, days: number) => sql`
    insert into draft_change (flow_id, revision, actor, actor_name, at, operations)
    values ('edited', ${revision}, 'a', 'A', now() - make_interval(days => ${days}), '[]')`;
  await change(1999, 1);
  await change(6000, 31);
  await change(7000, 1);
  for (const days of [31, 1]) {
    await sql`
      insert into draft_session (flow_id, session, actor, seen_at)
      values ('edited', ${`old-${days}`}, 'a', now() - make_interval(days => ${days}))`;
  }
  await maintain(store, { contentDays: 30, recordDays: 100 });
  const left = await sql<{ revision: number }[]>`select revision from draft_change where flow_id = 'edited'`;
  expect(left.map(({ revision }) => revision)).toEqual([7000]);
  expect(await sql`select 1 from draft_session where flow_id = 'edited'`).toHaveLength(1);
});

it('forgets patient data of an environment sooner where it says so, and only that', async () => {
  const { sql } = store;
  await sql`select ensure_partitions(60, 14)`;
  const plan = (type: string) =>
    JSON.stringify({ name: 'x', triggers: [0], steps: [{ type, config: {}, wires: {}, node: 'in' }] });
  await sql`insert into flow (id, draft, updated_by) values ('hl7', '{}', 'test'), ('open', '{}', 'test')`;
  await sql`
    insert into flow_version (flow_id, version, document, plan, note, author)
    values ('hl7', 1, '{}', ${plan('trigger.mllp')}, '', ''), ('open', 1, '{}', ${plan('trigger.http')}, '', '')`;
  await sql`delete from quarantine`;
  await sql`update flow_version set plan = ${plan('trigger.http')} where flow_id = 'f'`;
  await sql`
    insert into deployment (environment_id, flow_id, version, changed_by)
    select id, f, 1, 'test' from environment, unnest(array['hl7', 'open']) f`;
  // Of a flow that is stopped too.
  await sql`update deployment set active = false where flow_id = 'hl7'`;
  for (const days of [3, 20]) {
    await sql`
      with m as (
        insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
        select overlay(uuid_floor(now() - make_interval(days => ${days}))::text placing lpad(d.id::text, 12, '0') from 25)::uuid,
          d.id, 'in', '', 'c', 'x', 1
        from deployment d where d.flow_id in ('hl7', 'open') returning id)
      insert into message_body (message_id, sealed) select id, '' from m`;
  }
  await sql`update environment set settings = ${JSON.stringify({ retention: { phi: 7 } })}::text::jsonb`;
  await maintain(store, { contentDays: 30, recordDays: 100 });
  const left = await sql<{ flow: string; bodies: number; messages: number }[]>`
    select d.flow_id as flow, count(b.message_id)::int as bodies, count(*)::int as messages
    from message m join deployment d on d.id = m.deployment_id left join message_body b on b.message_id = m.id
    group by 1 order by 1`;
  expect([...left]).toEqual([
    { flow: 'hl7', bodies: 1, messages: 2 },
    { flow: 'open', bodies: 2, messages: 2 },
  ]);
});

it('knows a source for seven days', async () => {
  const { sql } = store;
  await sql`
    insert into source (deployment_id, key, message_id)
    select 1, gen_random_uuid(), uuid_floor(now() - make_interval(hours => h)) from unnest(array[1, 167, 169]) h`;
  await maintain(store);
  expect(await sql`select count(*)::int as n from source`).toMatchObject([{ n: 2 }]);
});
