-- People, their sessions and tokens, and the audit chain.
create table app_user (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  role text not null,
  active boolean not null default true,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table session (
  id uuid primary key,
  user_id uuid not null references app_user on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_of_user on session (user_id);

-- A way to sign in: provider 'credential' is our own password, others come with single sign-on.
create table account (
  id uuid primary key,
  user_id uuid not null references app_user on delete cascade,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider_id, account_id)
);
create index account_user on account (user_id);

create table verification (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on verification (identifier);

create table api_token (
  id uuid primary key,
  user_id uuid not null references app_user on delete cascade,
  name text not null,
  -- SHA-256 of the token; the token itself is shown once and kept nowhere.
  hash bytea not null unique,
  hint text not null,
  permissions text[] not null,
  -- Null: every environment its owner may reach.
  environments text[],
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_user on api_token (user_id);

-- Failed sign-ins of the current minute, per account and per address; keys are hashes.
create table sign_in_try (
  key bytea primary key,
  since timestamptz not null,
  count integer not null
);

create table audit (
  sequence bigint primary key,
  at timestamptz not null,
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
  hash bytea not null
);
create index audit_object on audit (object, sequence);
create index audit_actor on audit (actor, sequence);

-- The last entry; its row lock is what makes the chain serial.
create table audit_head (
  one boolean primary key default true check (one),
  sequence bigint not null,
  hash bytea not null,
  at timestamptz not null
);
insert into audit_head (sequence, hash, at) values (0, decode(repeat('00', 32), 'hex'), '-infinity');

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit is append-only' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_append_only before update or delete on audit for each row execute function refuse_audit_change();
create trigger audit_never_emptied before truncate on audit for each statement execute function refuse_audit_change();
create trigger audit_head_kept before delete on audit_head for each row execute function refuse_audit_change();
create trigger audit_head_never_emptied before truncate on audit_head for each statement execute function refuse_audit_change();
create trigger audit_head_forward before update on audit_head for each row
  when (new.sequence < old.sequence) execute function refuse_audit_change();
