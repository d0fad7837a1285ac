-- Folders (a domain, a facility) that flows lie in, and where rights hold beside environments. '' is no folder, null every folder.
alter table flow add column folder text not null default '' check (folder ~ '^([a-z0-9][a-z0-9-]{0,39})?$');
create index flow_folder on flow (folder);
alter table app_user add column folders text[];
alter table user_grant add column folders text[];
alter table user_grant alter column environments drop not null;
alter table api_token add column folders text[];

-- An account for emergencies: it may do everything, asks for a reason, and alarms every administrator.
alter table app_user add column break_glass boolean not null default false;

-- How a session began, whether its person proved themselves twice, and why where a reason was asked for.
alter table session add column method text not null default 'password';
alter table session add column strong boolean not null default false;
alter table session add column reason text;

-- How people sign in; one row once somebody changed it.
create table sign_in_setting (
  one boolean primary key default true check (one),
  value jsonb not null,
  -- The client secret at the identity provider.
  sealed bytea
);

-- Roles made here, and those of the product that were changed here.
create table role (
  name text primary key check (name ~ '^[a-z][a-z0-9-]{0,30}$'),
  title text not null,
  sentence text not null,
  permissions text[] not null,
  changed_at timestamptz not null default now()
);

create table invitation (
  id uuid primary key,
  email text not null check (email = lower(email)),
  name text not null,
  role text not null,
  environments text[],
  folders text[],
  -- SHA-256 of the secret in the link.
  hash bytea not null unique,
  made_by text not null,
  made_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);

create table passkey (
  id uuid primary key,
  user_id uuid not null references app_user on delete cascade,
  name text not null,
  credential text not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  created_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_user on passkey (user_id);

-- What a person must know of, until they have seen it.
create table notice (
  id uuid primary key,
  user_id uuid not null references app_user on delete cascade,
  kind text not null,
  sentence text not null,
  at timestamptz not null default now(),
  seen_at timestamptz
);
create index notice_unseen on notice (user_id) where seen_at is null;
