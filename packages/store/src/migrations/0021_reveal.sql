-- Patient data shown to one person for some minutes: who, which message, why. The audit has the same; this is what the doors ask.
create table reveal (
  user_id uuid not null references app_user on delete cascade,
  message_id uuid not null,
  reason text not null,
  until timestamptz not null,
  primary key (user_id, message_id)
);

-- What a look-up missed when it stopped a message: what is mended once, for everybody who missed the same. Of a key with personal
-- columns only the keyed hash is kept.
create table missed (
  quarantine_id uuid primary key,
  environment_id smallint not null,
  table_name text not null,
  hash text not null,
  key text[],
  day date
);
create index missed_row on missed (environment_id, table_name, hash);
