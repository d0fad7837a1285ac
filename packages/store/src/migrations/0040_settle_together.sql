-- Outcomes of several drains of one deployment settle in one transaction, and each kind of row comes as a parameter of its own: it
-- is read once, and the kinds that a batch has none of cost nothing.
drop function settle(uuid, json, integer, integer, integer, integer, integer, integer);

-- Guards: groups are {g, lane, epoch} (a leased lane) or {g, at: [lane, seq, sub]} (a delivery that outlived its batch and was held
-- by its row). Every other item names its group; those of a fenced group are not written. Work without a lane number goes to the
-- delivery lane (node, key), made when missing. wants: [{slot, lanes, work}], what is taken next in the same round trip.
-- Answers {fenced: [g], lanes: [{node, key, id}], next: [{slot, taken}]}.
create function settle(owner uuid, deployment integer, at_shard integer, lease_s integer, groups_in json, done_in json, runs_in json, traces_in json,
  deliveries_in json, ledger_in json, lanes_in json, work_in json, stops_in json, attempts_in json, pieces_in json, gathers_in json, gathered_in json,
  answered uuid[], wants json) returns json language plpgsql as $$
declare
  valid integer[];
  fenced json;
  made json;
  next json;
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

  with ended as (
    delete from work w using json_to_recordset(done_in) as x(g integer, lane bigint, seq bigint, sub bigint)
    where x.g = any (valid) and w.lane_id = x.lane and w.seq = x.seq and w.sub = x.sub
  ), run_rows as (
    -- A run's open tokens: one at accept, then what every stretch adds or takes away.
    insert into run as r (id, message_id, deployment_id, pin_id, replay, state, open, stopped, error_code, error_node, answer, ended_at)
    select id, message, deployment, pin, replay,
      case when 1 + open > 0 then 'running' when stopped > 0 then 'quarantined' else 'done' end,
      1 + open, stopped, code, node, decode(answer, 'base64'), case when 1 + open <= 0 then clock_timestamp() end
    from (
      select id, message, pin, replay, sum(open)::integer as open, sum(stopped)::integer as stopped,
        max(code) as code, max(node) as node, max(answer) as answer
      from json_to_recordset(runs_in) as x(g integer, id uuid, message uuid, pin integer, replay smallint,
        open integer, stopped integer, code text, node text, answer text)
      where x.g = any (valid) group by id, message, pin, replay order by id) x
    on conflict (id) do update set
      open = r.open + excluded.open - 1, stopped = r.stopped + excluded.stopped,
      state = case when r.open + excluded.open - 1 > 0 then 'running'
        when r.stopped + excluded.stopped > 0 then 'quarantined' else 'done' end,
      error_code = coalesce(excluded.error_code, r.error_code), error_node = coalesce(excluded.error_node, r.error_node),
      answer = coalesce(excluded.answer, r.answer),
      ended_at = case when r.open + excluded.open - 1 <= 0 then clock_timestamp() end
  ), trace_rows as (
    insert into trace (run_id, sealed)
    select x.run, decode(x.body, 'base64')
    from json_to_recordset(traces_in) as x(g integer, run uuid, body text) where x.g = any (valid)
  ), delivery_rows as (
    insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
    select run, node, message, key, attempts, status, reference, decode(body, 'base64'), coalesce(first, clock_timestamp())
    from json_to_recordset(deliveries_in) as x(g integer, run uuid, node text, message uuid, key text, attempts smallint,
      status text, reference text, body text, first timestamptz)
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
      select coalesce(x.lane, m.id) as lane_id, x.*, decode(x.body, 'base64') as sealed,
        case when x.attempts > 0 or x.held then coalesce(x.first, clock_timestamp()) end as first_at,
        clock_timestamp() + make_interval(secs => x.delay) as next_at, case when x.held then owner end as holder
      from json_to_recordset(work_in) as x(g integer, fresh boolean, lane bigint, node text, key text, seq bigint, sub bigint,
        run uuid, message uuid, pin integer, step smallint, body text, reach bigint, replay smallint, attempts smallint,
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
    select run, node, number, code, class, sentence, began
    from json_to_recordset(attempts_in) as x(g integer, run uuid, node text, number smallint, code text, class text,
      sentence text, began timestamptz)
    where x.g = any (valid);
  end if;

  if pieces_in is not null then
    with p as (
      select * from json_to_recordset(pieces_in) as x(g integer, id uuid, node text, sk text, dg text, corr text, ct text,
        size integer, body text, parent uuid, piece integer, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
      where x.g = any (valid)
    ), piece_messages as (
      insert into message (id, deployment_id, node, source_key, digest, correlation_id, content_type, size, parent_id, piece)
      select id, deployment, node, decode(sk, 'hex'), decode(dg, 'hex'), corr, ct, size, parent, piece from p
    ), piece_bodies as (
      insert into message_body (message_id, sealed) select id, decode(body, 'base64') from p
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
    select x.id, deployment, run, message, pin, step, x.node, code, class, sentence, path, decode(body, 'base64'), reach,
      coalesce(x.lane, m.id), seq, sub, attempts, parks
    from json_to_recordset(stops_in) as x(g integer, id uuid, run uuid, message uuid, pin integer, step smallint, node text,
      code text, class text, sentence text, path text, body text, reach bigint, lane bigint, key text, seq bigint, sub bigint,
      attempts smallint, parks boolean)
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
    perform gather(deployment, x.node, x.key, x.piece, x.expected, x.timeout, decode(x.body, 'base64'), x.run, x.message, x.pin, x.step,
        x.reach, x.lane, x.seq, x.sub)
      from json_to_recordset(gathers_in) as x(g integer, node text, key text, piece bigint, expected integer, timeout integer,
        body text, run uuid, message uuid, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
      where x.g = any (valid);
  end if;
  if gathered_in is not null then
    delete from gathered t using json_to_recordset(gathered_in) as x(g integer, node text, key text)
      where x.g = any (valid) and t.deployment_id = deployment and t.node = x.node and t.key = x.key;
  end if;

  if answered is not null then
    perform pg_notify('throughline_answer', r.id::text) from run r where r.id = any (answered) and r.answer is not null;
  end if;

  if wants is not null then
    select json_agg(json_build_object('slot', w.slot, 'taken', take(deployment, w.slot, owner, lease_s, w.lanes, w.work))) into next
    from json_to_recordset(wants) as w(slot integer, lanes integer, work integer);
  end if;
  return json_build_object('fenced', coalesce(fenced, '[]'::json), 'next', next, 'lanes', made);
end $$;
