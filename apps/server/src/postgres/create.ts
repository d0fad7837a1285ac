import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { folderFailure, StartFailure } from './failure.ts';
import { runToEnd } from './run.ts';
import { postgresFailure } from './words.ts';

/** Written by this release; a folder of another major version is refused, never converted silently. */
const MAJOR = '18';
const SPACE_TO_CREATE_MB = 200;
/** The role that the server works by. */
export const APPLICATION = 'throughline_application';

/** Where the parts of a data folder are. */
export function placesIn(folder: string) {
  return {
    data: join(folder, 'postgres'),
    draft: join(folder, 'postgres.new'),
    password: join(folder, 'postgres.password'),
    applicationPassword: join(folder, 'postgres.application.password'),
    log: join(folder, 'postgres.log'),
  };
}

/**
 * Makes the cluster at its first start: its files, the role `throughline` with a random password and its database. The work is
 * done beside and moved into place at the end, so a start that was killed half-way leaves nothing to repair. True when made.
 */
export async function createUnlessThere(folder: string, binaries: Binaries, account: Account): Promise<boolean> {
  const { data, draft, log } = placesIn(folder);
  if (existsSync(data)) {
    refuseOtherVersion(data);
    return false;
  }
  refuseFullDisk(folder);
  try {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    account.own(draft);
  } catch (error) {
    throw folderFailure(folder, error);
  }
  const initdb = await runToEnd(account, binaries.initdb, [...initdbArgs, '--pgdata', draft], folder);
  if (initdb.code !== 0) throw postgresFailure(folder, log, initdb.output);
  writeFileSync(join(draft, 'pg_hba.conf'), 'host all all 127.0.0.1/32 scram-sha-256\n');
  const roles = await runToEnd(
    account,
    binaries.postgres,
    singleArgs(draft),
    folder,
    firstStatements(newPassword(folder)),
  );
  if (roles.code !== 0) throw postgresFailure(folder, log, roles.output);
  renameSync(draft, data);
  return true;
}

/**
 * Makes the role that the server works by, where it is not there yet: it owns nothing, so that the audit is append-only for it. The
 * cluster must stand still.
 */
export async function makeApplicationRole(folder: string, { postgres }: Binaries, account: Account): Promise<void> {
  const { data, applicationPassword, log } = placesIn(folder);
  if (existsSync(applicationPassword)) return;
  const password = randomBytes(24).toString('hex');
  const statements = [
    `DO $$BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${APPLICATION}') THEN CREATE ROLE ${APPLICATION} LOGIN; END IF; END$$`,
    `ALTER ROLE ${APPLICATION} PASSWORD '${password}'`,
    `GRANT pg_monitor TO ${APPLICATION}`,
    '',
  ];
  const made = await runToEnd(account, postgres, singleArgs(data), folder, statements.join('\n'));
  if (made.code !== 0) throw postgresFailure(folder, log, made.output);
  writeFileSync(applicationPassword, `${password}\n`, { mode: 0o600 });
}

/** The password of the role `throughline`, as its first start left it. */
export function readPassword(folder: string, of: 'password' | 'applicationPassword' = 'password'): string {
  try {
    return readFileSync(placesIn(folder)[of], 'utf8').trim();
  } catch (error) {
    throw new StartFailure(
      'password_missing',
      `${placesIn(folder)[of]} cannot be read, and the database in ${folder} does not open without it; put it back from your backup.`,
      error,
    );
  }
}

/*
 * The superuser has no password and local sockets are refused, so nobody can sign in as it; the application's role owns its own
 * database and nothing else.
 */
const initdbArgs = [
  '--username=postgres',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--auth-local=reject',
  '--auth-host=scram-sha-256',
];

function singleArgs(data: string): string[] {
  return ['--single', '-D', data, '-c', 'exit_on_error=on', '-c', 'log_min_error_statement=panic', 'postgres'];
}

function firstStatements(password: string): string {
  return [
    `CREATE ROLE throughline LOGIN CREATEDB PASSWORD '${password}'`,
    'GRANT pg_monitor TO throughline',
    'CREATE DATABASE throughline OWNER throughline',
    '',
  ].join('\n');
}

function newPassword(folder: string): string {
  const password = randomBytes(24).toString('hex');
  const { password: path } = placesIn(folder);
  rmSync(path, { force: true });
  writeFileSync(path, `${password}\n`, { mode: 0o600 });
  return password;
}

function refuseOtherVersion(data: string): void {
  const stamp = join(data, 'PG_VERSION');
  if (!existsSync(stamp)) {
    throw new StartFailure(
      'not_a_cluster',
      `${data} exists but holds no PostgreSQL data; move it away, or choose another folder with --data.`,
    );
  }
  const version = readFileSync(stamp, 'utf8').trim();
  if (version !== MAJOR) {
    throw new StartFailure(
      'other_version',
      `${data} was written by PostgreSQL ${version}, and this release brings ${MAJOR}; carry it over with pg_dump, or choose another folder with --data.`,
    );
  }
}

function refuseFullDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  const freeMb = Math.floor((bavail * bsize) / 1024 ** 2);
  if (freeMb >= SPACE_TO_CREATE_MB) return;
  throw new StartFailure(
    'disk_full',
    `The disk that holds ${folder} has ${freeMb} MB free and a new database wants ${SPACE_TO_CREATE_MB} MB; free some space and start again.`,
  );
}
