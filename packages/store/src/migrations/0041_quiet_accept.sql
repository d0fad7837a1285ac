-- The wake-up that commits with a message is its lane's ready_at; the bell only makes it heard sooner. Where a worker in the same
-- process goes to the slot at once, no bell is rung: should that worker die first, the sweeper of any other rings within a second.
drop function accept(json, json, integer);

-- lanes: [{d, k, o, s}] every lane named by the batch. batch: messages, in the order in which they are to be accepted.
-- Answers {at, repeats: [{id, prior, corr, same}]}: the messages not stored because their source key is known already.
create function accept(lanes json, batch json, at_shard integer, bell boolean) returns json language plpgsql as $$
declare
  stored uuid[];
  expected integer;
  repeats json;
  wake record;
begin
  perform pg_advisory_xact_lock_shared(slot_lock(d, s)) from json_to_recordset(lanes) as l(d integer, s integer)
    group by d, s order by d, s;
  insert into lane (deployment_id, node, key, ordered, slot)
    select d, '', k, o, s from json_to_recordset(lanes) as l(d integer, k text, o boolean, s smallint)
    where not exists (select from lane x where x.deployment_id = d and x.node = '' and x.key = k)
    order by d, k
    on conflict do nothing;
  -- Ordered lanes are held until commit, so that the order of their numbers is the order of their commits; idle ones because
  -- they are to be woken. Everybody locks lanes before anything else, in the order of their ids.
  perform 1 from lane x, json_to_recordset(lanes) as l(d integer, k text, o boolean)
    where x.deployment_id = d and x.node = '' and x.key = k and (o or x.ready_at is null) order by x.id for update of x;

  with b as materialized (
    select row_number() over () as i, x.* from json_to_recordset(batch) as x(id uuid, d integer, pin integer, node text, step smallint,
      sk text, dg text, corr text, ct text, size integer, body text, k text, keys json, reach bigint, parent uuid, piece integer)
  ), fresh as (
    -- One index probe for each message and day: never a join with all messages of the week.
    select b.* from b left join lateral (
      select true as seen from message m where m.source_key = decode(b.sk, 'hex') and m.deployment_id = b.d
        and m.id >= uuid_floor(now() - interval '7 days') and m.id < uuid_floor(now() + interval '25 hours') limit 1) k on true
    where k.seen is null
  ), m as (
    insert into message (id, deployment_id, node, source_key, digest, correlation_id, content_type, size, parent_id, piece)
    select id, d, node, decode(sk, 'hex'), decode(dg, 'hex'), corr, ct, size, parent, piece from fresh order by i
    on conflict do nothing
    returning id
  ), t as (
    insert into message_body (message_id, sealed) select b.id, decode(b.body, 'base64') from b join m using (id)
  ), n as (
    insert into business_key (message_id, name, value)
    select b.id, e ->> 0, e ->> 1 from b join m using (id), json_array_elements(b.keys) e where b.keys is not null
  ), w as (
    insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
    select x.id, nextval('work_seq'), s.id, s.id, s.pin, s.step, s.reach
    from (select b.* from b join m using (id) order by i) s
    join lane x on x.deployment_id = s.d and x.node = '' and x.key = s.k
  ), l as (
    insert into ledger as g (deployment_id, node, shard, accepted)
    select c.d, dest.node, at_shard, sum(c.n)
    from (select b.d, b.pin, b.reach, count(*) as n from b join m using (id) group by 1, 2, 3) c
    join pin on pin.id = c.pin, unnest(pin.destinations) with ordinality as dest(node, bit)
    where c.reach & (1::bigint << (dest.bit - 1)::integer) <> 0
    group by 1, 2 order by 1, 2
    on conflict (deployment_id, node, shard) do update set accepted = g.accepted + excluded.accepted
  )
  select array_agg(m.id) into stored from m;

  expected := json_array_length(batch);
  if coalesce(array_length(stored, 1), 0) < expected then
    select json_agg(json_build_object('id', b.id, 'prior', p.id, 'corr', p.correlation_id,
      'same', p.digest = decode(b.dg, 'hex'))) into repeats
    from json_to_recordset(batch) as b(id uuid, d integer, sk text, dg text)
    cross join lateral (
      select m.id, m.digest, m.correlation_id from message m where m.source_key = decode(b.sk, 'hex') and m.deployment_id = b.d
        and m.id >= uuid_floor(now() - interval '7 days') and m.id < uuid_floor(now() + interval '25 hours')
      order by m.id limit 1) p
    where not b.id = any (coalesce(stored, '{}'));
  end if;

  for wake in
    with woken as (
      update lane x set ready_at = clock_timestamp()
      from json_to_recordset(lanes) as l(d integer, k text)
      where x.deployment_id = l.d and x.node = '' and x.key = l.k and x.ready_at is null
      returning x.deployment_id, x.slot)
    select distinct deployment_id, slot from woken where bell order by 1, 2
  loop
    perform ring(wake.deployment_id, wake.slot);
  end loop;

  return json_build_object('at', clock_timestamp(), 'repeats', coalesce(repeats, '[]'::json));
end $$;
