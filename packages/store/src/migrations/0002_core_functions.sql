-- The hot verbs of the message core, one round trip each. Guarded by (epoch, owner): a group whose guard no longer holds is
-- fenced: nothing of it is written and its number is returned.

create function uuid_floor(at timestamptz) returns uuid language sql immutable as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$$;

-- Partitions for `behind` days back to `ahead` days on; each is one UTC day of ids.
create function ensure_partitions(behind integer, ahead integer) returns integer language plpgsql as $$
declare
  day date;
  parent text;
  made integer := 0;
  child text;
begin
  perform pg_advisory_xact_lock(hashtext('throughline.partitions'));
  for day in select generate_series(
    (now() at time zone 'UTC')::date - behind, (now() at time zone 'UTC')::date + ahead, interval '1 day')::date
  loop
    foreach parent in array array['message', 'message_body', 'business_key', 'run', 'trace', 'delivery', 'attempt'] loop
      child := parent || '_' || to_char(day, 'YYYYMMDD');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)', child, parent,
          uuid_floor(day::timestamp at time zone 'UTC'), uuid_floor((day + 1)::timestamp at time zone 'UTC'));
        if parent = 'message' then
          execute format('create unique index on %I (source_key, deployment_id)', child);
        end if;
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

-- The bell: the only place that enqueues a drain. The job carries ids and nothing else.
create function ring(deployment integer, slot integer) returns void language plpgsql as $$
begin
  perform graphile_worker.add_job('drain', json_build_object('deployment', deployment, 'slot', slot),
    job_key := 'drain:' || deployment || ':' || slot, max_attempts := 1000);
end $$;

-- Accepts and drains of one slot meet here: accepts share it until they commit, a drain about to rest takes it alone.
create function slot_lock(deployment integer, slot integer) returns bigint language sql immutable as $$
  select 5208492::bigint << 40 | (deployment::bigint << 8) | slot
$$;

-- lanes: [{d, k, o, s}] every lane named by the batch. batch: messages, in the order in which they are to be accepted.
-- Answers {at, repeats: [{id, prior, corr, same}]}: the messages not stored because their source key is known already.
create function accept(lanes json, batch json, at_shard integer) returns json language plpgsql as $$
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
    select distinct deployment_id, slot from woken order by 1, 2
  loop
    perform ring(wake.deployment_id, wake.slot);
  end loop;

  return json_build_object('at', clock_timestamp(), 'repeats', coalesce(repeats, '[]'::json));
end $$;

-- Leases up to max_lanes lanes of a slot and takes up to max_work messages from them, oldest first in each lane.
create function take(deployment integer, wanted_slot integer, owner uuid, lease_s integer, max_lanes integer, max_work integer)
returns json language plpgsql as $$
declare
  leased bigint[];
  suspect record;
  answer json;
  per_lane integer;
begin
  for suspect in
    select id, taken from lane
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and parked_by is null
      and lease_until < clock_timestamp() and taken is not null
    order by id for update skip locked
  loop
    update work set starts = starts + 1 from jsonb_array_elements(suspect.taken) t
      where lane_id = suspect.id and seq = (t ->> 0)::bigint and sub = (t ->> 1)::bigint;
    update lane set taken = null where id = suspect.id;
  end loop;

  with due as (
    select l.id from lane l
    where l.deployment_id = deployment and l.slot = wanted_slot and l.ready_at <= clock_timestamp() and l.parked_by is null
      and (l.lease_until is null or l.lease_until < clock_timestamp())
      and exists (select from work w where w.lane_id = l.id)
    order by l.ready_at limit max_lanes for update skip locked)
  select array_agg(id order by id) into leased from due;
  if leased is null then
    return null;
  end if;
  per_lane := greatest(1, max_work / array_length(leased, 1));

  with w as materialized (
    select x.* from lane l cross join lateral (
      select * from work y where y.lane_id = l.id and (l.ordered or coalesce(y.next_at, '-infinity') <= clock_timestamp())
      order by y.seq, y.sub limit per_lane) x
    where l.id = any (leased)
      -- An ordered lane whose head is not due gives nothing.
      and (not l.ordered or coalesce((select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1),
        '-infinity') <= clock_timestamp())
  ), freed as (
    update work set held_by = null, starts = work.starts + 1 from w
    where work.lane_id = w.lane_id and work.seq = w.seq and work.sub = w.sub and w.held_by is not null
  ), held as (
    update lane set epoch = nextval('lane_epoch'), leased_by = owner, taken = p.places,
      lease_until = clock_timestamp() + make_interval(secs => lease_s)
    from (select lane_id, jsonb_agg(jsonb_build_array(seq, sub)) as places from w group by 1) p
    where lane.id = p.lane_id
    returning id, epoch, ordered, node, key
  )
  select json_build_object(
    'lanes', (select json_agg(json_build_object('id', id, 'epoch', epoch, 'ordered', ordered, 'node', node, 'key', key,
        'backed', case when ordered and node = '' then (
          select json_agg(d.node) from lane d where d.deployment_id = deployment and d.key = held.key and d.node <> ''
            and (d.parked_by is not null or exists (select from work y where y.lane_id = d.id))) end)) from held),
    'work', (select json_agg(json_build_object('lane', w.lane_id, 'seq', w.seq, 'sub', w.sub, 'run', w.run_id, 'message', w.message_id,
        'pin', w.pin_id, 'step', w.step, 'sealed', translate(encode(coalesce(w.sealed, b.sealed), 'base64'), E'\n', ''),
        'raw', w.sealed is null, 'reach', w.reach::text, 'replay', w.replay, 'attempts', w.attempts, 'starts', w.starts + (w.held_by is not null)::integer,
        'first', w.first_at, 'gather', w.gather) order by w.lane_id, w.seq, w.sub)
      from w left join lateral (
        select x.sealed from message_body x where x.message_id = w.message_id and w.sealed is null limit 1) b on true))
  into answer from (select count(*) from held) force;

  -- Lanes whose work is not due after all sleep until it is.
  update lane l set ready_at = coalesce(
    case when l.ordered then (select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1)
      else (select min(h.next_at) from (select next_at from work where lane_id = l.id order by seq, sub limit 1000) h) end,
    l.ready_at)
  where l.id = any (leased) and l.leased_by is distinct from owner;
  return case when answer -> 'work' is null or json_typeof(answer -> 'work') = 'null' then null else answer end;
end $$;

-- A message arrives at a gather step. When it is the last, all go on together, as a token of its run.
create function gather(deployment integer, at_node text, at_key text, at_piece bigint, wanted integer, timeout_s integer, body bytea,
  run uuid, message uuid, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
returns void language plpgsql as $$
declare
  arrived integer;
begin
  insert into gather_head as h (deployment_id, node, key, expected, deadline, run_id, message_id, pin_id, step, reach, lane_id, seq, sub)
    values (deployment, at_node, at_key, wanted, clock_timestamp() + make_interval(secs => timeout_s), run, message, pin, step, reach,
      lane, seq, sub)
    on conflict (deployment_id, node, key) do update set run_id = excluded.run_id, message_id = excluded.message_id,
      pin_id = excluded.pin_id, step = excluded.step, reach = excluded.reach, lane_id = excluded.lane_id, seq = excluded.seq,
      sub = excluded.sub;
  insert into gathered (deployment_id, node, key, piece, sealed) values (deployment, at_node, at_key, at_piece, body)
    on conflict (deployment_id, node, key, piece) do update set sealed = excluded.sealed;
  select count(*) into arrived from gathered t where t.deployment_id = deployment and t.node = at_node and t.key = at_key;
  if arrived < wanted then
    return;
  end if;
  delete from gather_head h where h.deployment_id = deployment and h.node = at_node and h.key = at_key;
  insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, reach, gather)
    values (lane, seq, sub, run, message, pin, step, reach, at_key);
  update run r set open = r.open + 1, state = 'running', ended_at = null where r.id = gather.run;
  perform count_reach(deployment, pin, reach, 1, 0);
end $$;

-- Ledger of the destinations in a mask.
create function count_reach(deployment integer, pin integer, reach bigint, accepted_more integer, quarantined_more integer)
returns void language sql as $$
  insert into ledger as l (deployment_id, node, shard, accepted, quarantined)
  select deployment, d.node, 0, accepted_more, quarantined_more
  from pin p, unnest(p.destinations) with ordinality as d(node, bit)
  where p.id = pin and reach & (1::bigint << (d.bit - 1)::integer) <> 0
  on conflict (deployment_id, node, shard) do update set accepted = l.accepted + excluded.accepted,
    quarantined = l.quarantined + excluded.quarantined
$$;

-- Gathers whose time is over: the last to arrive is quarantined and says how many are missing; the others are kept for a replay.
create function expire_gathers() returns integer language plpgsql as $$
declare
  h record;
  arrived integer;
  expired integer := 0;
begin
  for h in select * from gather_head where deadline < clock_timestamp() for update skip locked loop
    select count(*) into arrived from gathered t where t.deployment_id = h.deployment_id and t.node = h.node and t.key = h.key;
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, reach, lane_id, seq, sub,
      attempts, parks)
    values (gen_random_uuid(), h.deployment_id, h.run_id, h.message_id, h.pin_id, h.step, h.node, 'gather_incomplete', 'data',
      format('Only %s of %s messages arrived in time.', arrived, h.expected), h.reach, h.lane_id, h.seq, h.sub, 1, false);
    update run set stopped = stopped + 1, state = case when open > 0 then 'running' else 'quarantined' end,
      error_code = 'gather_incomplete', error_node = h.node where id = h.run_id;
    perform count_reach(h.deployment_id, h.pin_id, h.reach, 1, 1);
    delete from gather_head x where x.deployment_id = h.deployment_id and x.node = h.node and x.key = h.key;
    expired := expired + 1;
  end loop;
  return expired;
end $$;

-- The outcome of one batch. Groups: {g, lane, epoch} (a leased lane) or {g, at: [lane, seq, sub]} (a delivery that outlived its
-- batch and was held by its row). Every other item names its group; those of a fenced group are not written. Work without a lane
-- number goes to the delivery lane (node, key), made when missing. Answers {fenced: [g], lanes: [{node, key, id}], next}.
create function settle(owner uuid, outcome json, deployment integer, wanted_slot integer, at_shard integer,
  lease_s integer, max_lanes integer, max_work integer) returns json language plpgsql as $$
declare
  valid integer[];
  fenced json;
  next json;
begin
  insert into lane (deployment_id, node, key, ordered, slot)
    select deployment, x.node, x.key, bool_or(x.ordered), wanted_slot
    from json_to_recordset(outcome -> 'lanes') as x(node text, key text, ordered boolean)
    where not exists (select from lane l where l.deployment_id = deployment and l.node = x.node and l.key = x.key)
    group by x.node, x.key order by x.node, x.key
    on conflict do nothing;
  perform 1 from lane l where l.id in (
      select coalesce(x.lane, (x.at ->> 0)::bigint) from json_to_recordset(outcome -> 'groups') as x(lane bigint, at json)
      union all
      select y.id from json_to_recordset(outcome -> 'lanes') as x(node text, key text)
        join lane y on y.deployment_id = deployment and y.node = x.node and y.key = x.key)
    order by l.id for update;

  with lane_groups as (
    select x.g from json_to_recordset(outcome -> 'groups') as x(g integer, lane bigint, epoch bigint)
    join lane l on l.id = x.lane and l.epoch = x.epoch and l.leased_by = owner
    where x.lane is not null
  ), held_groups as (
    select x.g from json_to_recordset(outcome -> 'groups') as x(g integer, at json)
    join work w on w.lane_id = (x.at ->> 0)::bigint and w.seq = (x.at ->> 1)::bigint and w.sub = (x.at ->> 2)::bigint
      and w.held_by = owner
    where x.at is not null order by w.lane_id, w.seq, w.sub for update of w
  )
  select coalesce(array_agg(g), '{}') into valid from (select g from lane_groups union all select g from held_groups) v;
  select json_agg(x.g) into fenced from json_to_recordset(outcome -> 'groups') as x(g integer) where not x.g = any (valid);

  with done as (
    delete from work w using json_to_recordset(outcome -> 'done') as x(g integer, lane bigint, seq bigint, sub bigint)
    where x.g = any (valid) and w.lane_id = x.lane and w.seq = x.seq and w.sub = x.sub
  ), runs as (
    -- A run's open tokens: one at accept, then what every stretch adds or takes away.
    insert into run as r (id, message_id, deployment_id, pin_id, replay, state, open, stopped, error_code, error_node, answer, ended_at)
    select id, message, deployment, pin, replay,
      case when 1 + open > 0 then 'running' when stopped > 0 then 'quarantined' else 'done' end,
      1 + open, stopped, code, node, decode(answer, 'base64'), case when 1 + open <= 0 then clock_timestamp() end
    from (
      select id, message, pin, replay, sum(open)::integer as open, sum(stopped)::integer as stopped,
        max(code) as code, max(node) as node, max(answer) as answer
      from json_to_recordset(outcome -> 'runs') as x(g integer, id uuid, message uuid, pin integer, replay smallint,
        open integer, stopped integer, code text, node text, answer text)
      where x.g = any (valid) group by id, message, pin, replay order by id) x
    on conflict (id) do update set
      open = r.open + excluded.open - 1, stopped = r.stopped + excluded.stopped,
      state = case when r.open + excluded.open - 1 > 0 then 'running'
        when r.stopped + excluded.stopped > 0 then 'quarantined' else 'done' end,
      error_code = coalesce(excluded.error_code, r.error_code), error_node = coalesce(excluded.error_node, r.error_node),
      answer = coalesce(excluded.answer, r.answer),
      ended_at = case when r.open + excluded.open - 1 <= 0 then clock_timestamp() end
  ), traces as (
    insert into trace (run_id, sealed)
    select x.run, decode(x.body, 'base64')
    from json_to_recordset(outcome -> 'traces') as x(g integer, run uuid, body text) where x.g = any (valid)
  ), deliveries as (
    insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
    select run, node, message, key, attempts, status, reference, decode(body, 'base64'), coalesce(first, clock_timestamp())
    from json_to_recordset(outcome -> 'deliveries') as x(g integer, run uuid, node text, message uuid, key text, attempts smallint,
      status text, reference text, body text, first timestamptz)
    where x.g = any (valid)
  ), attempts as (
    insert into attempt (run_id, node, number, code, class, sentence, began_at)
    select run, node, number, code, class, sentence, began
    from json_to_recordset(outcome -> 'attempts') as x(g integer, run uuid, node text, number smallint, code text, class text,
      sentence text, began timestamptz)
    where x.g = any (valid)
  ), stops as (
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, path, sealed, reach,
      lane_id, seq, sub, attempts, parks)
    select x.id, deployment, run, message, pin, step, x.node, code, class, sentence, path, decode(body, 'base64'), reach,
      coalesce(x.lane, l.id), seq, sub, attempts, parks
    from json_to_recordset(outcome -> 'stops') as x(g integer, id uuid, run uuid, message uuid, pin integer, step smallint, node text,
      code text, class text, sentence text, path text, body text, reach bigint, lane bigint, key text, seq bigint, sub bigint,
      attempts smallint, parks boolean)
    left join lane l on x.lane is null and l.deployment_id = deployment and l.node = x.node and l.key = x.key
    where x.g = any (valid)
  ), pieces as (
    select * from json_to_recordset(outcome -> 'pieces') as x(g integer, id uuid, node text, sk text, dg text, corr text, ct text,
      size integer, body text, parent uuid, piece integer, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
    where x.g = any (valid)
  ), piece_messages as (
    insert into message (id, deployment_id, node, source_key, digest, correlation_id, content_type, size, parent_id, piece)
    select id, deployment, node, decode(sk, 'hex'), decode(dg, 'hex'), corr, ct, size, parent, piece from pieces
  ), piece_bodies as (
    insert into message_body (message_id, sealed) select id, decode(body, 'base64') from pieces
  ), piece_work as (
    insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, reach)
    select lane, seq, sub, id, id, pin, step, reach from pieces
  ), tokens as (
    select coalesce(x.lane, l.id) as lane_id, x.*, decode(x.body, 'base64') as sealed,
      case when x.attempts > 0 or x.held then coalesce(x.first, clock_timestamp()) end as first_at,
      clock_timestamp() + make_interval(secs => x.delay) as next_at, case when x.held then owner end as holder
    from json_to_recordset(outcome -> 'work') as x(g integer, fresh boolean, lane bigint, node text, key text, seq bigint, sub bigint,
      run uuid, message uuid, pin integer, step smallint, body text, reach bigint, replay smallint, attempts smallint,
      first timestamptz, delay double precision, held boolean)
    left join lane l on x.lane is null and l.deployment_id = deployment and l.node = x.node and l.key = x.key
    where x.g = any (valid)
  ), moved as (
    update work w set step = t.step, sealed = coalesce(t.sealed, w.sealed), reach = t.reach, attempts = t.attempts,
      first_at = t.first_at, next_at = t.next_at, held_by = t.holder, gather = null
    from tokens t where not t.fresh and w.lane_id = t.lane_id and w.seq = t.seq and w.sub = t.sub
  ), waiting as (
    insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, sealed, reach, replay, attempts, first_at, next_at, held_by)
    select lane_id, seq, sub, run, message, pin, step, sealed, reach, replay, attempts, first_at, next_at, holder
    from tokens where fresh
  )
  insert into ledger as l (deployment_id, node, shard, accepted, delivered, quarantined, filtered)
  select deployment, x.node, at_shard, sum(x.a), sum(x.d), sum(x.q), sum(x.f)
  from json_to_recordset(outcome -> 'ledger') as x(g integer, node text, a bigint, d bigint, q bigint, f bigint)
  where x.g = any (valid) group by x.node order by x.node
  on conflict (deployment_id, node, shard) do update set accepted = l.accepted + excluded.accepted,
    delivered = l.delivered + excluded.delivered, quarantined = l.quarantined + excluded.quarantined,
    filtered = l.filtered + excluded.filtered;

  -- Leases end here; where a delay is due the lane sleeps until then, an ordered one until its head is due.
  update lane l set leased_by = null, lease_until = null, taken = null,
    ready_at = case
      when x.sleep is not null then clock_timestamp() + make_interval(secs => x.sleep)
      when not coalesce(x.delayed, false) then clock_timestamp()
      when l.ordered then coalesce((select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1), clock_timestamp())
      else coalesce((select min(coalesce(h.next_at, clock_timestamp())) from (select next_at from work where lane_id = l.id
        order by seq, sub limit 1000) h), clock_timestamp()) end
  from json_to_recordset(outcome -> 'groups') as x(g integer, lane bigint, delayed boolean, sleep double precision)
  where x.lane is not null and x.g = any (valid) and l.id = x.lane;

  update lane l set parked_by = q.id
  from json_to_recordset(outcome -> 'stops') as s(g integer, id uuid, parks boolean)
  join quarantine q on q.id = s.id
  where s.parks and s.g = any (valid) and l.id = q.lane_id and l.parked_by is null;

  -- Lanes that were given work, and lanes behind a delivery that outlived its batch.
  update lane l set ready_at = least(coalesce(l.ready_at, 'infinity'), clock_timestamp() + make_interval(secs => x.delay))
  from (
    select y.node, y.key, min(coalesce(y.delay, 0)) as delay
    from json_to_recordset(outcome -> 'lanes') as y(g integer, node text, key text, delay double precision)
    where y.g = any (valid) group by 1, 2) x
  where l.deployment_id = deployment and l.node = x.node and l.key = x.key
    and (l.ready_at is null or l.ready_at > clock_timestamp() + make_interval(secs => x.delay));
  update lane l set ready_at = clock_timestamp()
  from json_to_recordset(outcome -> 'groups') as x(g integer, at json)
  where x.at is not null and x.g = any (valid) and l.id = (x.at ->> 0)::bigint;

  perform gather(deployment, x.node, x.key, x.piece, x.expected, x.timeout, decode(x.body, 'base64'), x.run, x.message, x.pin, x.step,
      x.reach, x.lane, x.seq, x.sub)
    from json_to_recordset(outcome -> 'gathers') as x(g integer, node text, key text, piece bigint, expected integer, timeout integer,
      body text, run uuid, message uuid, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
    where x.g = any (valid);
  delete from gathered t using json_to_recordset(outcome -> 'gathered') as x(g integer, node text, key text)
    where x.g = any (valid) and t.deployment_id = deployment and t.node = x.node and t.key = x.key;

  perform pg_notify('throughline_answer', x.id::text)
    from json_to_recordset(outcome -> 'runs') as x(g integer, id uuid, answer text)
    where x.answer is not null and x.g = any (valid);

  if max_work > 0 then
    next := take(deployment, wanted_slot, owner, lease_s, max_lanes, max_work);
  end if;
  return json_build_object('fenced', coalesce(fenced, '[]'::json), 'next', next, 'lanes', (
    select json_agg(json_build_object('node', l.node, 'key', l.key, 'id', l.id)) from lane l
    where l.deployment_id = deployment and (l.node, l.key) in (
      select y.node, y.key from json_to_recordset(outcome -> 'lanes') as y(node text, key text))));
end $$;

-- Puts the idle lanes of a slot to sleep once no accept is under way. Answers the seconds until the slot has something to do:
-- 0 = now, null = nothing is waiting.
create function rest(deployment integer, wanted_slot integer) returns double precision language plpgsql as $$
declare
  due timestamptz;
begin
  perform pg_advisory_xact_lock(slot_lock(deployment, wanted_slot));
  perform 1 from lane where deployment_id = deployment and slot = wanted_slot and ready_at is not null order by id for update;
  update lane l set ready_at = null
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and leased_by is null
      and not exists (select from work w where w.lane_id = l.id);
  select min(greatest(ready_at, coalesce(lease_until, ready_at))) into due from lane
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and parked_by is null;
  return case when due is not null then greatest(0, extract(epoch from due - clock_timestamp())) end;
end $$;

-- Rings for every slot that has something due and nobody at it: after a crash, a lost bell, a delay that has passed.
create function sweep() returns integer language plpgsql as $$
declare
  late record;
  rung integer := 0;
begin
  perform expire_gathers();
  for late in
    select deployment_id, slot from lane
    where ready_at <= clock_timestamp() and parked_by is null and (lease_until is null or lease_until < clock_timestamp())
    group by 1, 2 order by 1, 2
  loop
    perform ring(late.deployment_id, late.slot);
    rung := rung + 1;
  end loop;
  return rung;
end $$;
