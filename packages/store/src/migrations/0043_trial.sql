-- Work that was in the hands of a worker when it died is taken one by one, so that the next death blames few; what two workers died with
-- comes first, is tried while its worker has nothing else in hand, and is to blame from then on only (blame). A delivery that merely
-- waited for its answer is suspected, never convicted.
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
    select l.id, h.starts from lane l
    cross join lateral (select w.starts from work w where w.lane_id = l.id order by w.seq, w.sub limit 1) h
    where l.deployment_id = deployment and l.slot = wanted_slot and l.ready_at <= clock_timestamp() and l.parked_by is null
      and (l.lease_until is null or l.lease_until < clock_timestamp())
    order by l.ready_at limit max_lanes for update of l skip locked)
  select coalesce((array_agg(id order by starts desc, id) filter (where starts > 0))[1:1], array_agg(id order by id)), bool_or(starts > 0)
  into leased, alone from due;
  if leased is null then
    return;
  end if;
  per_lane := greatest(1, max_work / array_length(leased, 1));

  return query
  with w as materialized (
    select x.* from lane l cross join lateral (
      select * from work y where y.lane_id = l.id and (l.ordered or coalesce(y.next_at, '-infinity') <= clock_timestamp())
      order by y.seq, y.sub limit case when alone then 1 else per_lane end) x
    where l.id = any (leased)
      -- An ordered lane whose head is not due gives nothing.
      and (not l.ordered or coalesce((select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1),
        '-infinity') <= clock_timestamp())
  ), freed as (
    update work set held_by = null, starts = greatest(work.starts, 1) from w
    where work.lane_id = w.lane_id and work.seq = w.seq and work.sub = w.sub and w.held_by is not null
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
  left join lateral (select x.sealed from message_body x where x.message_id = w.message_id and w.sealed is null limit 1) b on true
  order by w.lane_id, w.seq, w.sub;

  -- Lanes whose work is not due after all sleep until it is.
  update lane l set ready_at = coalesce(
    case when l.ordered then (select h.next_at from work h where h.lane_id = l.id order by h.seq, h.sub limit 1)
      else (select min(h.next_at) from (select next_at from work where lane_id = l.id order by seq, sub limit 1000) h) end,
    l.ready_at)
  where l.id = any (leased) and l.leased_by is distinct from owner;
end $$;

-- A worker is about to run one piece of work and nothing else: should it die now, that is to blame and nothing else that it has.
create function blame(owner uuid, lanes bigint[], at_lane bigint, at_seq bigint, at_sub bigint) returns void language sql as $$
  update lane set taken = case when id = at_lane then jsonb_build_array(jsonb_build_array(at_seq, at_sub)) end
  where id in (select id from lane where id = any (lanes) and leased_by = owner order by id for update);
$$;
