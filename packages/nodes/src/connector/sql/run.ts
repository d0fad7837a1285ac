import type { EffectRun, Receipt } from '@throughline/engine';
import type { Guard } from '../../egress/guard.ts';
import { failure } from '../../failure.ts';
import { numberWithin, text } from '../../settings.ts';
import { keep } from '../kept.ts';
import { replying } from '../reply.ts';
import { asked } from './asked.ts';
import { openSql, type SqlSession, sqlTarget, type Transaction } from './session.ts';

export interface ConnectorSql {
  run: EffectRun;
  close(): Promise<void>;
}

/** Without parameters the driver would hand it over as a script of any number of statements. */
const ONE_STATEMENT = { prepare: true, simple: false };
const MAX_ROWS = 1_000;
const MAX_ANSWER = 1_000_000;

/** Runs one statement in a transaction of its own; what it gives back is the answer. */
export function connectorSql(guard: Guard): ConnectorSql {
  const sessions = keep<SqlSession>(
    (connection, reach) => openSql(connection, reach, guard),
    (session) => session.close(),
  );
  const run: EffectRun = async (delivery) => {
    const { message, settings, key, reach, signal } = delivery;
    const shaped = replying(settings, message);
    const connection = await reach.connection(text(settings, 'connection'));
    await guard.check(sqlTarget(connection), reach.allow);
    const { numbered, values } = asked(settings, key);
    const atLeast = numberWithin(settings, 'atLeast', 1, 0, 1000);
    const limitMs = numberWithin(settings, 'timeoutS', 30, 1, 60) * 1000;
    const receipt = await sessions.use(connection, reach, signal, (session, drop) =>
      execute(session, { statement: numbered, values, atLeast, limitMs, signal, drop }),
    );
    return shaped(receipt);
  };
  return { run, close: () => sessions.close() };
}

interface Wanted {
  statement: string;
  values: (string | null)[];
  atLeast: number;
  limitMs: number;
  signal: AbortSignal;
  drop: () => void;
}

async function execute({ sql, failureOf }: SqlSession, wanted: Wanted): Promise<Receipt> {
  const { statement, values, atLeast, limitMs, signal, drop } = wanted;
  let isCommitting = false;
  const work = sql
    .begin(async (tx: Transaction) => {
      await tx.unsafe(`set local statement_timeout = ${Math.round(limitMs)}`);
      const rows = collector();
      const { count } = await tx.unsafe(statement, values as never[], ONE_STATEMENT).forEach(rows.take);
      if (count < atLeast) {
        const sentence = `It touched ${count} rows, and has to touch ${atLeast}; nothing was changed.`;
        throw failure('rejected', 'rows_missing', sentence, { path: 'atLeast' });
      }
      const answer = JSON.stringify({ count, rows: rows.all() });
      isCommitting = true;
      return { status: `${count} rows`, reference: null, answer };
    })
    .catch((error: unknown) => {
      throw isCommitting && isLost(error) ? lost() : failureOf(error);
    });
  // The server bounds the statement; this is for one that does not answer at all, and for being stopped.
  let timer: NodeJS.Timeout | undefined;
  let stop = () => {};
  const ended = new Promise<never>((_, reject) => {
    const end = (code: string, sentence: string) => {
      drop();
      reject(failure(isCommitting ? 'unknown-outcome' : 'unavailable', code, sentence));
    };
    timer = setTimeout(() => end('answer_timeout', 'The database did not answer in time (timeoutS).'), limitMs + 500);
    stop = () => end('delivery_stopped', 'The delivery was stopped.');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

const lost = () =>
  failure('unknown-outcome', 'answer_lost', 'The connection ended while the transaction was being committed.');

/** What the server refused has a state of five characters; the driver's own troubles have words. */
function isLost(error: unknown): boolean {
  return !/^[0-9A-Z]{5}$/.test(String((error as { code?: unknown }).code ?? ''));
}

/** Keeps so many rows and no more, however many come. Throws `answer_too_large` when asked for all of too many. */
function collector() {
  const rows: object[] = [];
  let bytes = 0;
  return {
    take(row: object): void {
      if (rows.length > MAX_ROWS || bytes > MAX_ANSWER) return;
      bytes += JSON.stringify(row).length;
      rows.push(row);
    },
    all(): object[] {
      if (rows.length <= MAX_ROWS && bytes <= MAX_ANSWER) return rows;
      const sentence = `It gives back more than ${MAX_ROWS} rows or 1 MB; nothing was changed.`;
      throw failure('rejected', 'answer_too_large', sentence);
    },
  };
}
