-- take says of a destination that is backed up also how old what waits there is: what a replay starts behind that destination must not
-- pass it. Otherwise as before.
CREATE OR REPLACE FUNCTION take(deployment integer, wanted_slot integer, owner uuid, lease_s integer, max_lanes integer, max_work integer)
 RETURNS TABLE(lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint, sub bigint, run uuid, message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint, attempts smallint, starts integer, first text, gather text)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
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
      select b.seq || ':' || d.node from lane d
      cross join lateral (select min(o.seq) as seq from (
        (select y.seq from work y where y.lane_id = d.id order by y.seq limit 1)
        union all
        select q.seq from quarantine q where q.id = d.parked_by) o) b
      where d.deployment_id = deployment and d.key = l.key and d.node <> '' and b.seq is not null) end as backed
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
end $function$
;
