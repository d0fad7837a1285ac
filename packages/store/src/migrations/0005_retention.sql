-- Drops whole days of the given tables that ended before `keep` days ago. A day with messages that still wait, or that are
-- quarantined and undecided, is kept. Answers the partitions dropped.
create function drop_days(parents text[], keep integer) returns text[] language plpgsql as $$
declare
  old record;
  day date;
  dropped text[] := '{}';
begin
  perform pg_advisory_xact_lock(hashtext('throughline.partitions'));
  for old in
    select c.relname as child, p.relname as parent from pg_inherits i
    join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
    where p.relname = any (parents) and p.relnamespace = current_schema()::regnamespace
    order by 1
  loop
    day := to_date(right(old.child, 8), 'YYYYMMDD');
    continue when day >= (now() at time zone 'UTC')::date - keep;
    continue when exists (
      select from quarantine q where q.state = 'open'
        and q.message_id >= uuid_floor(day::timestamp at time zone 'UTC')
        and q.message_id < uuid_floor((day + 1)::timestamp at time zone 'UTC'));
    continue when exists (
      select from work w
      where w.message_id >= uuid_floor(day::timestamp at time zone 'UTC')
        and w.message_id < uuid_floor((day + 1)::timestamp at time zone 'UTC'));
    execute format('drop table %I', old.child);
    dropped := dropped || old.child::text;
  end loop;
  return dropped;
end $$;
