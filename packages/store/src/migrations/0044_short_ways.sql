-- A call of a hot verb costs what its statements cost to begin, whatever there is to do: more than the messages of a small batch. So each
-- does without the statements that this batch does not need, none begins a scan of every day that is kept, and a lone message is
-- accepted and taken in one round trip, settled and its slot put to rest in another.

-- What came in these days, by the key of its source: one look-up and one row, whatever the number of days.
create table source (
  deployment_id integer not null,
  key uuid not null,
  message_id uuid not null,
  primary key (deployment_id, key)
);
create index source_message on source (message_id);
insert into source (deployment_id, key, message_id)
  select m.deployment_id, encode(m.source_key, 'hex')::uuid, m.id from message m
  where m.id >= uuid_floor(now() - interval '7 days') and m.parent_id is null
  on conflict do nothing;
do $$
declare
  late record;
begin
  for late in
    select i.indexrelid::regclass as name from pg_inherits h join pg_index i on i.indrelid = h.inhrelid
    where h.inhparent = 'message'::regclass and i.indisunique and not i.indisprimary
  loop
    execute format('drop index %s', late.name);
  end loop;
end $$;
alter table message drop column source_key;

create or replace function ensure_partitions(behind integer, ahead integer) returns integer language plpgsql as $$
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
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;

drop function accept(integer[], text[], boolean[], smallint[], uuid[], integer[], integer[], text[], smallint[], uuid[], text[], text[],
  text[], integer[], bigint[], integer[], integer[], integer[], text[], text[], bytea, integer, boolean);

-- l_*: every lane named by the batch. m_*: messages in the order in which they are to be accepted, each with the place of its lane and
-- of its body. k_*: business keys, each with the place of its message. owner: the worker that takes what is due in the first lane's slot in
-- the same round trip, or null.
-- Answers one row {at, repeats: [{id, prior, corr, same}]}, the messages not stored because their source key is known already, then
-- the rows of take.
create function accept(l_deployment integer[], l_key text[], l_ordered boolean[], l_slot smallint[],
  m_id uuid[], m_lane integer[], m_pin integer[], m_node text[], m_step smallint[], m_source uuid[], m_digest text[], m_correlation text[],
  m_type text[], m_size integer[], m_reach bigint[], m_at integer[], m_length integer[], k_message integer[], k_name text[], k_value text[],
  bodies bytea, at_shard integer, bell boolean, owner uuid, lease_s integer, max_lanes integer, max_work integer)
returns table (answer json, lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint,
  sub bigint, run uuid, message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint,
  attempts smallint, starts integer, first text, gather text)
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
  l_id bigint[];
  hold boolean;
  idle boolean;
  stored uuid[];
  repeats json;
  wake record;
begin
  if array_length(l_slot, 1) = 1 then
    perform pg_advisory_xact_lock_shared(slot_lock(l_deployment[1], l_slot[1]));
  else
    perform pg_advisory_xact_lock_shared(slot_lock(d, s)) from unnest(l_deployment, l_slot) as l(d, s) group by d, s order by d, s;
  end if;
  for attempt in 1..2 loop
    select array_agg(x.id order by l.i), bool_or(x.ordered or x.ready_at is null), bool_or(x.ready_at is null)
      into l_id, hold, idle from unnest(l_deployment, l_key) with ordinality as l(d, k, i)
      left join lane x on x.deployment_id = l.d and x.node = '' and x.key = l.k;
    exit when array_position(l_id, null) is null;
    insert into lane (deployment_id, node, key, ordered, slot)
      select d, '', k, o, s from unnest(l_deployment, l_key, l_ordered, l_slot, l_id) as l(d, k, o, s, id) where id is null order by d, k
      on conflict do nothing;
  end loop;
  -- Ordered lanes are held until commit, so that the order of their numbers is the order of their commits; idle ones because
  -- they are to be woken. Everybody locks lanes before anything else, in the order of their ids.
  if hold then
    perform 1 from lane x where x.id = any (l_id) and (x.ordered or x.ready_at is null) order by x.id for update;
  end if;

  with b as materialized (
    select x.i, x.id, l_deployment[x.lane] as d, l_id[x.lane] as lane, x.pin, x.node, x.step, x.source,
      decode(x.digest, 'hex') as digest, x.corr, x.ct, x.size, x.reach, x.at, x.length
    from unnest(m_id, m_lane, m_pin, m_node, m_step, m_source, m_digest, m_correlation, m_type, m_size, m_reach, m_at, m_length)
      with ordinality as x(id, lane, pin, node, step, source, digest, corr, ct, size, reach, at, length, i)
  ), s as (
    insert into source (deployment_id, key, message_id) select d, source, id from b order by d, source, i
    on conflict do nothing
    returning message_id
  ), fresh as materialized (
    select b.* from b join s on s.message_id = b.id order by b.i
  ), m as (
    insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
    select id, d, node, digest, corr, ct, size from fresh
  ), t as (
    insert into message_body (message_id, sealed) select id, substring(bodies, at, length) from fresh
  ), n as (
    insert into business_key (message_id, name, value)
    select f.id, k.name, k.value from unnest(k_message, k_name, k_value) as k(message, name, value) join fresh f on f.i = k.message
  ), w as (
    insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
    select lane, nextval('work_seq'), id, id, pin, step, reach from fresh
  ), l as (
    insert into ledger as g (deployment_id, node, shard, accepted)
    select c.d, dest.node, at_shard, sum(c.n)
    from (select d, pin, reach, count(*) as n from fresh group by 1, 2, 3) c
    join pin on pin.id = c.pin, unnest(pin.destinations) with ordinality as dest(node, bit)
    where c.reach & (1::bigint << (dest.bit - 1)::integer) <> 0
    group by 1, 2 order by 1, 2
    on conflict (deployment_id, node, shard) do update set accepted = g.accepted + excluded.accepted
  )
  select array_agg(message_id) into stored from s;

  if coalesce(array_length(stored, 1), 0) < array_length(m_id, 1) then
    select json_agg(json_build_object('id', b.id, 'prior', p.id, 'corr', p.correlation_id, 'same', p.digest = decode(b.digest, 'hex')))
      into repeats
    from unnest(m_id, m_lane, m_source, m_digest) as b(id, lane, source, digest)
    join source s on s.deployment_id = l_deployment[b.lane] and s.key = b.source
    join message p on p.id = s.message_id
    where not b.id = any (coalesce(stored, '{}'));
  end if;

  if idle then
    for wake in
      with woken as (
        update lane x set ready_at = clock_timestamp() where x.id = any (l_id) and x.ready_at is null
        returning x.deployment_id, x.slot)
      select distinct deployment_id, slot from woken where bell order by 1, 2
    loop
      perform ring(wake.deployment_id, wake.slot);
    end loop;
  end if;

  return query select json_build_object('at', clock_timestamp(), 'repeats', coalesce(repeats, '[]'::json)), null::bigint, null::bigint,
    null::boolean, null::text, null::text, null::text[], null::bigint, null::bigint, null::uuid, null::uuid, null::integer, null::smallint,
    null::bytea, null::boolean, null::bigint, null::smallint, null::smallint, null::integer, null::text, null::text;
  if owner is not null then
    return query select null::json, t.* from take(l_deployment[1], l_slot[1], owner, lease_s, max_lanes, max_work) t;
  end if;
end $$;

-- Leases due lanes of a slot and takes their oldest work; no row when there is nothing due. Each row is one piece of work with its lane.
create or replace function take(deployment integer, wanted_slot integer, owner uuid, lease_s integer, max_lanes integer, max_work integer)
returns table (lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint, sub bigint, run uuid,
  message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint, attempts smallint, starts integer,
  first text, gather text)
language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  leased bigint[];
  alone boolean;
  died boolean;
  suspect record;
  per_lane integer;
  rows work[];
  came integer;
  held boolean;
  oldest uuid;
  newest uuid;
begin
  for attempt in 1..2 loop
    with due as (
      select l.id, h.starts, l.taken is not null and l.lease_until is not null as died from lane l
      cross join lateral (select w.starts from work w where w.lane_id = l.id order by w.seq, w.sub limit 1) h
      where l.deployment_id = deployment and l.slot = wanted_slot and l.ready_at <= clock_timestamp() and l.parked_by is null
        and (l.lease_until is null or l.lease_until < clock_timestamp())
      order by l.ready_at limit max_lanes for update of l skip locked)
    select coalesce((array_agg(id order by starts desc, id) filter (where starts > 0))[1:1], array_agg(id order by id)),
      bool_or(starts > 0), array_agg(id) filter (where due.died) is not null
    into leased, alone, died from due;
    if leased is null then
      return;
    end if;
    exit when not died;
    -- What a worker had when it died is under suspicion.
    for suspect in
      select id, taken from lane
      where deployment_id = deployment and slot = wanted_slot and ready_at is not null and parked_by is null
        and lease_until < clock_timestamp() and taken is not null
      order by id for update skip locked
    loop
      update work set starts = work.starts + 1 from jsonb_array_elements(suspect.taken) t
        where lane_id = suspect.id and work.seq = (t ->> 0)::bigint and work.sub = (t ->> 1)::bigint;
      update lane set taken = null where id = suspect.id;
    end loop;
  end loop;
  per_lane := case when alone then 1 else greatest(1, max_work / array_length(leased, 1)) end;

  select array_agg(x.y), count(distinct (x.y).lane_id), bool_or((x.y).held_by is not null),
    min((x.y).message_id::text) filter (where (x.y).sealed is null), max((x.y).message_id::text) filter (where (x.y).sealed is null)
  into rows, came, held, oldest, newest
  from lane l cross join lateral (
    select y from work y where y.lane_id = l.id and (l.ordered or coalesce(y.next_at, '-infinity') <= clock_timestamp())
    order by y.seq, y.sub limit per_lane) x
  where l.id = any (leased)
    -- An ordered lane whose head is not due gives nothing.
    and (not l.ordered or coalesce((select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1),
      '-infinity') <= clock_timestamp());
  if held then
    update work set held_by = null, starts = greatest(work.starts, 1) from unnest(rows) w
      where work.lane_id = w.lane_id and work.seq = w.seq and work.sub = w.sub and w.held_by is not null;
  end if;

  return query
  with w as materialized (
    select * from unnest(rows)
  ), held as (
    update lane l set epoch = nextval('lane_epoch'), leased_by = owner, taken = p.places,
      lease_until = clock_timestamp() + make_interval(secs => lease_s)
    from (select lane_id, jsonb_agg(jsonb_build_array(seq, sub)) filter (where starts < 2) as places from w group by 1) p
    where l.id = p.lane_id
    returning l.id, l.epoch, l.ordered, l.node, l.key, case when l.ordered and l.node = '' then array(
      select d.node from lane d where d.deployment_id = deployment and d.key = l.key and d.node <> ''
        and (d.parked_by is not null or exists (select from work y where y.lane_id = d.id))) end as backed
  )
  select h.id, h.epoch, h.ordered, h.node, h.key, h.backed, w.seq, w.sub, w.run_id, w.message_id, w.pin_id, w.step,
    coalesce(w.sealed, b.sealed), w.sealed is null, w.reach, w.replay, w.attempts, greatest(w.starts, (w.held_by is not null)::integer),
    to_json(w.first_at) #>> '{}', w.gather
  from w join held h on h.id = w.lane_id
  -- Between the bounds lie a few days, where the ids alone would say that it may be any.
  left join lateral (select x.sealed from message_body x
    where x.message_id = w.message_id and x.message_id between oldest and newest and w.sealed is null limit 1) b on true
  order by w.lane_id, w.seq, w.sub;

  if coalesce(came, 0) < array_length(leased, 1) then
    -- Lanes whose work is not due after all sleep until it is.
    update lane l set ready_at = coalesce(
      case when l.ordered then (select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1)
        else (select min(h.next_at) from (select next_at from work where lane_id = l.id order by seq, sub limit 1000) h) end,
      l.ready_at)
    where l.id = any (leased) and l.leased_by is distinct from owner;
  end if;
end $$;

-- Puts idle lanes of a slot to sleep, from within a transaction that holds lanes: waits for nobody. Answers the seconds until the slot
-- has something to do, or null.
create function try_rest(deployment integer, wanted_slot integer) returns double precision language plpgsql as $$
declare
  due timestamptz;
begin
  if not pg_try_advisory_xact_lock(slot_lock(deployment, wanted_slot)) then
    return 0;
  end if;
  update lane set ready_at = null where id in (
    select l.id from lane l
    where l.deployment_id = deployment and l.slot = wanted_slot and l.ready_at is not null and l.leased_by is null
      and not exists (select from work w where w.lane_id = l.id)
    for update skip locked);
  select min(greatest(ready_at, coalesce(lease_until, ready_at))) into due from lane
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and parked_by is null;
  return case when due is not null then greatest(0, extract(epoch from due - clock_timestamp())) end;
end $$;

-- As before, with what is wanted next; of a slot that has nothing due, a row {rest: seconds} in place of rows of take.
create or replace function settle(owner uuid, deployment integer, at_shard integer, lease_s integer, bodies bytea, groups_in json,
  u_group integer[], u_run uuid[], u_message uuid[], u_pin integer[], u_replay smallint[], u_open integer[], u_stopped integer[],
  u_code text[], u_node text[], u_answer_at integer[], u_answer_length integer[], u_trace_at integer[], u_trace_length integer[],
  u_lane bigint[], u_seq bigint[], u_sub bigint[],
  d_group integer[], d_run uuid[], d_node text[], d_message uuid[], d_key text[], d_attempts smallint[], d_status text[],
  d_reference text[], d_at integer[], d_length integer[], d_first timestamptz[],
  ledger_in json, lanes_in json, work_in json, stops_in json, attempts_in json, pieces_in json, gathers_in json, gathered_in json,
  answered uuid[], wants json)
returns table (slot integer, answer json, lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint,
  sub bigint, run uuid, message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint,
  attempts smallint, starts integer, first text, gather text)
language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  valid integer[];
  holds boolean;
  want record;
  fenced json;
  made json;
begin
  if lanes_in is not null then
    insert into lane (deployment_id, node, key, ordered, slot)
      select deployment, x.node, x.key, bool_or(x.ordered), min(x.slot)
      from json_to_recordset(lanes_in) as x(node text, key text, ordered boolean, slot smallint)
      where not exists (select from lane l where l.deployment_id = deployment and l.node = x.node and l.key = x.key)
      group by x.node, x.key order by x.node, x.key
      on conflict do nothing;
    select json_agg(json_build_object('node', l.node, 'key', l.key, 'id', l.id)) into made from lane l
      where l.deployment_id = deployment and (l.node, l.key) in (
        select y.node, y.key from json_to_recordset(lanes_in) as y(node text, key text));
  end if;
  -- Everybody locks lanes before anything else, in the order of their ids.
  with g as materialized (
    select x.g, x.lane, x.epoch, (x.at ->> 0)::bigint as at from json_to_recordset(groups_in) as x(g integer, lane bigint, epoch bigint, at json)
  ), locked as materialized (
    select l.id, l.epoch, l.leased_by from lane l where l.id = any (array(
        select coalesce(g.lane, g.at) from g
        union all
        select y.id from json_to_recordset(made) as y(id bigint)))
      order by l.id for update
  )
  select coalesce(array_agg(g.g) filter (where l.epoch = g.epoch and l.leased_by = owner), '{}'), bool_or(g.at is not null)
    into valid, holds from g join locked l on l.id = coalesce(g.lane, g.at);
  if holds then
    with held_groups as (
      select x.g from json_to_recordset(groups_in) as x(g integer, at json)
      join work w on w.lane_id = (x.at ->> 0)::bigint and w.seq = (x.at ->> 1)::bigint and w.sub = (x.at ->> 2)::bigint
        and w.held_by = owner
      where x.at is not null order by w.lane_id, w.seq, w.sub for update of w
    )
    select valid || coalesce(array_agg(g), '{}') into valid from held_groups;
  end if;
  if array_length(valid, 1) is distinct from json_array_length(groups_in) then
    select json_agg(x.g) into fenced from json_to_recordset(groups_in) as x(g integer) where not x.g = any (valid);
  end if;

  with u as materialized (
    select * from unnest(u_group, u_run, u_message, u_pin, u_replay, u_open, u_stopped, u_code, u_node, u_answer_at, u_answer_length,
        u_trace_at, u_trace_length, u_lane, u_seq, u_sub)
      as x(g, id, message, pin, replay, open, stopped, code, node, answer_at, answer_length, trace_at, trace_length, lane, seq, sub)
    where x.g = any (valid)
  ), ended as (
    delete from work w using u where u.lane is not null and w.lane_id = u.lane and w.seq = u.seq and w.sub = u.sub
  ), run_rows as (
    -- A run's open tokens: one at accept, then what every stretch adds or takes away.
    insert into run as r (id, message_id, deployment_id, pin_id, replay, state, open, stopped, error_code, error_node, answer, ended_at)
    select id, message, deployment, pin, replay,
      case when 1 + open > 0 then 'running' when stopped > 0 then 'quarantined' else 'done' end,
      1 + open, stopped, code, node, substring(bodies, (answer >> 32)::integer, (answer & 4294967295)::integer), case when 1 + open <= 0 then clock_timestamp() end
    from (
      select id, message, pin, replay, sum(open)::integer as open, sum(stopped)::integer as stopped, max(code) as code,
        max(node) as node, max((answer_at::bigint << 32) + answer_length) as answer
      from u group by id, message, pin, replay order by id) x
    on conflict (id) do update set
      open = r.open + excluded.open - 1, stopped = r.stopped + excluded.stopped,
      state = case when r.open + excluded.open - 1 > 0 then 'running'
        when r.stopped + excluded.stopped > 0 then 'quarantined' else 'done' end,
      error_code = coalesce(excluded.error_code, r.error_code), error_node = coalesce(excluded.error_node, r.error_node),
      answer = coalesce(excluded.answer, r.answer),
      ended_at = case when r.open + excluded.open - 1 <= 0 then clock_timestamp() end
  ), trace_rows as (
    insert into trace (run_id, sealed) select id, substring(bodies, trace_at, trace_length) from u where trace_at is not null
  ), delivery_rows as (
    insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
    select x.run, x.node, x.message, x.key, x.attempts, x.status, x.reference, substring(bodies, x.at, x.length),
      coalesce(x.first, clock_timestamp())
    from unnest(d_group, d_run, d_node, d_message, d_key, d_attempts, d_status, d_reference, d_at, d_length, d_first)
      as x(g, run, node, message, key, attempts, status, reference, at, length, first)
    where x.g = any (valid)
  )
  insert into ledger as l (deployment_id, node, shard, accepted, delivered, quarantined, filtered)
  select deployment, x.node, at_shard, sum(x.a), sum(x.d), sum(x.q), sum(x.f)
  from json_to_recordset(ledger_in) as x(g integer, node text, a bigint, d bigint, q bigint, f bigint)
  where x.g = any (valid) group by x.node order by x.node
  on conflict (deployment_id, node, shard) do update set accepted = l.accepted + excluded.accepted,
    delivered = l.delivered + excluded.delivered, quarantined = l.quarantined + excluded.quarantined,
    filtered = l.filtered + excluded.filtered;

  if work_in is not null then
    with tokens as (
      select coalesce(x.lane, m.id) as lane_id, x.*, substring(bodies, x.at, x.length) as sealed,
        case when x.attempts > 0 or x.held then coalesce(x.first, clock_timestamp()) end as first_at,
        clock_timestamp() + make_interval(secs => x.delay) as next_at, case when x.held then owner end as holder
      from json_to_recordset(work_in) as x(g integer, fresh boolean, lane bigint, node text, key text, seq bigint, sub bigint,
        run uuid, message uuid, pin integer, step smallint, at integer, length integer, reach bigint, replay smallint, attempts smallint,
        first timestamptz, delay double precision, held boolean)
      left join json_to_recordset(made) as m(node text, key text, id bigint) on x.lane is null and m.node = x.node and m.key = x.key
      where x.g = any (valid)
    ), moved as (
      update work w set step = t.step, sealed = coalesce(t.sealed, w.sealed), reach = t.reach, attempts = t.attempts,
        first_at = t.first_at, next_at = t.next_at, held_by = t.holder, gather = null
      from tokens t where not t.fresh and w.lane_id = t.lane_id and w.seq = t.seq and w.sub = t.sub
    )
    insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, sealed, reach, replay, attempts, first_at, next_at, held_by)
    select lane_id, seq, sub, run, message, pin, step, sealed, reach, replay, attempts, first_at, next_at, holder
    from tokens where fresh;
  end if;

  if attempts_in is not null then
    insert into attempt (run_id, node, number, code, class, sentence, began_at)
    select x.run, x.node, x.number, x.code, x.class, x.sentence, x.began
    from json_to_recordset(attempts_in) as x(g integer, run uuid, node text, number smallint, code text, class text,
      sentence text, began timestamptz)
    where x.g = any (valid);
  end if;

  if pieces_in is not null then
    with p as (
      select * from json_to_recordset(pieces_in) as x(g integer, id uuid, node text, dg text, corr text, ct text,
        size integer, at integer, length integer, parent uuid, piece integer, pin integer, step smallint, reach bigint, lane bigint,
        seq bigint, sub bigint)
      where x.g = any (valid)
    ), piece_messages as (
      insert into message (id, deployment_id, node, digest, correlation_id, content_type, size, parent_id, piece)
      select id, deployment, node, decode(dg, 'hex'), corr, ct, size, parent, piece from p
    ), piece_bodies as (
      insert into message_body (message_id, sealed) select id, substring(bodies, at, length) from p
    )
    insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, reach)
    select lane, seq, sub, id, id, pin, step, reach from p;
  end if;

  -- Leases end here; where a delay is due the lane sleeps until then, an ordered one until its head is due.
  update lane l set leased_by = null, lease_until = null, taken = null,
    ready_at = case
      when x.sleep is not null then clock_timestamp() + make_interval(secs => x.sleep)
      when not coalesce(x.delayed, false) then clock_timestamp()
      when l.ordered then coalesce((select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1), clock_timestamp())
      else coalesce((select min(coalesce(h.next_at, clock_timestamp())) from (select next_at from work where lane_id = l.id
        order by seq, sub limit 1000) h), clock_timestamp()) end
  from json_to_recordset(groups_in) as x(g integer, lane bigint, delayed boolean, sleep double precision)
  where x.lane is not null and x.g = any (valid) and l.id = x.lane;
  if holds then
    -- A delivery that outlived its batch is over: its lane may have something to do.
    update lane l set ready_at = clock_timestamp()
    from json_to_recordset(groups_in) as x(g integer, at json)
    where x.at is not null and x.g = any (valid) and l.id = (x.at ->> 0)::bigint;
  end if;

  if stops_in is not null then
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, path, sealed, reach,
      lane_id, seq, sub, attempts, parks)
    select x.id, deployment, x.run, x.message, x.pin, x.step, x.node, x.code, x.class, x.sentence, x.path,
      substring(bodies, x.at, x.length), x.reach, coalesce(x.lane, m.id), x.seq, x.sub, x.attempts, x.parks
    from json_to_recordset(stops_in) as x(g integer, id uuid, run uuid, message uuid, pin integer, step smallint, node text,
      code text, class text, sentence text, path text, at integer, length integer, reach bigint, lane bigint, key text, seq bigint,
      sub bigint, attempts smallint, parks boolean)
    left join json_to_recordset(made) as m(node text, key text, id bigint) on x.lane is null and m.node = x.node and m.key = x.key
    where x.g = any (valid);
    update lane l set parked_by = q.id
    from json_to_recordset(stops_in) as s(g integer, id uuid, parks boolean)
    join quarantine q on q.id = s.id
    where s.parks and s.g = any (valid) and l.id = q.lane_id and l.parked_by is null;
  end if;

  if lanes_in is not null then
    -- Lanes that were given work.
    update lane l set ready_at = least(coalesce(l.ready_at, 'infinity'), clock_timestamp() + make_interval(secs => x.delay))
    from (
      select y.node, y.key, min(coalesce(y.delay, 0)) as delay
      from json_to_recordset(lanes_in) as y(g integer, node text, key text, delay double precision)
      where y.g = any (valid) group by 1, 2) x
    where l.deployment_id = deployment and l.node = x.node and l.key = x.key
      and (l.ready_at is null or l.ready_at > clock_timestamp() + make_interval(secs => x.delay));
  end if;

  if gathers_in is not null then
    perform gather(deployment, x.node, x.key, x.piece, x.expected, x.timeout, substring(bodies, x.at, x.length), x.run, x.message, x.pin,
        x.step, x.reach, x.lane, x.seq, x.sub)
      from json_to_recordset(gathers_in) as x(g integer, node text, key text, piece bigint, expected integer, timeout integer,
        at integer, length integer, run uuid, message uuid, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
      where x.g = any (valid);
  end if;
  if gathered_in is not null then
    delete from gathered t using json_to_recordset(gathered_in) as x(g integer, node text, key text)
      where x.g = any (valid) and t.deployment_id = deployment and t.node = x.node and t.key = x.key;
  end if;

  if answered is not null then
    perform pg_notify('throughline_answer', r.id::text) from run r where r.id = any (answered) and r.answer is not null;
  end if;

  return query select null::integer, json_build_object('fenced', coalesce(fenced, '[]'::json), 'lanes', made), null::bigint, null::bigint,
    null::boolean, null::text, null::text, null::text[], null::bigint, null::bigint, null::uuid, null::uuid, null::integer, null::smallint,
    null::bytea, null::boolean, null::bigint, null::smallint, null::smallint, null::integer, null::text, null::text;
  if wants is not null then
    for want in select * from json_to_recordset(wants) as w(slot integer, lanes integer, work integer) loop
      return query select want.slot, null::json, t.* from take(deployment, want.slot, owner, lease_s, want.lanes, want.work) t;
      if not found then
        return query select want.slot, json_build_object('rest', try_rest(deployment, want.slot)), null::bigint, null::bigint,
          null::boolean, null::text, null::text, null::text[], null::bigint, null::bigint, null::uuid, null::uuid, null::integer,
          null::smallint, null::bytea, null::boolean, null::bigint, null::smallint, null::smallint, null::integer, null::text, null::text;
      end if;
    end loop;
  end if;
end $$;
