-- A replay is asked for with all its messages, and worked through in batches: an item says what became of it. Replays asked for before
-- were made at once.
alter table replay
  add column state text not null default 'done' check (state in ('running', 'paused', 'cancelled', 'done')),
  add column kind text not null default 'quarantine' check (kind in ('quarantine', 'run')),
  add column total integer not null default 0,
  add column edited bytea,
  add column changed_at timestamptz not null default clock_timestamp();
create index replay_running on replay (id) where state = 'running';
create index replay_newest on replay (environment_id, id);

-- made: it has a run of its own · taken: somebody had decided on it already · expired, unreached …: it could not start there.
alter table replay_item
  alter column run_id drop not null,
  add column place integer not null default 0,
  add column state text not null default 'made';
create index replay_item_pending on replay_item (replay_id, place) where state = 'pending';
