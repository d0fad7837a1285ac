-- Search by key reads the newest first; the name of a key never narrows it.
drop index business_key_value;
create index business_key_newest on business_key (value, message_id);
create index run_replay on run (deployment_id, id) where replay > 0;
create index run_error_node on run (deployment_id, error_node, id) where error_node is not null;

-- How a person likes to see a list: filters and columns under a name.
create table saved_view (
  id uuid primary key,
  user_id uuid not null references app_user on delete cascade,
  screen text not null,
  name text not null,
  query jsonb not null,
  changed_at timestamptz not null default now(),
  unique (user_id, screen, name)
);
