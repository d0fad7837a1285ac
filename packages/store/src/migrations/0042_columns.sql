-- What comes or goes by the hundred crosses as columns (arrays, read by unnest) and its sealed bodies as one blob, of which each row
-- names its part: JSON around every row cost more than the rows. A queue grows and shrinks faster than its statistics, so no plan of
-- the hot verbs reads a table from end to end.
drop function accept(json, json, integer, boolean);
drop function settle(uuid, integer, integer, integer, json, json, json, json, json, json, json, json, json, json, json, json, json, uuid[], json);
drop function take(integer, integer, uuid, integer, integer, integer);

-- l_*: every lane named by the batch. m_*: messages in the order in which they are to be accepted, each with the place of its lane and
-- of its body. k_*: business keys, each with the place of its message.
-- Answers {at, repeats: [{id, prior, corr, same}]}: the messages not stored because their source key is known already.
create function accept(l_deployment integer[], l_key text[], l_ordered boolean[], l_slot smallint[],
  m_id uuid[], m_lane integer[], m_pin integer[], m_node text[], m_step smallint[], m_source uuid[], m_digest text[], m_correlation text[],
  m_type text[], m_size integer[], m_reach bigint[], m_at integer[], m_length integer[], k_message integer[], k_name text[], k_value text[],
  bodies bytea, at_shard integer, bell boolean) returns json language plpgsql set enable_seqscan = off as $$
declare
  l_id bigint[];
  stored uuid[];
  repeats json;
  wake record;
begin
  perform pg_advisory_xact_lock_shared(slot_lock(d, s)) from unnest(l_deployment, l_slot) as l(d, s) group by d, s order by d, s;
  insert into lane (deployment_id, node, key, ordered, slot)
    select d, '', k, o, s from unnest(l_deployment, l_key, l_ordered, l_slot) as l(d, k, o, s)
    where not exists (select from lane x where x.deployment_id = d and x.node = '' and x.key = k)
    order by d, k
    on conflict do nothing;
  select array_agg(x.id order by l.i) into l_id from unnest(l_deployment, l_key) with ordinality as l(d, k, i)
    join lane x on x.deployment_id = l.d and x.node = '' and x.key = l.k;
  -- Ordered lanes are held until commit, so that the order of their numbers is the order of their commits; idle ones because
  -- they are to be woken. Everybody locks lanes before anything else, in the order of their ids.
  perform 1 from lane x where x.id = any (l_id) and (x.ordered or x.ready_at is null) order by x.id for update;

  with b as materialized (
    select x.i, x.id, l_deployment[x.lane] as d, l_id[x.lane] as lane, x.pin, x.node, x.step, uuid_send(x.source) as source,
      decode(x.digest, 'hex') as digest, x.corr, x.ct, x.size, x.reach, x.at, x.length
    from unnest(m_id, m_lane, m_pin, m_node, m_step, m_source, m_digest, m_correlation, m_type, m_size, m_reach, m_at, m_length)
      with ordinality as x(id, lane, pin, node, step, source, digest, corr, ct, size, reach, at, length, i)
  ), fresh as (
    -- One index probe for each message and day: never a join with all messages of the week.
    select b.* from b left join lateral (
      select true as seen from message m where m.source_key = b.source and m.deployment_id = b.d
        and m.id >= uuid_floor(now() - interval '7 days') and m.id < uuid_floor(now() + interval '25 hours') limit 1) k on true
    where k.seen is null
  ), m as (
    insert into message (id, deployment_id, node, source_key, digest, correlation_id, content_type, size)
    select id, d, node, source, digest, corr, ct, size from fresh
    on conflict do nothing
    returning id
  ), t as (
    insert into message_body (message_id, sealed) select b.id, substring(bodies, b.at, b.length) from b join m using (id)
  ), n as (
    insert into business_key (message_id, name, value)
    select b.id, k.name, k.value from unnest(k_message, k_name, k_value) as k(message, name, value)
    join b on b.i = k.message join m using (id)
  ), w as (
    insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
    select s.lane, nextval('work_seq'), s.id, s.id, s.pin, s.step, s.reach
    from (select b.* from b join m using (id) order by i) s
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

  if coalesce(array_length(stored, 1), 0) < array_length(m_id, 1) then
    select json_agg(json_build_object('id', b.id, 'prior', p.id, 'corr', p.correlation_id, 'same', p.digest = decode(b.digest, 'hex')))
      into repeats
    from unnest(m_id, m_lane, m_source, m_digest) as b(id, lane, source, digest)
    cross join lateral (
      select m.id, m.digest, m.correlation_id from message m
      where m.source_key = uuid_send(b.source) and m.deployment_id = l_deployment[b.lane]
        and m.id >= uuid_floor(now() - interval '7 days') and m.id < uuid_floor(now() + interval '25 hours')
      order by m.id limit 1) p
    where not b.id = any (coalesce(stored, '{}'));
  end if;

  for wake in
    with woken as (
      update lane x set ready_at = clock_timestamp() where x.id = any (l_id) and x.ready_at is null returning x.deployment_id, x.slot)
    select distinct deployment_id, slot from woken where bell order by 1, 2
  loop
    perform ring(wake.deployment_id, wake.slot);
  end loop;

  return json_build_object('at', clock_timestamp(), 'repeats', coalesce(repeats, '[]'::json));
end $$;

-- Leases due lanes of a slot and takes their oldest work; no row when there is nothing due. Each row is one piece of work with its lane.
create function take(deployment integer, wanted_slot integer, owner uuid, lease_s integer, max_lanes integer, max_work integer)
returns table (lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint, sub bigint, run uuid,
  message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint, attempts smallint, starts integer,
  first text, gather text)
language plpgsql set enable_seqscan = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  leased bigint[];
  suspect record;
  per_lane integer;
begin
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

  with due as (
    select l.id from lane l
    where l.deployment_id = deployment and l.slot = wanted_slot and l.ready_at <= clock_timestamp() and l.parked_by is null
      and (l.lease_until is null or l.lease_until < clock_timestamp())
      and exists (select from work w where w.lane_id = l.id)
    order by l.ready_at limit max_lanes for update skip locked)
  select array_agg(id order by id) into leased from due;
  if leased is null then
    return;
  end if;
  per_lane := greatest(1, max_work / array_length(leased, 1));

  return query
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
    update lane l set epoch = nextval('lane_epoch'), leased_by = owner, taken = p.places,
      lease_until = clock_timestamp() + make_interval(secs => lease_s)
    from (select lane_id, jsonb_agg(jsonb_build_array(seq, sub)) as places from w group by 1) p
    where l.id = p.lane_id
    returning l.id, l.epoch, l.ordered, l.node, l.key, case when l.ordered and l.node = '' then array(
      select d.node from lane d where d.deployment_id = deployment and d.key = l.key and d.node <> ''
        and (d.parked_by is not null or exists (select from work y where y.lane_id = d.id))) end as backed
  )
  select h.id, h.epoch, h.ordered, h.node, h.key, h.backed, w.seq, w.sub, w.run_id, w.message_id, w.pin_id, w.step,
    coalesce(w.sealed, b.sealed), w.sealed is null, w.reach, w.replay, w.attempts, w.starts + (w.held_by is not null)::integer,
    to_json(w.first_at) #>> '{}', w.gather
  from w join held h on h.id = w.lane_id
  left join lateral (select x.sealed from message_body x where x.message_id = w.message_id and w.sealed is null limit 1) b on true
  order by w.lane_id, w.seq, w.sub;

  -- Lanes whose work is not due after all sleep until it is.
  update lane l set ready_at = coalesce(
    case when l.ordered then (select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1)
      else (select min(h.next_at) from (select next_at from work where lane_id = l.id order by seq, sub limit 1000) h) end,
    l.ready_at)
  where l.id = any (leased) and l.leased_by is distinct from owner;
end $$;

-- Guards: groups are {g, lane, epoch} (a leased lane) or {g, at: [lane, seq, sub]} (a delivery that outlived its batch and was held
-- by its row). Every other item names its group; those of a fenced group are not written. u_*: what became of each unit: its run, its
-- trace, and its place where that is given up. d_*: deliveries. Work without a lane number goes to the delivery lane (node, key), made
-- when missing. wants: [{slot, lanes, work}], what is taken next in the same round trip.
-- Answers one row {fenced: [g], lanes: [{node, key, id}]}, then the rows of take with their slots.
create function settle(owner uuid, deployment integer, at_shard integer, lease_s integer, bodies bytea, groups_in json,
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
  perform 1 from lane l where l.id = any (array(
      select coalesce(x.lane, (x.at ->> 0)::bigint) from json_to_recordset(groups_in) as x(lane bigint, at json)
      union all
      select y.id from json_to_recordset(made) as y(id bigint)))
    order by l.id for update;

  with lane_groups as (
    select x.g from json_to_recordset(groups_in) as x(g integer, lane bigint, epoch bigint)
    join lane l on l.id = x.lane and l.epoch = x.epoch and l.leased_by = owner
    where x.lane is not null
  ), held_groups as (
    select x.g from json_to_recordset(groups_in) as x(g integer, at json)
    join work w on w.lane_id = (x.at ->> 0)::bigint and w.seq = (x.at ->> 1)::bigint and w.sub = (x.at ->> 2)::bigint
      and w.held_by = owner
    where x.at is not null order by w.lane_id, w.seq, w.sub for update of w
  )
  select coalesce(array_agg(g), '{}') into valid from (select g from lane_groups union all select g from held_groups) v;
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
      select * from json_to_recordset(pieces_in) as x(g integer, id uuid, node text, sk text, dg text, corr text, ct text,
        size integer, at integer, length integer, parent uuid, piece integer, pin integer, step smallint, reach bigint, lane bigint,
        seq bigint, sub bigint)
      where x.g = any (valid)
    ), piece_messages as (
      insert into message (id, deployment_id, node, source_key, digest, correlation_id, content_type, size, parent_id, piece)
      select id, deployment, node, decode(sk, 'hex'), decode(dg, 'hex'), corr, ct, size, parent, piece from p
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
  -- A delivery that outlived its batch is over: its lane may have something to do.
  update lane l set ready_at = clock_timestamp()
  from json_to_recordset(groups_in) as x(g integer, at json)
  where x.at is not null and x.g = any (valid) and l.id = (x.at ->> 0)::bigint;

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
    return query select w.slot, null::json, t.* from json_to_recordset(wants) as w(slot integer, lanes integer, work integer),
      lateral take(deployment, w.slot, owner, lease_s, w.lanes, w.work) t;
  end if;
end $$;
