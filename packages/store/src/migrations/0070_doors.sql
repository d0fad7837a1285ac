-- What an environment says about a flow's way in: who may come, how they prove themselves, how often.
create table door (
  environment_id smallint not null references environment on delete cascade,
  flow_id text not null,
  node text not null,
  settings jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (environment_id, flow_id, node)
);

-- Proxies before this server whose word on addresses and certificates is believed, by the addresses they come from.
create table door_proxy (
  environment_id smallint not null references environment on delete cascade,
  name text not null check (name ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  settings jsonb not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (environment_id, name)
);

-- A partner's program that doors let in.
create table client (
  id uuid primary key,
  environment_id smallint not null references environment on delete cascade,
  name text not null,
  contact text not null,
  note text not null,
  active boolean not null default true,
  made_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  changed_by text not null,
  unique (environment_id, name)
);

-- The doors a client may come in by; limits of its own, or the door's where null.
create table client_door (
  client_id uuid not null references client on delete cascade,
  flow_id text not null,
  node text not null,
  rate jsonb,
  quota jsonb,
  primary key (client_id, flow_id, node)
);

create table client_key (
  id uuid primary key,
  client_id uuid not null references client on delete cascade,
  kind text not null check (kind in ('api-key', 'signature', 'token', 'certificate', 'catalogue')),
  -- What people tell keys apart by; of a signature key its id, which the sender names.
  hint text not null,
  -- SHA-256 of a key that is sent.
  hash bytea,
  -- A key that signs and is never sent.
  kek text,
  wrapped bytea,
  sealed bytea,
  -- What a token or a certificate of the client says.
  match text,
  made_at timestamptz not null default now(),
  made_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  check (case kind when 'signature' then sealed is not null when 'token' then match is not null
    when 'certificate' then match is not null else hash is not null end)
);
create index client_key_client on client_key (client_id);
create unique index client_key_hash on client_key (hash) where hash is not null;
create unique index client_key_signature on client_key (hint) where kind = 'signature';
create index client_key_kek on client_key (kek) where kek is not null;

-- Calls in the window that runs, over all processes. A door's senders without a name share the client of zeros.
create table door_count (
  environment_id smallint not null references environment on delete cascade,
  flow_id text not null,
  node text not null,
  client_id uuid not null,
  name text not null,
  began_at timestamptz not null,
  count integer not null,
  primary key (environment_id, flow_id, node, client_id, name)
);

-- What a client sent by a door, by day.
create table client_use (
  client_id uuid not null references client on delete cascade,
  flow_id text not null,
  node text not null,
  day date not null,
  accepted bigint not null default 0,
  refused bigint not null default 0,
  limited bigint not null default 0,
  bytes bigint not null default 0,
  primary key (client_id, flow_id, node, day)
);

-- Signatures that were used, for as long as their time is believed.
create table signature_use (
  hash bytea primary key,
  used_for bytea not null,
  until timestamptz not null
);
create index signature_use_until on signature_use (until);

-- Takes up to `wanted` calls out of every window, and says what is left of each and when it ends. A window of 0 seconds is a
-- calendar month in UTC. What is lost in a crash of the database is some counting: no need to wait for its disk.
create function take_calls(p_environment smallint, p_flow text, p_node text, p_client uuid, p_wanted integer,
  p_names text[], p_limits integer[], p_seconds integer[], out granted integer, out remaining integer[], out resets integer[])
language plpgsql as $$
declare
  v_now timestamptz := clock_timestamp();
  v_began timestamptz;
  v_count integer;
begin
  perform set_config('synchronous_commit', 'off', true);
  granted := p_wanted;
  for i in 1 .. cardinality(p_names) loop
    v_began := case when p_seconds[i] = 0 then date_trunc('month', v_now, 'UTC')
      else to_timestamp(floor(extract(epoch from v_now) / p_seconds[i]) * p_seconds[i]) end;
    insert into door_count as c (environment_id, flow_id, node, client_id, name, began_at, count)
    values (p_environment, p_flow, p_node, p_client, p_names[i], v_began, 0)
    on conflict (environment_id, flow_id, node, client_id, name) do update
      set count = case when c.began_at < excluded.began_at then 0 else c.count end,
        began_at = greatest(c.began_at, excluded.began_at)
    returning c.count, c.began_at into v_count, v_began;
    granted := least(granted, greatest(0, p_limits[i] - v_count));
    remaining[i] := p_limits[i] - v_count;
    resets[i] := greatest(1, ceil(extract(epoch from
      case when p_seconds[i] = 0 then date_trunc('month', v_began, 'UTC') + interval '1 month'
      else v_began + make_interval(secs => p_seconds[i]) end - v_now)))::integer;
  end loop;
  if granted > 0 then
    update door_count set count = count + granted
    where environment_id = p_environment and flow_id = p_flow and node = p_node and client_id = p_client and name = any (p_names);
  end if;
  for i in 1 .. cardinality(p_names) loop
    remaining[i] := greatest(0, remaining[i] - granted);
  end loop;
end $$;
