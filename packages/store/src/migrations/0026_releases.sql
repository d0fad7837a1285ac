-- Releases: what was tested, exactly that, on its way from environment to environment.
create table release (
  -- SHA-256 of the content, hex: the same content is the same release.
  id text primary key,
  number integer not null unique generated always as identity,
  title text not null,
  note text not null,
  origin text not null,
  -- Canonical JSON; never changes.
  content text not null,
  made_by text not null,
  made_at timestamptz not null default now()
);
create function refuse_release_change() returns trigger language plpgsql as $$
begin
  raise exception 'a release never changes' using errcode = 'insufficient_privilege';
end $$;
create trigger release_immutable before update or delete on release for each row execute function refuse_release_change();

-- A release on its way into an environment: waiting → live | phased | refused | withdrawn; phased → live | halted; live → replaced.
create table promotion (
  id uuid primary key,
  release_id text not null references release,
  environment_id smallint not null references environment,
  kind text not null check (kind in ('release', 'rollback')),
  state text not null check (state in ('waiting', 'phased', 'live', 'replaced', 'refused', 'withdrawn', 'halted')),
  reason text not null,
  -- Null: all messages at once. Else which messages go first, and what calls it off.
  rollout jsonb,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamptz not null default now(),
  decided_by text,
  decided_name text,
  decided_at timestamptz,
  decision text,
  -- When messages began to be accepted for it.
  began_at timestamptz,
  ended_at timestamptz,
  -- Why it was halted.
  verdict text
);
create index promotion_environment on promotion (environment_id, asked_at desc);
create unique index promotion_under_way on promotion (environment_id) where state in ('phased');

-- A version that takes some of the messages until it is made live or called off.
alter table deployment add column candidate_version integer;
alter table deployment add column candidate_rule jsonb;
alter table deployment add foreign key (flow_id, candidate_version) references flow_version (flow_id, version);

-- A finding that somebody answers for, until a day.
create table policy_exception (
  id uuid primary key,
  environment_id smallint not null references environment,
  flow_id text not null,
  node text not null,
  rule text not null,
  reason text not null,
  expires_at timestamptz not null,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamptz not null default now(),
  approved_by text,
  approved_name text,
  approved_at timestamptz,
  ended_at timestamptz
);
create index policy_exception_flow on policy_exception (environment_id, flow_id);
