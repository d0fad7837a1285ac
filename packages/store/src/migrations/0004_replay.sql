-- A replay is a request (who, why, how) and one item for each message; an item is made once, however often the button is pressed.
create table replay (
  id uuid primary key,
  environment_id smallint not null references environment,
  mode jsonb not null,
  reason text not null,
  requested_by text not null,
  at timestamptz not null default clock_timestamp()
);

create table replay_item (
  replay_id uuid not null references replay,
  -- What is replayed: a quarantined token, or a run.
  source_id uuid not null,
  run_id uuid not null,
  message_id uuid not null,
  primary key (replay_id, source_id)
);
create index replay_item_message on replay_item (message_id);
create index replay_item_run on replay_item (run_id);

create index delivery_message on delivery (message_id);
