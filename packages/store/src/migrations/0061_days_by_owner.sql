-- The days of the big tables are made and dropped by the owner of the schema, also where the application's role may not.
alter function ensure_partitions(integer, integer) security definer set search_path = throughline, pg_temp;
alter function drop_days(text[], integer) security definer set search_path = throughline, pg_temp;
revoke execute on function ensure_partitions(integer, integer), drop_days(text[], integer) from public;
