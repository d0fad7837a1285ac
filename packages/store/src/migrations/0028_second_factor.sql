-- A second factor by time (RFC 6238). Counts once confirmed by a first code; no code is taken twice.
create table second_factor (
  user_id uuid primary key references app_user on delete cascade,
  sealed bytea not null,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  -- SHA-256 (hex) of codes for when the device is lost; each is good once.
  recovery text[] not null default '{}'
);
