-- Secrets under a data key of their own, wrapped by a master key that is named. Nothing was kept in the old form but demo values.
alter table data_key add column kek text;

-- The key behind hashed business keys stays the same when the master key changes.
create table blind_key (
  one boolean primary key default true check (one),
  kek text not null,
  wrapped bytea not null
);

drop table secret;
create table secret (
  environment_id smallint not null references environment,
  -- A name of its own, or connection/field for one that belongs to a connection.
  name text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}(/[A-Za-z0-9]{1,40})?$'),
  version integer not null,
  -- Where it may be sent to; empty: nowhere, it only proves who comes in.
  hosts text[] not null,
  kek text not null,
  wrapped bytea not null,
  -- The value, or where an outside vault keeps it.
  sealed bytea not null,
  outside boolean not null default false,
  changed_at timestamptz not null default now(),
  changed_by text not null,
  primary key (environment_id, name)
);
create index secret_kek on secret (kek);

alter table connection drop column secrets;
alter table connection drop constraint connection_type_check;
alter table connection add check (type ~ '^[a-z][a-z0-9-]{0,30}$');
-- Data classes it may be sent.
alter table connection add column classes text[] not null default '{open,financial}';
