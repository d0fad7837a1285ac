-- How the ledger stood at the first look of each minute, a day back: rates and trends are differences of it.
create table ledger_minute (
  deployment_id integer not null references deployment,
  at timestamptz not null,
  accepted bigint not null,
  quarantined bigint not null,
  primary key (deployment_id, at)
);
