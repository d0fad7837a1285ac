import postgres from 'postgres';
import { StoreError } from './error.ts';

const OLDEST = 15;
/** The driver tries for ever again where something accepts and hangs up; a person wants an answer. */
const PATIENCE_MS = 8000;

/**
 * Asks a PostgreSQL whether Throughline can live on it: reachable, 15 or newer, UTF-8, writable, and ours to create in. Every
 * refusal is a StoreError with one sentence that names the host and the database, never the password.
 */
export async function checkDatabase(url: string): Promise<void> {
  const { hostname, place } = readAddress(url);
  const sql = postgres(url, {
    fetch_types: false,
    max: 1,
    connect_timeout: 5,
    onnotice: () => {},
    connection: { application_name: 'throughline check' },
  });
  try {
    const row = await Promise.race([factsOf(sql), silence()]);
    const refused = refusal(row, place);
    if (refused) throw refused;
  } catch (error) {
    throw error instanceof StoreError ? error : connectFailure(error, hostname, place);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

export interface Facts {
  /** `server_version_num`: 150004 is 15.4. */
  version: number;
  encoding: string;
  standby: boolean;
  creates: boolean;
}

async function factsOf(sql: postgres.Sql): Promise<Facts> {
  const [row] = await sql<[Facts]>`
    select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as standby, has_database_privilege(current_database(), 'CREATE') as creates`;
  return row;
}

function silence(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })), PATIENCE_MS).unref();
  });
}

/** Why Throughline does not run on a server of these facts, if it does not. */
export function refusal({ version, encoding, standby, creates }: Facts, place: string): StoreError | undefined {
  const major = Math.floor(version / 10_000);
  if (major < OLDEST) {
    return new StoreError('database_old', `${place} runs PostgreSQL ${major}; Throughline needs ${OLDEST} or newer.`);
  }
  if (encoding !== 'UTF8') {
    return new StoreError('database_encoding', `${place} is encoded in ${encoding}; create the database with UTF8.`);
  }
  if (standby) {
    return new StoreError(
      'database_standby',
      `${place} is a standby that takes no writes; name the primary in DATABASE_URL.`,
    );
  }
  if (!creates) {
    return new StoreError(
      'database_forbidden',
      `The user in DATABASE_URL may not create schemas in ${place}; make it the database's owner, or grant it CREATE.`,
    );
  }
  return undefined;
}

function readAddress(url: string): { hostname: string; place: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^postgres(ql)?:$/.test(parsed.protocol) && parsed.hostname) {
    const database = decodeURIComponent(parsed.pathname.slice(1)) || parsed.username;
    return {
      hostname: parsed.hostname,
      place: `The database "${database}" at ${parsed.hostname}:${parsed.port || 5432}`,
    };
  }
  throw new StoreError(
    'database_url_wrong',
    'DATABASE_URL is no PostgreSQL address; write it as postgres://user:password@host:5432/database.',
  );
}

function connectFailure(error: unknown, hostname: string, place: string): StoreError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const say = (stable: string, sentence: string) => new StoreError(stable, sentence, { cause: error });
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(
        'database_host_unknown',
        `The host ${hostname} in DATABASE_URL is not known here; check its spelling.`,
      );
    case 'ECONNREFUSED':
    case 'CONNECT_TIMEOUT':
    case 'CONNECTION_CLOSED':
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'ECONNRESET':
      return say(
        'database_unreachable',
        `${place} does not answer; is PostgreSQL running there, and does a firewall let us through?`,
      );
    case '28P01':
    case '28000':
      return say('database_sign_in', `${place} refuses the user or password in DATABASE_URL.`);
    case '3D000':
      return say('database_missing', `${place} does not exist; create it, or name another in DATABASE_URL.`);
    case '53300':
      return say('database_crowded', `${place} has no connection left; raise max_connections or stop something else.`);
    case '57P03':
      return say('database_starting', `${place} is still starting or stopping; try again in a moment.`);
    default:
      return say(
        'database_failed',
        `${place} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      );
  }
}
