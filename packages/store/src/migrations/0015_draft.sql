-- What was done to each draft, in order: what a second editor missed, the history, and undo after a reload.
create table draft_change (
  flow_id text not null references flow,
  -- The draft's revision behind this change.
  revision integer not null,
  -- The editing session; null where the draft was replaced from outside of one.
  session text,
  actor text not null,
  actor_name text not null,
  at timestamptz not null default now(),
  -- JSON text; null: the whole document was replaced.
  operations text,
  primary key (flow_id, revision)
);
create index draft_change_at on draft_change (at);

-- One page of one person on one draft. `handled` is the number of the last operation that was taken up, whatever became of it.
create table draft_session (
  flow_id text not null references flow,
  session text not null,
  actor text not null,
  handled integer not null default 0,
  -- Operations refused of late: [{number, problem}], until their sender has shown that the answer arrived.
  refused jsonb not null default '[]',
  began_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (flow_id, session)
);
create index draft_session_seen on draft_session (seen_at);

-- Archived flows keep their versions and runs, and are in no list.
alter table flow add column archived_at timestamptz;

-- A draft is rewritten with every edit: no time is to go into compressing what is gone a second later.
alter table flow alter column draft set storage external;
