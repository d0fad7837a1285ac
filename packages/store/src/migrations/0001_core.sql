-- The message core. Times are database time; ids of messages, runs, deliveries are UUIDv7 and carry their day, so big tables are
-- partitioned by id and a look-up by id reads one partition.
create table environment (
  id smallint primary key generated always as identity,
  name text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,30}$'),
  title text not null,
  colour text not null,
  protected boolean not null default false,
  settings jsonb not null default '{}'
);

create table flow (
  id text primary key,
  draft text not null,
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by text not null
);

create table flow_version (
  flow_id text not null references flow,
  version integer not null,
  document text not null,
  plan text not null,
  note text not null,
  author text not null,
  published_at timestamptz not null default now(),
  primary key (flow_id, version)
);

-- A flow in an environment: what is live there.
create table deployment (
  id integer primary key generated always as identity,
  environment_id smallint not null references environment,
  flow_id text not null references flow,
  version integer not null,
  active boolean not null default true,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  unique (environment_id, flow_id),
  foreign key (flow_id, version) references flow_version
);

create table reference_table (
  name text primary key,
  definition jsonb not null,
  updated_at timestamptz not null default now()
);

-- Content under an id never changes; id is name@hash.
create table reference_version (
  id text primary key,
  table_name text not null references reference_table,
  content text not null,
  row_count integer not null,
  note text not null,
  author text not null,
  created_at timestamptz not null default now()
);

create table reference_binding (
  environment_id smallint not null references environment,
  table_name text not null references reference_table,
  version_id text not null references reference_version,
  primary key (environment_id, table_name)
);

-- What a message is bound to when it is accepted: one row for each combination that was ever live.
create table pin (
  id integer primary key generated always as identity,
  deployment_id integer not null references deployment,
  version integer not null,
  tables jsonb not null,
  destinations text[] not null,
  created_at timestamptz not null default now(),
  unique (deployment_id, version, tables)
);

create table message (
  id uuid not null,
  deployment_id integer not null,
  node text not null,
  source_key bytea not null,
  digest bytea not null,
  correlation_id text not null,
  content_type text not null,
  size integer not null,
  parent_id uuid,
  piece integer,
  accepted_at timestamptz not null default clock_timestamp(),
  primary key (id)
) partition by range (id);
create index message_correlation on message (correlation_id);
create index message_deployment on message (deployment_id, id);

create table message_body (
  message_id uuid not null,
  sealed bytea not null,
  primary key (message_id)
) partition by range (message_id);

create table business_key (
  message_id uuid not null,
  name text not null,
  value text not null
) partition by range (message_id);
create index business_key_value on business_key (value, name, message_id);

create sequence lane_epoch;
create sequence work_seq;

-- What runs in order. node '' = the run lane of a key; else the deliveries of that key to that node.
create table lane (
  id bigint primary key generated always as identity,
  deployment_id integer not null references deployment,
  node text not null,
  key text not null,
  ordered boolean not null,
  slot smallint not null,
  epoch bigint not null default 0,
  leased_by uuid,
  lease_until timestamptz,
  -- Null: nothing to do. Else the earliest time at which there may be.
  ready_at timestamptz,
  parked_by uuid,
  -- The places of the batch in progress: after a crash these are the suspects.
  taken jsonb,
  unique (deployment_id, node, key)
) with (fillfactor = 50);
create index lane_ready on lane (deployment_id, slot, ready_at) where ready_at is not null and parked_by is null;

-- A message waiting at a step: a run not yet begun (step is its trigger), or what is left of one.
create table work (
  lane_id bigint not null,
  seq bigint not null,
  sub bigint not null default 0,
  run_id uuid not null,
  message_id uuid not null,
  pin_id integer not null,
  step smallint not null,
  -- The message as it stands at this step; null: as received.
  sealed bytea,
  -- Destinations whose fate this row decides, a bit for each.
  reach bigint not null,
  replay smallint not null default 0,
  attempts smallint not null default 0,
  starts smallint not null default 0,
  first_at timestamptz,
  next_at timestamptz,
  held_by uuid,
  -- Set: all messages of this gather key are there, and go on together.
  gather text,
  primary key (lane_id, seq, sub)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);
create index work_run on work (run_id);
create index work_held on work (held_by) where held_by is not null;

create table run (
  id uuid not null,
  message_id uuid not null,
  deployment_id integer not null,
  pin_id integer not null,
  replay smallint not null default 0,
  state text not null check (state in ('running', 'done', 'quarantined')),
  open integer not null,
  stopped integer not null,
  error_code text,
  error_node text,
  answer bytea,
  began_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (id)
) partition by range (id);
create index run_deployment on run (deployment_id, id);
create index run_message on run (message_id) where replay > 0;
create index run_unfinished on run (deployment_id, state, id) where state <> 'done';
create index run_error on run (error_code, id) where error_code is not null;

-- One row for each stretch of a run between two commits; read in the order of `at`.
create table trace (
  run_id uuid not null,
  sealed bytea not null,
  at timestamptz not null default clock_timestamp()
) partition by range (run_id);
create index trace_run on trace (run_id);

create table delivery (
  run_id uuid not null,
  node text not null,
  message_id uuid not null,
  key text not null,
  attempts smallint not null,
  status text not null,
  reference text,
  sealed bytea not null,
  first_at timestamptz not null,
  at timestamptz not null default clock_timestamp()
) partition by range (run_id);
create index delivery_run on delivery (run_id);

-- One row for every attempt that did not end in a receipt.
create table attempt (
  run_id uuid not null,
  node text not null,
  number smallint not null,
  code text not null,
  class text not null,
  sentence text not null,
  began_at timestamptz not null,
  at timestamptz not null default clock_timestamp()
) partition by range (run_id);
create index attempt_run on attempt (run_id);

create table quarantine (
  id uuid primary key,
  deployment_id integer not null references deployment,
  run_id uuid not null,
  message_id uuid not null,
  pin_id integer not null,
  step smallint not null,
  node text not null,
  code text not null,
  class text not null,
  sentence text not null,
  path text,
  sealed bytea,
  reach bigint not null,
  lane_id bigint not null,
  seq bigint not null,
  sub bigint not null,
  attempts smallint not null,
  parks boolean not null,
  state text not null default 'open' check (state in ('open', 'replayed', 'skipped', 'discarded')),
  owner text,
  note text,
  resolved_at timestamptz,
  resolved_by text,
  reason text,
  at timestamptz not null default clock_timestamp()
);
create index quarantine_open on quarantine (deployment_id, code, node, at) where state = 'open';
create index quarantine_run on quarantine (run_id);

-- Messages that wait at a gather step for the others of their key: the head knows the last to arrive and how long to wait.
create table gather_head (
  deployment_id integer not null,
  node text not null,
  key text not null,
  expected integer not null,
  deadline timestamptz not null,
  run_id uuid not null,
  message_id uuid not null,
  pin_id integer not null,
  step smallint not null,
  reach bigint not null,
  lane_id bigint not null,
  seq bigint not null,
  sub bigint not null,
  primary key (deployment_id, node, key)
);
create index gather_head_deadline on gather_head (deadline);

create table gathered (
  deployment_id integer not null,
  node text not null,
  key text not null,
  piece bigint not null,
  sealed bytea not null,
  primary key (deployment_id, node, key, piece)
);

-- Counters behind the conservation line, in shards so that concurrent commits do not queue for one row.
create table ledger (
  deployment_id integer not null references deployment,
  node text not null,
  shard smallint not null,
  accepted bigint not null default 0,
  delivered bigint not null default 0,
  quarantined bigint not null default 0,
  filtered bigint not null default 0,
  primary key (deployment_id, node, shard)
) with (fillfactor = 50);

-- The state of a destination, shared by all workers: closed (no row), paused until, or open with one probe at a time.
create table gate (
  environment_id smallint not null references environment,
  name text not null,
  failures integer not null default 0,
  paused_until timestamptz,
  reason text,
  changed_at timestamptz not null default now(),
  primary key (environment_id, name)
);

-- A partner system as flows name it; each environment binds the name to an address and credentials of its own.
create table connection (
  environment_id smallint not null references environment,
  name text not null,
  type text not null check (type in ('http', 'mllp', 'file')),
  settings jsonb not null,
  -- JSON text of {name: value}, sealed.
  secrets bytea,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (environment_id, name)
);

create table secret (
  environment_id smallint not null references environment,
  name text not null,
  sealed bytea not null,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (environment_id, name)
);

create table worker (
  id uuid primary key,
  pool text,
  host text not null,
  pid integer not null,
  started_at timestamptz not null default now(),
  beat_at timestamptz not null default now(),
  progress_at timestamptz not null default now()
);

-- Data keys, one a day, wrapped by the master key.
create table data_key (
  id integer primary key generated always as identity,
  day date not null unique,
  wrapped bytea not null
);
