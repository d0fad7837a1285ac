-- Who looks at which draft now; a row that nobody renews is nobody's. Lost in a crash, which is right: so are the pages' streams.
create unlogged table draft_presence (
  flow_id text not null,
  session text not null,
  actor text not null,
  name text not null,
  colour smallint not null,
  selection jsonb not null,
  since timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (flow_id, session)
);
