-- Where a person's role holds (null: everywhere), and further roles in some environments.
alter table app_user add column environments text[];
create table user_grant (
  user_id uuid not null references app_user on delete cascade,
  role text not null,
  environments text[] not null,
  made_at timestamptz not null default now(),
  primary key (user_id, role)
);

-- A program rather than a person: no password, acts by tokens that an administrator makes for it.
alter table app_user add column service boolean not null default false;
