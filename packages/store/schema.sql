create sequence lane_epoch;

create sequence work_seq;

create table account (
  id uuid not null,
  user_id uuid not null,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint account_pkey PRIMARY KEY (id),
  constraint account_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint account_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table api_token (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  hash bytea not null,
  hint text not null,
  permissions text[] not null,
  environments text[],
  created_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  folders text[],
  constraint api_token_hash_key UNIQUE (hash),
  constraint api_token_pkey PRIMARY KEY (id),
  constraint api_token_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table app_user (
  id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  active boolean not null default true,
  email_verified boolean not null default false,
  image text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  environments text[],
  service boolean not null default false,
  folders text[],
  break_glass boolean not null default false,
  constraint app_user_email_check CHECK ((email = lower(email))),
  constraint app_user_email_key UNIQUE (email),
  constraint app_user_pkey PRIMARY KEY (id)
);

create table attempt (
  run_id uuid not null,
  node text not null,
  number smallint not null,
  code text not null,
  class text not null,
  sentence text not null,
  began_at timestamp with time zone not null,
  at timestamp with time zone not null default clock_timestamp()
) partition by RANGE (run_id);

create table audit (
  sequence bigint not null,
  at timestamp with time zone not null,
  actor text not null,
  actor_name text not null,
  act text not null,
  object text not null,
  summary text not null,
  before bytea,
  after bytea,
  reason text,
  address text,
  previous bytea not null,
  hash bytea not null,
  constraint audit_pkey PRIMARY KEY (sequence)
);

create table audit_head (
  one boolean not null default true,
  sequence bigint not null,
  hash bytea not null,
  at timestamp with time zone not null,
  constraint audit_head_one_check CHECK (one),
  constraint audit_head_pkey PRIMARY KEY (one)
);

create table blind_key (
  one boolean not null default true,
  kek text not null,
  wrapped bytea not null,
  constraint blind_key_one_check CHECK (one),
  constraint blind_key_pkey PRIMARY KEY (one)
);

create table business_key (
  message_id uuid not null,
  name text not null,
  value text not null
) partition by RANGE (message_id);

create table client (
  id uuid not null,
  environment_id smallint not null,
  name text not null,
  contact text not null,
  note text not null,
  active boolean not null default true,
  made_at timestamp with time zone not null default now(),
  changed_at timestamp with time zone not null default now(),
  changed_by text not null,
  constraint client_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON DELETE CASCADE,
  constraint client_environment_id_name_key UNIQUE (environment_id, name),
  constraint client_pkey PRIMARY KEY (id)
);

create table client_door (
  client_id uuid not null,
  flow_id text not null,
  node text not null,
  rate jsonb,
  quota jsonb,
  constraint client_door_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE CASCADE,
  constraint client_door_pkey PRIMARY KEY (client_id, flow_id, node)
);

create table client_key (
  id uuid not null,
  client_id uuid not null,
  kind text not null,
  hint text not null,
  hash bytea,
  kek text,
  wrapped bytea,
  sealed bytea,
  match text,
  made_at timestamp with time zone not null default now(),
  made_by text not null,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  constraint client_key_check CHECK (
CASE kind
    WHEN 'signature'::text THEN (sealed IS NOT NULL)
    WHEN 'token'::text THEN (match IS NOT NULL)
    WHEN 'certificate'::text THEN (match IS NOT NULL)
    ELSE (hash IS NOT NULL)
END),
  constraint client_key_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE CASCADE,
  constraint client_key_kind_check CHECK ((kind = ANY (ARRAY['api-key'::text, 'signature'::text, 'token'::text, 'certificate'::text, 'catalogue'::text]))),
  constraint client_key_pkey PRIMARY KEY (id)
);

create table client_use (
  client_id uuid not null,
  flow_id text not null,
  node text not null,
  day date not null,
  accepted bigint not null default 0,
  refused bigint not null default 0,
  limited bigint not null default 0,
  bytes bigint not null default 0,
  constraint client_use_client_id_fkey FOREIGN KEY (client_id) REFERENCES client(id) ON DELETE CASCADE,
  constraint client_use_pkey PRIMARY KEY (client_id, flow_id, node, day)
);

create table connection (
  environment_id smallint not null,
  name text not null,
  type text not null,
  settings jsonb not null,
  changed_at timestamp with time zone not null default now(),
  changed_by text not null,
  classes text[] not null default '{open,financial}'::text[],
  alarm text,
  alarmed_at timestamp with time zone,
  constraint connection_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint connection_pkey PRIMARY KEY (environment_id, name),
  constraint connection_type_check CHECK ((type ~ '^[a-z][a-z0-9-]{0,30}$'::text))
);

create table data_key (
  id integer not null generated always as identity,
  day date not null,
  wrapped bytea not null,
  kek text,
  constraint data_key_day_key UNIQUE (day),
  constraint data_key_pkey PRIMARY KEY (id)
);

create table delivery (
  run_id uuid not null,
  node text not null,
  message_id uuid not null,
  key text not null,
  attempts smallint not null,
  status text not null,
  reference text,
  sealed bytea not null,
  first_at timestamp with time zone not null,
  at timestamp with time zone not null default clock_timestamp()
) partition by RANGE (run_id);

create table deployment (
  id integer not null generated always as identity,
  environment_id smallint not null,
  flow_id text not null,
  version integer not null,
  active boolean not null default true,
  changed_at timestamp with time zone not null default now(),
  changed_by text not null,
  candidate_version integer,
  candidate_rule jsonb,
  constraint deployment_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint deployment_environment_id_flow_id_key UNIQUE (environment_id, flow_id),
  constraint deployment_flow_id_candidate_version_fkey FOREIGN KEY (flow_id, candidate_version) REFERENCES flow_version(flow_id, version),
  constraint deployment_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES flow(id),
  constraint deployment_flow_id_version_fkey FOREIGN KEY (flow_id, version) REFERENCES flow_version(flow_id, version),
  constraint deployment_pkey PRIMARY KEY (id)
);

create table door (
  environment_id smallint not null,
  flow_id text not null,
  node text not null,
  settings jsonb not null,
  changed_at timestamp with time zone not null default now(),
  changed_by text not null,
  constraint door_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON DELETE CASCADE,
  constraint door_pkey PRIMARY KEY (environment_id, flow_id, node)
);

create table door_count (
  environment_id smallint not null,
  flow_id text not null,
  node text not null,
  client_id uuid not null,
  name text not null,
  began_at timestamp with time zone not null,
  count integer not null,
  slots integer[] not null default array_fill(0, ARRAY[61]),
  slot bigint not null default 0,
  per integer not null default 0,
  constraint door_count_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON DELETE CASCADE,
  constraint door_count_pkey PRIMARY KEY (environment_id, flow_id, node, client_id, name)
);

create table door_proxy (
  environment_id smallint not null,
  name text not null,
  settings jsonb not null,
  changed_at timestamp with time zone not null default now(),
  changed_by text not null,
  constraint door_proxy_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id) ON DELETE CASCADE,
  constraint door_proxy_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,30}$'::text)),
  constraint door_proxy_pkey PRIMARY KEY (environment_id, name)
);

create table draft_change (
  flow_id text not null,
  revision integer not null,
  session text,
  actor text not null,
  actor_name text not null,
  at timestamp with time zone not null default now(),
  operations text,
  constraint draft_change_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES flow(id),
  constraint draft_change_pkey PRIMARY KEY (flow_id, revision)
);

create table draft_presence (
  flow_id text not null,
  session text not null,
  actor text not null,
  name text not null,
  colour smallint not null,
  selection jsonb not null,
  since timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  cursor_x real,
  cursor_y real,
  constraint draft_presence_pkey PRIMARY KEY (flow_id, session)
);

create table draft_session (
  flow_id text not null,
  session text not null,
  actor text not null,
  handled integer not null default 0,
  refused jsonb not null default '[]'::jsonb,
  began_at timestamp with time zone not null default now(),
  seen_at timestamp with time zone not null default now(),
  constraint draft_session_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES flow(id),
  constraint draft_session_pkey PRIMARY KEY (flow_id, session)
);

create table environment (
  id smallint not null generated always as identity,
  name text not null,
  title text not null,
  colour text not null,
  protected boolean not null default false,
  settings jsonb not null default '{}'::jsonb,
  constraint environment_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9-]{0,30}$'::text)),
  constraint environment_name_key UNIQUE (name),
  constraint environment_pkey PRIMARY KEY (id)
);

create table flow (
  id text not null,
  draft text not null,
  revision integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  updated_by text not null,
  archived_at timestamp with time zone,
  folder text not null default ''::text,
  constraint flow_folder_check CHECK ((folder ~ '^([a-z0-9][a-z0-9-]{0,39})?$'::text)),
  constraint flow_pkey PRIMARY KEY (id)
);

create table flow_version (
  flow_id text not null,
  version integer not null,
  document text not null,
  plan text not null,
  note text not null,
  author text not null,
  published_at timestamp with time zone not null default now(),
  constraint flow_version_flow_id_fkey FOREIGN KEY (flow_id) REFERENCES flow(id),
  constraint flow_version_pkey PRIMARY KEY (flow_id, version)
);

create table gate (
  environment_id smallint not null,
  name text not null,
  failures integer not null default 0,
  paused_until timestamp with time zone,
  reason text,
  changed_at timestamp with time zone not null default now(),
  constraint gate_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint gate_pkey PRIMARY KEY (environment_id, name)
);

create table gather_head (
  deployment_id integer not null,
  node text not null,
  key text not null,
  expected integer not null,
  deadline timestamp with time zone not null,
  run_id uuid not null,
  message_id uuid not null,
  pin_id integer not null,
  step smallint not null,
  reach bigint not null,
  lane_id bigint not null,
  seq bigint not null,
  sub bigint not null,
  constraint gather_head_pkey PRIMARY KEY (deployment_id, node, key)
);

create table gathered (
  deployment_id integer not null,
  node text not null,
  key text not null,
  piece bigint not null,
  sealed bytea not null,
  constraint gathered_pkey PRIMARY KEY (deployment_id, node, key, piece)
);

create table invitation (
  id uuid not null,
  email text not null,
  name text not null,
  role text not null,
  environments text[],
  folders text[],
  hash bytea not null,
  made_by text not null,
  made_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  withdrawn_at timestamp with time zone,
  constraint invitation_email_check CHECK ((email = lower(email))),
  constraint invitation_hash_key UNIQUE (hash),
  constraint invitation_pkey PRIMARY KEY (id)
);

create table lane (
  id bigint not null generated always as identity,
  deployment_id integer not null,
  node text not null,
  key text not null,
  ordered boolean not null,
  slot smallint not null,
  epoch bigint not null default 0,
  leased_by uuid,
  lease_until timestamp with time zone,
  ready_at timestamp with time zone,
  parked_by uuid,
  taken jsonb,
  constraint lane_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id),
  constraint lane_deployment_id_node_key_key UNIQUE (deployment_id, node, key),
  constraint lane_pkey PRIMARY KEY (id)
);

create table ledger (
  deployment_id integer not null,
  node text not null,
  shard smallint not null,
  accepted bigint not null default 0,
  delivered bigint not null default 0,
  quarantined bigint not null default 0,
  filtered bigint not null default 0,
  constraint ledger_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id),
  constraint ledger_pkey PRIMARY KEY (deployment_id, node, shard)
);

create table ledger_minute (
  deployment_id integer not null,
  at timestamp with time zone not null,
  accepted bigint not null,
  quarantined bigint not null,
  constraint ledger_minute_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id),
  constraint ledger_minute_pkey PRIMARY KEY (deployment_id, at)
);

create table message (
  id uuid not null,
  deployment_id integer not null,
  node text not null,
  digest bytea not null,
  correlation_id text not null,
  content_type text not null,
  size integer not null,
  parent_id uuid,
  piece integer,
  accepted_at timestamp with time zone not null default clock_timestamp(),
  constraint message_pkey PRIMARY KEY (id)
) partition by RANGE (id);

create table message_body (
  message_id uuid not null,
  sealed bytea not null,
  constraint message_body_pkey PRIMARY KEY (message_id)
) partition by RANGE (message_id);

create table migration (
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_pkey PRIMARY KEY (name)
);

create table missed (
  quarantine_id uuid not null,
  environment_id smallint not null,
  table_name text not null,
  hash text not null,
  key text[],
  day date,
  constraint missed_pkey PRIMARY KEY (quarantine_id)
);

create table notice (
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  sentence text not null,
  at timestamp with time zone not null default now(),
  seen_at timestamp with time zone,
  constraint notice_pkey PRIMARY KEY (id),
  constraint notice_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table passkey (
  id uuid not null,
  user_id uuid not null,
  name text not null,
  credential text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone,
  constraint passkey_credential_key UNIQUE (credential),
  constraint passkey_pkey PRIMARY KEY (id),
  constraint passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table pin (
  id integer not null generated always as identity,
  deployment_id integer not null,
  version integer not null,
  tables jsonb not null,
  destinations text[] not null,
  created_at timestamp with time zone not null default now(),
  constraint pin_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id),
  constraint pin_deployment_id_version_tables_key UNIQUE (deployment_id, version, tables),
  constraint pin_pkey PRIMARY KEY (id)
);

create table policy_exception (
  id uuid not null,
  environment_id smallint not null,
  flow_id text not null,
  node text not null,
  rule text not null,
  reason text not null,
  expires_at timestamp with time zone not null,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamp with time zone not null default now(),
  approved_by text,
  approved_name text,
  approved_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint policy_exception_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint policy_exception_pkey PRIMARY KEY (id)
);

create table promotion (
  id uuid not null,
  release_id text not null,
  environment_id smallint not null,
  kind text not null,
  state text not null,
  reason text not null,
  rollout jsonb,
  asked_by text not null,
  asked_name text not null,
  asked_at timestamp with time zone not null default now(),
  decided_by text,
  decided_name text,
  decided_at timestamp with time zone,
  decision text,
  began_at timestamp with time zone,
  ended_at timestamp with time zone,
  verdict text,
  constraint promotion_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint promotion_kind_check CHECK ((kind = ANY (ARRAY['release'::text, 'rollback'::text]))),
  constraint promotion_pkey PRIMARY KEY (id),
  constraint promotion_release_id_fkey FOREIGN KEY (release_id) REFERENCES release(id),
  constraint promotion_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'phased'::text, 'live'::text, 'replaced'::text, 'refused'::text, 'withdrawn'::text, 'halted'::text])))
);

create table quarantine (
  id uuid not null,
  deployment_id integer not null,
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
  state text not null default 'open'::text,
  owner text,
  note text,
  resolved_at timestamp with time zone,
  resolved_by text,
  reason text,
  at timestamp with time zone not null default clock_timestamp(),
  constraint quarantine_deployment_id_fkey FOREIGN KEY (deployment_id) REFERENCES deployment(id),
  constraint quarantine_pkey PRIMARY KEY (id),
  constraint quarantine_state_check CHECK ((state = ANY (ARRAY['open'::text, 'replayed'::text, 'skipped'::text, 'discarded'::text])))
);

create table reference_binding (
  environment_id smallint not null,
  table_name text not null,
  version_id text not null,
  constraint reference_binding_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint reference_binding_pkey PRIMARY KEY (environment_id, table_name),
  constraint reference_binding_table_name_fkey FOREIGN KEY (table_name) REFERENCES reference_table(name),
  constraint reference_binding_version_id_fkey FOREIGN KEY (version_id) REFERENCES reference_version(id)
);

create table reference_table (
  name text not null,
  definition jsonb not null,
  updated_at timestamp with time zone not null default now(),
  constraint reference_table_pkey PRIMARY KEY (name)
);

create table reference_version (
  id text not null,
  table_name text not null,
  content text not null,
  row_count integer not null,
  note text not null,
  author text not null,
  created_at timestamp with time zone not null default now(),
  constraint reference_version_pkey PRIMARY KEY (id),
  constraint reference_version_table_name_fkey FOREIGN KEY (table_name) REFERENCES reference_table(name)
);

create table release (
  id text not null,
  number integer not null generated always as identity,
  title text not null,
  note text not null,
  origin text not null,
  content text not null,
  made_by text not null,
  made_at timestamp with time zone not null default now(),
  constraint release_number_key UNIQUE (number),
  constraint release_pkey PRIMARY KEY (id)
);

create table replay (
  id uuid not null,
  environment_id smallint not null,
  mode jsonb not null,
  reason text not null,
  requested_by text not null,
  at timestamp with time zone not null default clock_timestamp(),
  state text not null default 'done'::text,
  kind text not null default 'quarantine'::text,
  total integer not null default 0,
  edited bytea,
  changed_at timestamp with time zone not null default clock_timestamp(),
  constraint replay_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint replay_kind_check CHECK ((kind = ANY (ARRAY['quarantine'::text, 'run'::text]))),
  constraint replay_pkey PRIMARY KEY (id),
  constraint replay_state_check CHECK ((state = ANY (ARRAY['running'::text, 'paused'::text, 'cancelled'::text, 'done'::text])))
);

create table replay_item (
  replay_id uuid not null,
  source_id uuid not null,
  run_id uuid,
  message_id uuid not null,
  place integer not null default 0,
  state text not null default 'made'::text,
  constraint replay_item_pkey PRIMARY KEY (replay_id, source_id),
  constraint replay_item_replay_id_fkey FOREIGN KEY (replay_id) REFERENCES replay(id)
);

create table reveal (
  user_id uuid not null,
  message_id uuid not null,
  reason text not null,
  until timestamp with time zone not null,
  constraint reveal_pkey PRIMARY KEY (user_id, message_id),
  constraint reveal_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table role (
  name text not null,
  title text not null,
  sentence text not null,
  permissions text[] not null,
  changed_at timestamp with time zone not null default now(),
  constraint role_name_check CHECK ((name ~ '^[a-z][a-z0-9-]{0,30}$'::text)),
  constraint role_pkey PRIMARY KEY (name)
);

create table run (
  id uuid not null,
  message_id uuid not null,
  deployment_id integer not null,
  pin_id integer not null,
  replay smallint not null default 0,
  state text not null,
  open integer not null,
  stopped integer not null,
  error_code text,
  error_node text,
  answer bytea,
  began_at timestamp with time zone not null default clock_timestamp(),
  ended_at timestamp with time zone,
  constraint run_pkey PRIMARY KEY (id),
  constraint run_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'quarantined'::text])))
) partition by RANGE (id);

create table saved_view (
  id uuid not null,
  user_id uuid not null,
  screen text not null,
  name text not null,
  query jsonb not null,
  changed_at timestamp with time zone not null default now(),
  constraint saved_view_pkey PRIMARY KEY (id),
  constraint saved_view_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE,
  constraint saved_view_user_id_screen_name_key UNIQUE (user_id, screen, name)
);

create table second_factor (
  user_id uuid not null,
  sealed bytea not null,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  recovery text[] not null default '{}'::text[],
  constraint second_factor_pkey PRIMARY KEY (user_id),
  constraint second_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table secret (
  environment_id smallint not null,
  name text not null,
  version integer not null,
  hosts text[] not null,
  kek text not null,
  wrapped bytea not null,
  sealed bytea not null,
  outside boolean not null default false,
  changed_at timestamp with time zone not null default now(),
  changed_by text not null,
  constraint secret_environment_id_fkey FOREIGN KEY (environment_id) REFERENCES environment(id),
  constraint secret_name_check CHECK ((name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}(/[A-Za-z0-9]{1,40})?$'::text)),
  constraint secret_pkey PRIMARY KEY (environment_id, name)
);

create table session (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  expires_at timestamp with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  method text not null default 'password'::text,
  strong boolean not null default false,
  reason text,
  constraint session_pkey PRIMARY KEY (id),
  constraint session_token_key UNIQUE (token),
  constraint session_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table sign_in_setting (
  one boolean not null default true,
  value jsonb not null,
  sealed bytea,
  constraint sign_in_setting_one_check CHECK (one),
  constraint sign_in_setting_pkey PRIMARY KEY (one)
);

create table sign_in_try (
  key bytea not null,
  since timestamp with time zone not null,
  count integer not null,
  constraint sign_in_try_pkey PRIMARY KEY (key)
);

create table signature_use (
  hash bytea not null,
  used_for bytea not null,
  until timestamp with time zone not null,
  constraint signature_use_pkey PRIMARY KEY (hash)
);

create table source (
  deployment_id integer not null,
  key uuid not null,
  message_id uuid not null,
  constraint source_pkey PRIMARY KEY (deployment_id, key)
);

create table trace (
  run_id uuid not null,
  sealed bytea not null,
  at timestamp with time zone not null default clock_timestamp()
) partition by RANGE (run_id);

create table user_grant (
  user_id uuid not null,
  role text not null,
  environments text[],
  made_at timestamp with time zone not null default now(),
  folders text[],
  constraint user_grant_pkey PRIMARY KEY (user_id, role),
  constraint user_grant_user_id_fkey FOREIGN KEY (user_id) REFERENCES app_user(id) ON DELETE CASCADE
);

create table verification (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint verification_pkey PRIMARY KEY (id)
);

create table work (
  lane_id bigint not null,
  seq bigint not null,
  sub bigint not null default 0,
  run_id uuid not null,
  message_id uuid not null,
  pin_id integer not null,
  step smallint not null,
  sealed bytea,
  reach bigint not null,
  replay smallint not null default 0,
  attempts smallint not null default 0,
  starts smallint not null default 0,
  first_at timestamp with time zone,
  next_at timestamp with time zone,
  held_by uuid,
  gather text,
  constraint work_pkey PRIMARY KEY (lane_id, seq, sub)
);

create table worker (
  id uuid not null,
  pool text,
  host text not null,
  pid integer not null,
  started_at timestamp with time zone not null default now(),
  beat_at timestamp with time zone not null default now(),
  progress_at timestamp with time zone not null default now(),
  constraint worker_pkey PRIMARY KEY (id)
);

CREATE INDEX account_user ON account USING btree (user_id);

CREATE INDEX api_token_user ON api_token USING btree (user_id);

CREATE INDEX attempt_run ON ONLY attempt USING btree (run_id);

CREATE INDEX audit_actor ON audit USING btree (actor, sequence);

CREATE INDEX audit_object ON audit USING btree (object, sequence);

CREATE INDEX business_key_message ON ONLY business_key USING btree (message_id);

CREATE INDEX business_key_newest ON ONLY business_key USING btree (value, message_id);

CREATE INDEX client_key_client ON client_key USING btree (client_id);

CREATE UNIQUE INDEX client_key_hash ON client_key USING btree (hash) WHERE (hash IS NOT NULL);

CREATE INDEX client_key_kek ON client_key USING btree (kek) WHERE (kek IS NOT NULL);

CREATE UNIQUE INDEX client_key_signature ON client_key USING btree (hint) WHERE (kind = 'signature'::text);

CREATE INDEX delivery_message ON ONLY delivery USING btree (message_id);

CREATE INDEX delivery_run ON ONLY delivery USING btree (run_id);

CREATE INDEX draft_change_at ON draft_change USING btree (at);

CREATE INDEX draft_session_seen ON draft_session USING btree (seen_at);

CREATE INDEX flow_folder ON flow USING btree (folder);

CREATE INDEX gather_head_deadline ON gather_head USING btree (deadline);

CREATE INDEX lane_ready ON lane USING btree (deployment_id, slot, ready_at) WHERE ((ready_at IS NOT NULL) AND (parked_by IS NULL));

CREATE INDEX message_correlation ON ONLY message USING btree (correlation_id);

CREATE INDEX message_deployment ON ONLY message USING btree (deployment_id, id);

CREATE INDEX missed_row ON missed USING btree (environment_id, table_name, hash);

CREATE INDEX notice_unseen ON notice USING btree (user_id) WHERE (seen_at IS NULL);

CREATE INDEX passkey_user ON passkey USING btree (user_id);

CREATE INDEX policy_exception_flow ON policy_exception USING btree (environment_id, flow_id);

CREATE INDEX promotion_environment ON promotion USING btree (environment_id, asked_at DESC);

CREATE UNIQUE INDEX promotion_under_way ON promotion USING btree (environment_id) WHERE (state = 'phased'::text);

CREATE INDEX quarantine_open ON quarantine USING btree (deployment_id, code, node, at) WHERE (state = 'open'::text);

CREATE INDEX quarantine_run ON quarantine USING btree (run_id);

CREATE INDEX replay_item_message ON replay_item USING btree (message_id);

CREATE INDEX replay_item_pending ON replay_item USING btree (replay_id, place) WHERE (state = 'pending'::text);

CREATE INDEX replay_item_run ON replay_item USING btree (run_id);

CREATE INDEX replay_newest ON replay USING btree (environment_id, id);

CREATE INDEX replay_running ON replay USING btree (id) WHERE (state = 'running'::text);

CREATE INDEX run_deployment ON ONLY run USING btree (deployment_id, id);

CREATE INDEX run_error ON ONLY run USING btree (error_code, id) WHERE (error_code IS NOT NULL);

CREATE INDEX run_error_node ON ONLY run USING btree (deployment_id, error_node, id) WHERE (error_node IS NOT NULL);

CREATE INDEX run_message ON ONLY run USING btree (message_id) WHERE (replay > 0);

CREATE INDEX run_replay ON ONLY run USING btree (deployment_id, id) WHERE (replay > 0);

CREATE INDEX run_unfinished ON ONLY run USING btree (deployment_id, state, id) WHERE (state <> 'done'::text);

CREATE INDEX secret_kek ON secret USING btree (kek);

CREATE INDEX session_of_user ON session USING btree (user_id);

CREATE INDEX signature_use_until ON signature_use USING btree (until);

CREATE INDEX source_message ON source USING btree (message_id);

CREATE INDEX trace_run ON ONLY trace USING btree (run_id);

CREATE INDEX verification_identifier ON verification USING btree (identifier);

CREATE INDEX work_held ON work USING btree (held_by) WHERE (held_by IS NOT NULL);

CREATE INDEX work_run ON work USING btree (run_id);

CREATE TRIGGER audit_append_only BEFORE DELETE OR UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_head_forward BEFORE UPDATE ON audit_head FOR EACH ROW WHEN ((new.sequence < old.sequence)) EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER audit_head_never_emptied BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE TRIGGER release_immutable BEFORE DELETE OR UPDATE ON release FOR EACH ROW EXECUTE FUNCTION refuse_release_change();

CREATE OR REPLACE FUNCTION accept(l_deployment integer[], l_key text[], l_ordered boolean[], l_slot smallint[], m_id uuid[], m_lane integer[], m_pin integer[], m_node text[], m_step smallint[], m_source uuid[], m_digest text[], m_correlation text[], m_type text[], m_size integer[], m_reach bigint[], m_at integer[], m_length integer[], k_message integer[], k_name text[], k_value text[], bodies bytea, at_shard integer, bell boolean, owner uuid, lease_s integer, max_lanes integer, max_work integer)
 RETURNS TABLE(answer json, lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint, sub bigint, run uuid, message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint, attempts smallint, starts integer, first text, gather text)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
#variable_conflict use_column
declare
  l_id bigint[];
  hold boolean;
  idle boolean;
  stored uuid[];
  repeats json;
  wake record;
begin
  if array_length(l_slot, 1) = 1 then
    perform pg_advisory_xact_lock_shared(slot_lock(l_deployment[1], l_slot[1]));
  else
    perform pg_advisory_xact_lock_shared(slot_lock(d, s)) from unnest(l_deployment, l_slot) as l(d, s) group by d, s order by d, s;
  end if;
  for attempt in 1..2 loop
    select array_agg(x.id order by l.i), bool_or(x.ordered or x.ready_at is null), bool_or(x.ready_at is null)
      into l_id, hold, idle from unnest(l_deployment, l_key) with ordinality as l(d, k, i)
      left join lane x on x.deployment_id = l.d and x.node = '' and x.key = l.k;
    exit when array_position(l_id, null) is null;
    insert into lane (deployment_id, node, key, ordered, slot)
      select d, '', k, o, s from unnest(l_deployment, l_key, l_ordered, l_slot, l_id) as l(d, k, o, s, id) where id is null order by d, k
      on conflict do nothing;
  end loop;
  -- Ordered lanes are held until commit, so that the order of their numbers is the order of their commits; idle ones because
  -- they are to be woken. Everybody locks lanes before anything else, in the order of their ids.
  if hold then
    perform 1 from lane x where x.id = any (l_id) and (x.ordered or x.ready_at is null) order by x.id for update;
  end if;

  with b as materialized (
    select x.i, x.id, l_deployment[x.lane] as d, l_id[x.lane] as lane, x.pin, x.node, x.step, x.source,
      decode(x.digest, 'hex') as digest, x.corr, x.ct, x.size, x.reach, x.at, x.length
    from unnest(m_id, m_lane, m_pin, m_node, m_step, m_source, m_digest, m_correlation, m_type, m_size, m_reach, m_at, m_length)
      with ordinality as x(id, lane, pin, node, step, source, digest, corr, ct, size, reach, at, length, i)
  ), s as (
    insert into source (deployment_id, key, message_id) select d, source, id from b order by d, source, i
    on conflict do nothing
    returning message_id
  ), fresh as materialized (
    select b.* from b join s on s.message_id = b.id order by b.i
  ), m as (
    insert into message (id, deployment_id, node, digest, correlation_id, content_type, size)
    select id, d, node, digest, corr, ct, size from fresh
  ), t as (
    insert into message_body (message_id, sealed) select id, substring(bodies, at, length) from fresh
  ), n as (
    insert into business_key (message_id, name, value)
    select f.id, k.name, k.value from unnest(k_message, k_name, k_value) as k(message, name, value) join fresh f on f.i = k.message
  ), w as (
    insert into work (lane_id, seq, run_id, message_id, pin_id, step, reach)
    select lane, nextval('work_seq'), id, id, pin, step, reach from fresh
  ), l as (
    insert into ledger as g (deployment_id, node, shard, accepted)
    select c.d, dest.node, at_shard, sum(c.n)
    from (select d, pin, reach, count(*) as n from fresh group by 1, 2, 3) c
    join pin on pin.id = c.pin, unnest(pin.destinations) with ordinality as dest(node, bit)
    where c.reach & (1::bigint << (dest.bit - 1)::integer) <> 0
    group by 1, 2 order by 1, 2
    on conflict (deployment_id, node, shard) do update set accepted = g.accepted + excluded.accepted
  )
  select array_agg(message_id) into stored from s;

  if coalesce(array_length(stored, 1), 0) < array_length(m_id, 1) then
    select json_agg(json_build_object('id', b.id, 'prior', p.id, 'corr', p.correlation_id, 'same', p.digest = decode(b.digest, 'hex')))
      into repeats
    from unnest(m_id, m_lane, m_source, m_digest) as b(id, lane, source, digest)
    join source s on s.deployment_id = l_deployment[b.lane] and s.key = b.source
    join message p on p.id = s.message_id
    where not b.id = any (coalesce(stored, '{}'));
  end if;

  if idle then
    for wake in
      with woken as (
        update lane x set ready_at = clock_timestamp() where x.id = any (l_id) and x.ready_at is null
        returning x.deployment_id, x.slot)
      select distinct deployment_id, slot from woken where bell order by 1, 2
    loop
      perform ring(wake.deployment_id, wake.slot);
    end loop;
  end if;

  return query select json_build_object('at', clock_timestamp(), 'repeats', coalesce(repeats, '[]'::json)), null::bigint, null::bigint,
    null::boolean, null::text, null::text, null::text[], null::bigint, null::bigint, null::uuid, null::uuid, null::integer, null::smallint,
    null::bytea, null::boolean, null::bigint, null::smallint, null::smallint, null::integer, null::text, null::text;
  if owner is not null then
    return query select null::json, t.* from take(l_deployment[1], l_slot[1], owner, lease_s, max_lanes, max_work) t;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION blame(owner uuid, lanes bigint[], at_lane bigint, at_seq bigint, at_sub bigint)
 RETURNS void
 LANGUAGE sql
AS $function$
  update lane set taken = case when id = at_lane then jsonb_build_array(jsonb_build_array(at_seq, at_sub)) end
  where id in (select id from lane where id = any (lanes) and leased_by = owner order by id for update);
$function$
;

CREATE OR REPLACE FUNCTION count_reach(deployment integer, pin integer, reach bigint, accepted_more integer, quarantined_more integer)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into ledger as l (deployment_id, node, shard, accepted, quarantined)
  select deployment, d.node, 0, accepted_more, quarantined_more
  from pin p, unnest(p.destinations) with ordinality as d(node, bit)
  where p.id = pin and reach & (1::bigint << (d.bit - 1)::integer) <> 0
  on conflict (deployment_id, node, shard) do update set accepted = l.accepted + excluded.accepted,
    quarantined = l.quarantined + excluded.quarantined
$function$
;

CREATE OR REPLACE FUNCTION door_slots(p_row door_count, p_seconds integer, p_now double precision)
 RETURNS door_count
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION drop_days(parents text[], keep integer)
 RETURNS text[]
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'throughline', 'pg_temp'
AS $function$
declare
  old record;
  day date;
  dropped text[] := '{}';
begin
  perform pg_advisory_xact_lock(hashtext('partitions'));
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
end $function$
;

CREATE OR REPLACE FUNCTION ensure_partitions(behind integer, ahead integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'throughline', 'pg_temp'
AS $function$
declare
  day date;
  parent text;
  made integer := 0;
  child text;
begin
  perform pg_advisory_xact_lock(hashtext('partitions'));
  for day in select generate_series(
    (now() at time zone 'UTC')::date - behind, (now() at time zone 'UTC')::date + ahead, interval '1 day')::date
  loop
    foreach parent in array array['message', 'message_body', 'business_key', 'run', 'trace', 'delivery', 'attempt'] loop
      child := parent || '_' || to_char(day, 'YYYYMMDD');
      if to_regclass(child) is null then
        execute format('create table %I partition of %I for values from (%L) to (%L)', child, parent,
          uuid_floor(day::timestamp at time zone 'UTC'), uuid_floor((day + 1)::timestamp at time zone 'UTC'));
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $function$
;

CREATE OR REPLACE FUNCTION expire_gathers()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  h record;
  arrived integer;
  expired integer := 0;
begin
  for h in select * from gather_head where deadline < clock_timestamp() for update skip locked loop
    select count(*) into arrived from gathered t where t.deployment_id = h.deployment_id and t.node = h.node and t.key = h.key;
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, reach, lane_id, seq, sub,
      attempts, parks)
    values (gen_random_uuid(), h.deployment_id, h.run_id, h.message_id, h.pin_id, h.step, h.node, 'gather_incomplete', 'data',
      format('Only %s of %s messages arrived in time.', arrived, h.expected), h.reach, h.lane_id, h.seq, h.sub, 1, false);
    update run set stopped = stopped + 1, state = case when open > 0 then 'running' else 'quarantined' end,
      error_code = 'gather_incomplete', error_node = h.node where id = h.run_id;
    perform count_reach(h.deployment_id, h.pin_id, h.reach, 1, 1);
    delete from gather_head x where x.deployment_id = h.deployment_id and x.node = h.node and x.key = h.key;
    expired := expired + 1;
  end loop;
  return expired;
end $function$
;

CREATE OR REPLACE FUNCTION gather(deployment integer, at_node text, at_key text, at_piece bigint, wanted integer, timeout_s integer, body bytea, run uuid, message uuid, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  arrived integer;
begin
  insert into gather_head as h (deployment_id, node, key, expected, deadline, run_id, message_id, pin_id, step, reach, lane_id, seq, sub)
    values (deployment, at_node, at_key, wanted, clock_timestamp() + make_interval(secs => timeout_s), run, message, pin, step, reach,
      lane, seq, sub)
    on conflict (deployment_id, node, key) do update set run_id = excluded.run_id, message_id = excluded.message_id,
      pin_id = excluded.pin_id, step = excluded.step, reach = excluded.reach, lane_id = excluded.lane_id, seq = excluded.seq,
      sub = excluded.sub;
  insert into gathered (deployment_id, node, key, piece, sealed) values (deployment, at_node, at_key, at_piece, body)
    on conflict (deployment_id, node, key, piece) do update set sealed = excluded.sealed;
  select count(*) into arrived from gathered t where t.deployment_id = deployment and t.node = at_node and t.key = at_key;
  if arrived < wanted then
    return;
  end if;
  delete from gather_head h where h.deployment_id = deployment and h.node = at_node and h.key = at_key;
  insert into work (lane_id, seq, sub, run_id, message_id, pin_id, step, reach, gather)
    values (lane, seq, sub, run, message, pin, step, reach, at_key);
  update run r set open = r.open + 1, state = 'running', ended_at = null where r.id = gather.run;
  perform count_reach(deployment, pin, reach, 1, 0);
end $function$
;

CREATE OR REPLACE FUNCTION refuse_audit_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION refuse_release_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a release never changes' using errcode = 'insufficient_privilege';
end $function$
;

CREATE OR REPLACE FUNCTION rest(deployment integer, wanted_slot integer)
 RETURNS double precision
 LANGUAGE plpgsql
AS $function$
declare
  due timestamptz;
begin
  perform pg_advisory_xact_lock(slot_lock(deployment, wanted_slot));
  perform 1 from lane where deployment_id = deployment and slot = wanted_slot and ready_at is not null order by id for update;
  update lane l set ready_at = null
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and leased_by is null
      and not exists (select from work w where w.lane_id = l.id);
  select min(greatest(ready_at, coalesce(lease_until, ready_at))) into due from lane
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and parked_by is null;
  return case when due is not null then greatest(0, extract(epoch from due - clock_timestamp())) end;
end $function$
;

CREATE OR REPLACE FUNCTION ring(deployment integer, slot integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  perform graphile_worker.add_job('drain', json_build_object('deployment', deployment, 'slot', slot),
    job_key := 'drain:' || deployment || ':' || slot, max_attempts := 1000);
end $function$
;

CREATE OR REPLACE FUNCTION settle(owner uuid, deployment integer, at_shard integer, lease_s integer, bodies bytea, groups_in json, u_group integer[], u_run uuid[], u_message uuid[], u_pin integer[], u_replay smallint[], u_open integer[], u_stopped integer[], u_code text[], u_node text[], u_answer_at integer[], u_answer_length integer[], u_trace_at integer[], u_trace_length integer[], u_lane bigint[], u_seq bigint[], u_sub bigint[], d_group integer[], d_run uuid[], d_node text[], d_message uuid[], d_key text[], d_attempts smallint[], d_status text[], d_reference text[], d_at integer[], d_length integer[], d_first timestamp with time zone[], ledger_in json, lanes_in json, work_in json, stops_in json, attempts_in json, pieces_in json, gathers_in json, gathered_in json, answered uuid[], wants json)
 RETURNS TABLE(slot integer, answer json, lane bigint, epoch bigint, ordered boolean, node text, key text, backed text[], seq bigint, sub bigint, run uuid, message uuid, pin integer, step smallint, sealed bytea, raw boolean, reach bigint, replay smallint, attempts smallint, starts integer, first text, gather text)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
#variable_conflict use_column
declare
  valid integer[];
  holds boolean;
  want record;
  fenced json;
  made json;
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
  with g as materialized (
    select x.g, x.lane, x.epoch, (x.at ->> 0)::bigint as at from json_to_recordset(groups_in) as x(g integer, lane bigint, epoch bigint, at json)
  ), locked as materialized (
    select l.id, l.epoch, l.leased_by from lane l where l.id = any (array(
        select coalesce(g.lane, g.at) from g
        union all
        select y.id from json_to_recordset(made) as y(id bigint)))
      order by l.id for update
  )
  select coalesce(array_agg(g.g) filter (where l.epoch = g.epoch and l.leased_by = owner), '{}'), bool_or(g.at is not null)
    into valid, holds from g join locked l on l.id = coalesce(g.lane, g.at);
  if holds then
    with held_groups as (
      select x.g from json_to_recordset(groups_in) as x(g integer, at json)
      join work w on w.lane_id = (x.at ->> 0)::bigint and w.seq = (x.at ->> 1)::bigint and w.sub = (x.at ->> 2)::bigint
        and w.held_by = owner
      where x.at is not null order by w.lane_id, w.seq, w.sub for update of w
    )
    select valid || coalesce(array_agg(g), '{}') into valid from held_groups;
  end if;
  if array_length(valid, 1) is distinct from json_array_length(groups_in) then
    select json_agg(x.g) into fenced from json_to_recordset(groups_in) as x(g integer) where not x.g = any (valid);
  end if;

  with u as materialized (
    select * from unnest(u_group, u_run, u_message, u_pin, u_replay, u_open, u_stopped, u_code, u_node, u_answer_at, u_answer_length,
        u_trace_at, u_trace_length, u_lane, u_seq, u_sub)
      as x(g, id, message, pin, replay, open, stopped, code, node, answer_at, answer_length, trace_at, trace_length, lane, seq, sub)
    where x.g = any (valid)
  ), ended as (
    delete from work w using u where u.lane is not null and w.lane_id = u.lane and w.seq = u.seq and w.sub = u.sub
  ), run_rows as (
    -- A run's open tokens: one at accept, then what every stretch adds or takes away.
    insert into run as r (id, message_id, deployment_id, pin_id, replay, state, open, stopped, error_code, error_node, answer, ended_at)
    select id, message, deployment, pin, replay,
      case when 1 + open > 0 then 'running' when stopped > 0 then 'quarantined' else 'done' end,
      1 + open, stopped, code, node, substring(bodies, (answer >> 32)::integer, (answer & 4294967295)::integer), case when 1 + open <= 0 then clock_timestamp() end
    from (
      select id, message, pin, replay, sum(open)::integer as open, sum(stopped)::integer as stopped, max(code) as code,
        max(node) as node, max((answer_at::bigint << 32) + answer_length) as answer
      from u group by id, message, pin, replay order by id) x
    on conflict (id) do update set
      open = r.open + excluded.open - 1, stopped = r.stopped + excluded.stopped,
      state = case when r.open + excluded.open - 1 > 0 then 'running'
        when r.stopped + excluded.stopped > 0 then 'quarantined' else 'done' end,
      error_code = coalesce(excluded.error_code, r.error_code), error_node = coalesce(excluded.error_node, r.error_node),
      answer = coalesce(excluded.answer, r.answer),
      ended_at = case when r.open + excluded.open - 1 <= 0 then clock_timestamp() end
  ), trace_rows as (
    insert into trace (run_id, sealed) select id, substring(bodies, trace_at, trace_length) from u where trace_at is not null
  ), delivery_rows as (
    insert into delivery (run_id, node, message_id, key, attempts, status, reference, sealed, first_at)
    select x.run, x.node, x.message, x.key, x.attempts, x.status, x.reference, substring(bodies, x.at, x.length),
      coalesce(x.first, clock_timestamp())
    from unnest(d_group, d_run, d_node, d_message, d_key, d_attempts, d_status, d_reference, d_at, d_length, d_first)
      as x(g, run, node, message, key, attempts, status, reference, at, length, first)
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
      select coalesce(x.lane, m.id) as lane_id, x.*, substring(bodies, x.at, x.length) as sealed,
        case when x.attempts > 0 or x.held then coalesce(x.first, clock_timestamp()) end as first_at,
        clock_timestamp() + make_interval(secs => x.delay) as next_at, case when x.held then owner end as holder
      from json_to_recordset(work_in) as x(g integer, fresh boolean, lane bigint, node text, key text, seq bigint, sub bigint,
        run uuid, message uuid, pin integer, step smallint, at integer, length integer, reach bigint, replay smallint, attempts smallint,
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
    select x.run, x.node, x.number, x.code, x.class, x.sentence, x.began
    from json_to_recordset(attempts_in) as x(g integer, run uuid, node text, number smallint, code text, class text,
      sentence text, began timestamptz)
    where x.g = any (valid);
  end if;

  if pieces_in is not null then
    with p as (
      select * from json_to_recordset(pieces_in) as x(g integer, id uuid, node text, dg text, corr text, ct text,
        size integer, at integer, length integer, parent uuid, piece integer, pin integer, step smallint, reach bigint, lane bigint,
        seq bigint, sub bigint)
      where x.g = any (valid)
    ), piece_messages as (
      insert into message (id, deployment_id, node, digest, correlation_id, content_type, size, parent_id, piece)
      select id, deployment, node, decode(dg, 'hex'), corr, ct, size, parent, piece from p
    ), piece_bodies as (
      insert into message_body (message_id, sealed) select id, substring(bodies, at, length) from p
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
  if holds then
    -- A delivery that outlived its batch is over: its lane may have something to do.
    update lane l set ready_at = clock_timestamp()
    from json_to_recordset(groups_in) as x(g integer, at json)
    where x.at is not null and x.g = any (valid) and l.id = (x.at ->> 0)::bigint;
  end if;

  if stops_in is not null then
    insert into quarantine (id, deployment_id, run_id, message_id, pin_id, step, node, code, class, sentence, path, sealed, reach,
      lane_id, seq, sub, attempts, parks)
    select x.id, deployment, x.run, x.message, x.pin, x.step, x.node, x.code, x.class, x.sentence, x.path,
      substring(bodies, x.at, x.length), x.reach, coalesce(x.lane, m.id), x.seq, x.sub, x.attempts, x.parks
    from json_to_recordset(stops_in) as x(g integer, id uuid, run uuid, message uuid, pin integer, step smallint, node text,
      code text, class text, sentence text, path text, at integer, length integer, reach bigint, lane bigint, key text, seq bigint,
      sub bigint, attempts smallint, parks boolean)
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
    perform gather(deployment, x.node, x.key, x.piece, x.expected, x.timeout, substring(bodies, x.at, x.length), x.run, x.message, x.pin,
        x.step, x.reach, x.lane, x.seq, x.sub)
      from json_to_recordset(gathers_in) as x(g integer, node text, key text, piece bigint, expected integer, timeout integer,
        at integer, length integer, run uuid, message uuid, pin integer, step smallint, reach bigint, lane bigint, seq bigint, sub bigint)
      where x.g = any (valid);
  end if;
  if gathered_in is not null then
    delete from gathered t using json_to_recordset(gathered_in) as x(g integer, node text, key text)
      where x.g = any (valid) and t.deployment_id = deployment and t.node = x.node and t.key = x.key;
  end if;

  if answered is not null then
    perform pg_notify('throughline_answer', r.id::text) from run r where r.id = any (answered) and r.answer is not null;
  end if;

  return query select null::integer, json_build_object('fenced', coalesce(fenced, '[]'::json), 'lanes', made), null::bigint, null::bigint,
    null::boolean, null::text, null::text, null::text[], null::bigint, null::bigint, null::uuid, null::uuid, null::integer, null::smallint,
    null::bytea, null::boolean, null::bigint, null::smallint, null::smallint, null::integer, null::text, null::text;
  if wants is not null then
    for want in select * from json_to_recordset(wants) as w(slot integer, lanes integer, work integer) loop
      return query select want.slot, null::json, t.* from take(deployment, want.slot, owner, lease_s, want.lanes, want.work) t;
      if not found then
        return query select want.slot, json_build_object('rest', try_rest(deployment, want.slot)), null::bigint, null::bigint,
          null::boolean, null::text, null::text, null::text[], null::bigint, null::bigint, null::uuid, null::uuid, null::integer,
          null::smallint, null::bytea, null::boolean, null::bigint, null::smallint, null::smallint, null::integer, null::text, null::text;
      end if;
    end loop;
  end if;
end $function$
;

CREATE OR REPLACE FUNCTION slot_lock(deployment integer, slot integer)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select 5208492::bigint << 40 | (deployment::bigint << 8) | slot
$function$
;

CREATE OR REPLACE FUNCTION sweep()
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

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

CREATE OR REPLACE FUNCTION take_calls(p_environment smallint, p_flow text, p_node text, p_client uuid, p_wanted integer, p_names text[], p_limits integer[], p_seconds integer[], OUT granted integer, OUT remaining integer[], OUT resets integer[])
 RETURNS record
 LANGUAGE plpgsql
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION try_rest(deployment integer, wanted_slot integer)
 RETURNS double precision
 LANGUAGE plpgsql
AS $function$
declare
  due timestamptz;
begin
  if not pg_try_advisory_xact_lock(slot_lock(deployment, wanted_slot)) then
    return 0;
  end if;
  update lane set ready_at = null where id in (
    select l.id from lane l
    where l.deployment_id = deployment and l.slot = wanted_slot and l.ready_at is not null and l.leased_by is null
      and not exists (select from work w where w.lane_id = l.id)
    for update skip locked);
  select min(greatest(ready_at, coalesce(lease_until, ready_at))) into due from lane
    where deployment_id = deployment and slot = wanted_slot and ready_at is not null and parked_by is null;
  return case when due is not null then greatest(0, extract(epoch from due - clock_timestamp())) end;
end $function$
;

CREATE OR REPLACE FUNCTION uuid_floor(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '00000000000000000000')::uuid
$function$
;
