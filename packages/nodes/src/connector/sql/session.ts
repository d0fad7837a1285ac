import type { Socket } from 'node:net';
import type { Connection, Reach, StepFailure } from '@throughline/engine';
import postgres from 'postgres';
import { connectFailure } from '../../egress/connect.ts';
import type { Guard } from '../../egress/guard.ts';
import { socketTarget, type Target } from '../../egress/target.ts';
import { failure } from '../../failure.ts';
import { choice, numberWithin, text } from '../../settings.ts';
import { checkBoundTo, checkKind } from '../bound.ts';
import { secretOf, tlsOf } from '../http/auth.ts';

/** A database to ask; whoever opened it closes it. Another driver gives these and its own line in `openSql`. */
export interface SqlSession {
  sql: postgres.Sql;
  /** Version as the server says it, such as 18.4. */
  version: string;
  /** An error of the driver as a StepFailure. */
  failureOf(error: unknown): StepFailure | Error;
  close(): Promise<void>;
}

export type Transaction = postgres.TransactionSql;

/** Values come and go as the database writes them: no date is moved to another zone, no decimal loses a digit. */
const AS_TEXT = {
  boolean: { to: 16, from: [16], serialize: String, parse: (text: string) => text === 't' },
  date: { to: 1184, from: [1082, 1114, 1184], serialize: String, parse: String },
  bytea: { to: 17, from: [17], serialize: String, parse: String },
  json: { to: 114, from: [114, 3802], serialize: String, parse: (text: string) => JSON.parse(text) as unknown },
};

const CONNECT_LIMIT_S = 10;
const STATEMENT_LIMIT_MS = 60_000;

/** Signs in at a database by sockets of the guard, as a user that can do no harm there. Throws StepFailure: nothing was changed then. */
export async function openSql(connection: Connection, reach: Reach, guard: Guard): Promise<SqlSession> {
  const { settings } = connection;
  choice(settings, 'driver', ['postgresql']);
  const target = sqlTarget(connection);
  const { port } = target;
  checkBoundTo(connection, `${text(settings, 'host')}:${port}`);
  // Judged before the driver is at work, so that a refusal is not tried again.
  await guard.check(target, reach.allow);
  const secured = settings['tls'] !== false;
  const hasPassword = (connection.secrets['password'] ?? '') !== '';
  const certified = secured && typeof settings['clientCertificate'] === 'string';
  let isIn = false;
  let attempts = 0;
  // Every connection that the driver wants is opened, secured and judged anew by the guard. It would try for ever to get in.
  const socket = async () => {
    if (!isIn && attempts++ > 0) throw lost(`${target.host}:${port}`);
    return guard.open(target, reach.allow, secured ? { ...tlsOf(connection), ask: askForTls } : null);
  };
  const options = {
    host: target.host,
    port,
    database: text(settings, 'database'),
    username: text(settings, 'username'),
    password: hasPassword || !certified ? secretOf(connection, 'password') : '',
    max: numberWithin(settings, 'connections', 4, 1, 32),
    socket,
    ssl: false,
    connect_timeout: CONNECT_LIMIT_S,
    idle_timeout: 30,
    max_lifetime: 600,
    fetch_types: false,
    types: AS_TEXT,
    onnotice: () => {},
    connection: { application_name: 'throughline', statement_timeout: STATEMENT_LIMIT_MS },
  } as const;
  const sql = postgres(options as unknown as postgres.Options<Record<string, never>>) as postgres.Sql;
  const failureOf = (error: unknown) => sqlFailure(error, target);
  try {
    const version = await lookAround(sql);
    isIn = true;
    return { sql, version, failureOf, close: () => sql.end({ timeout: 1 }) };
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw failureOf(error);
  }
}

export function sqlTarget(connection: Connection): Target {
  checkKind(connection, 'sql');
  const { settings } = connection;
  return socketTarget('postgresql:', text(settings, 'host'), numberWithin(settings, 'port', 5432, 1, 65_535));
}

function lost(place: string): StepFailure {
  return failure('unavailable', 'connect_lost', `${place} ended the connection, or did not answer within 10 s.`);
}

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** SSLRequest of the PostgreSQL protocol, section 54.2.11: one byte answers, and anything behind it is not from the server. */
function askForTls(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = () =>
      reject(failure('unavailable', 'tls_refused', 'The database does not take connections over TLS.'));
    socket.once('close', refused);
    socket.once('data', (chunk) => {
      socket.removeListener('close', refused);
      if (chunk.length === 1 && chunk.toString('latin1') === 'S') resolve();
      else refused();
    });
    socket.write(SSL_REQUEST);
  });
}

/** A flow's statements run with the rights of this user: it must be neither master there, nor in our own house. */
async function lookAround(sql: postgres.Sql): Promise<string> {
  const [found] = await sql<{ version: string; strong: boolean; ours: boolean }[]>`
    select current_setting('server_version') as version,
      (select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
        from pg_catalog.pg_roles where rolname = current_user) as strong,
      exists (
        select from pg_catalog.pg_tables t
        where t.schemaname = 'throughline' and t.tablename = 'audit_head' and has_schema_privilege(t.schemaname, 'usage')
      ) as ours`;
  if (found?.strong === true) {
    const sentence =
      'This user is a superuser there, or makes roles or databases. Make one that may only do what flows do.';
    throw failure('rejected', 'user_too_strong', sentence);
  }
  if (found?.ours === true) {
    throw failure('rejected', 'own_database', 'This is Throughline’s own database, which flows do not touch.');
  }
  return found?.version ?? '';
}

/** Classes of states that pass by themselves: connection, conflict, resources, intervention, system. */
const PASSING = /^(08|25|40|53|55|57|58|XX)/;

/** PostgreSQL error codes, appendix A: 28 sign-in, 3D no database, 53 and 57 the server's own trouble. */
function sqlFailure(error: unknown, target: Target): StepFailure | Error {
  if (!(error instanceof Error) || 'error' in error) return error as StepFailure;
  const place = `${target.host}:${target.port}`;
  const code = String((error as { code?: unknown }).code ?? '');
  if (code.startsWith('28')) {
    return failure('unavailable', 'sign_in_refused', `${place} does not take these credentials (${code}).`);
  }
  if (code === '3D000') return failure('unavailable', 'database_missing', `${place} has no database of this name.`);
  if (code.startsWith('SASL_')) {
    return failure('unavailable', 'sign_in_refused', `${place} could not prove that it knows our password.`);
  }
  if (code === 'CONNECT_TIMEOUT' || code === 'CONNECTION_CLOSED' || code === 'CONNECTION_ENDED') {
    return lost(place);
  }
  if (/^[0-9A-Z]{5}$/.test(code)) {
    const { constraint_name: constraint } = error as { constraint_name?: unknown };
    const rule = typeof constraint === 'string' && /^\w{1,63}$/.test(constraint) ? `, constraint ${constraint}` : '';
    const sentence = `The database refused with the SQL state ${code}${rule}.`;
    return failure(PASSING.test(code) ? 'unavailable' : 'rejected', `sql_${code.toLowerCase()}`, sentence);
  }
  return connectFailure(target, error);
}
