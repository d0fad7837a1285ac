-- What a dead worker leaves locked in graphile's tables would stay so for hours. A worker that has not beaten for two leases is
-- dead: its jobs are given back and its row goes; one that was only halted says with its next beat that it lives.
create or replace function sweep() returns integer language plpgsql as $$
declare
  late record;
  rung integer := 0;
  pools text[];
begin
  with dead as (
    select id from worker where beat_at < clock_timestamp() - interval '30 seconds' order by id for update skip locked
  ), gone as (
    delete from worker w using dead where w.id = dead.id returning w.pool)
  select array_agg(pool) into pools from gone where pool is not null;
  if pools is not null then
    perform graphile_worker.force_unlock_workers(pools);
  end if;
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
