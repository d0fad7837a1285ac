-- A rate holds in every window of its length, wherever that begins: calls are counted in sixtieths of it, and those of the last sixty-one
-- (the oldest lies partly before) together. Quotas go on counting by the day and the month of the calendar.
alter table door_count add column slots integer[] not null default array_fill(0, array[61]);
alter table door_count add column slot bigint not null default 0;
-- Seconds that the slots divide; another rate begins anew.
alter table door_count add column per integer not null default 0;

-- Takes up to `wanted` calls out of every limit, and says what is left of each and when there are new ones. A limit of 0 seconds is a
-- calendar month in UTC. What is lost in a crash of the database is some counting: no need to wait for its disk.
create or replace function take_calls(p_environment smallint, p_flow text, p_node text, p_client uuid, p_wanted integer,
  p_names text[], p_limits integer[], p_seconds integer[], out granted integer, out remaining integer[], out resets integer[])
language plpgsql as $$
declare
  v_now double precision := extract(epoch from clock_timestamp());
  v_began timestamptz;
  v_row door_count;
  v_first bigint;
  v_ends double precision[];
begin
  perform set_config('synchronous_commit', 'off', true);
  granted := p_wanted;
  for i in 1 .. cardinality(p_names) loop
    v_began := case when p_seconds[i] = 0 then date_trunc('month', to_timestamp(v_now), 'UTC')
      else to_timestamp(floor(v_now / p_seconds[i]) * p_seconds[i]) end;
    insert into door_count (environment_id, flow_id, node, client_id, name, began_at, count)
    values (p_environment, p_flow, p_node, p_client, p_names[i], v_began, 0) on conflict do nothing;
    select * into v_row from door_count
    where environment_id = p_environment and flow_id = p_flow and node = p_node and client_id = p_client and name = p_names[i]
    for update;
    if p_names[i] = 'rate' then
      v_row := door_slots(v_row, p_seconds[i], v_now);
      -- The oldest slot with calls in it is the first to leave.
      select min(v_row.slot - 60 + k) into v_first from generate_series(0, 60) k
      where v_row.slots[(v_row.slot - 60 + k) % 61 + 1] > 0;
      v_ends[i] := (coalesce(v_first, v_row.slot) + 61) * p_seconds[i] / 60.0;
    else
      if v_row.began_at < v_began then
        v_row.began_at := v_began;
        v_row.count := 0;
      end if;
      v_ends[i] := extract(epoch from case when p_seconds[i] = 0 then date_trunc('month', v_row.began_at, 'UTC') + interval '1 month'
        else v_row.began_at + make_interval(secs => p_seconds[i]) end);
    end if;
    update door_count set (began_at, count, slots, slot, per) = (v_row.began_at, v_row.count, v_row.slots, v_row.slot, v_row.per)
    where environment_id = p_environment and flow_id = p_flow and node = p_node and client_id = p_client and name = p_names[i];
    remaining[i] := p_limits[i] - v_row.count;
    granted := least(granted, greatest(0, remaining[i]));
    resets[i] := greatest(1, ceil(v_ends[i] - v_now))::integer;
  end loop;
  if granted > 0 then
    update door_count set count = count + granted,
      slots[slot % 61 + 1] = slots[slot % 61 + 1] + case when name = 'rate' then granted else 0 end
    where environment_id = p_environment and flow_id = p_flow and node = p_node and client_id = p_client and name = any (p_names);
  end if;
  for i in 1 .. cardinality(p_names) loop
    remaining[i] := greatest(0, remaining[i] - granted);
  end loop;
end $$;

-- A row as it stands now: slots that have passed are empty, `count` is what the others hold.
create function door_slots(p_row door_count, p_seconds integer, p_now double precision) returns door_count language plpgsql as $$
declare
  v_slot bigint := floor(p_now * 60 / p_seconds);
begin
  if p_row.per <> p_seconds or v_slot - p_row.slot > 60 then
    p_row.slots := array_fill(0, array[61]);
    p_row.slot := v_slot;
    p_row.per := p_seconds;
  end if;
  -- A clock that went back counts on where it was.
  for passed in 1 .. (v_slot - p_row.slot)::integer loop
    p_row.slots[(p_row.slot + passed) % 61 + 1] := 0;
  end loop;
  p_row.slot := greatest(p_row.slot, v_slot);
  select sum(held) into p_row.count from unnest(p_row.slots) held;
  return p_row;
end $$;
