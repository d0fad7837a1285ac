import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { arrayTypes } from './arrays.ts';
import { type KeyRing, openKeyRing } from './body/keys.ts';
import { type Clock, openClock } from './clock.ts';
import { StoreError } from './error.ts';

export type Sql = postgres.Sql;

export interface Store {
  /** For the hot verbs, which are single calls of SQL functions. */
  sql: Sql;
  /** For everything else. */
  db: PostgresJsDatabase;
  keys: KeyRing;
  clock: Clock;
  /** Secrets that are kept elsewhere. Throws StoreError `vault_absent` where no vault is set up. */
  outside(reference: string): Promise<string>;
  close(): Promise<void>;
}

export interface StoreOptions {
  url: string;
  /** Connections at most. */
  max?: number;
  /** 32 bytes that wrap the data keys; without the right ones nothing sealed can be read. */
  masterKey: Buffer;
  /** Master keys that what is stored may still be wrapped by, while they are being changed. */
  formerKeys?: readonly Buffer[];
  /** Fetches a secret that an outside vault keeps, by its reference there. */
  outside?: (reference: string) => Promise<string>;
  /** Shown in pg_stat_activity. */
  name: string;
}

export const SCHEMA = 'throughline';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export function connect(url: string, name: string, max: number): Sql {
  return postgres(url, {
    max,
    idle_timeout: 60,
    connect_timeout: 5,
    onnotice: () => {},
    fetch_types: false,
    types: arrayTypes,
    connection: {
      application_name: name,
      search_path: SCHEMA,
      statement_timeout: 30_000,
      idle_in_transaction_session_timeout: 30_000,
      // Planning over many partitions costs more than any better plan could save.
      plan_cache_mode: 'force_generic_plan',
    },
  });
}

/** Opens the store; migrate() must have run. Throws StoreError `master_key_wrong` when the key does not fit the data. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const sql = connect(options.url, options.name, options.max ?? 10);
  try {
    const keys = await openKeyRing(sql, [options.masterKey, ...(options.formerKeys ?? [])]);
    const outside = options.outside ?? noVault;
    // A try that fails is made up for by the next: keys are made a day ahead, and clocks drift slowly.
    const clock = await openClock(sql);
    const hourly = setInterval(() => keys.refresh().catch(() => {}), HOUR_MS).unref();
    const minutely = setInterval(() => clock.compare().catch(() => {}), MINUTE_MS).unref();
    const close = () => {
      clearInterval(hourly);
      clearInterval(minutely);
      return sql.end({ timeout: 5 });
    };
    return { sql, db: drizzle(sql), keys, clock, outside, close };
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
}

function noVault(): Promise<string> {
  throw new StoreError('vault_absent', 'This secret is kept in a vault, and this server is not told where that is.');
}
