import { access, constants, mkdir } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type Connection, type Reach, type RunContext, StepFailure } from '@throughline/engine';
import { openAmqp } from '../connector/amqp/session.ts';
import { tlsOf } from '../connector/http/auth.ts';
import type { Send } from '../connector/http/run.ts';
import { folderOf, openSftp } from '../connector/sftp/session.ts';
import { openSql } from '../connector/sql/session.ts';
import type { Guard } from '../egress/guard.ts';
import { socketTarget } from '../egress/target.ts';
import { failure } from '../failure.ts';
import { numberWithin, optionalText, text } from '../settings.ts';

/** What came of trying a connection; `sentence` names no value of it. */
export interface Trial {
  ok: boolean;
  code: string;
  sentence: string;
  ms: number;
  /** A value that the other side showed, for whoever tries to confirm and to set. */
  offer?: Offer;
}

export interface Offer {
  field: string;
  value: string;
}

/** Reaches for a system as a delivery would: same guard, same credentials, nothing that changes anything there. */
export type TryConnection = (connection: Connection, reach: Reach, context: RunContext) => Promise<Trial>;

type Attempt = (
  connection: Connection,
  reach: Reach,
  context: RunContext,
  offer: (offer: Offer) => void,
) => Promise<Pick<Trial, 'code' | 'sentence'>>;

const LIMIT_S = 10;
const HANG_UP_MS = 300;

export function createTrials(guard: Guard, send: Send): TryConnection {
  const attempts: Record<string, Attempt> = {
    http: tryHttp(send),
    mllp: tryMllp(guard),
    sftp: trySftp(guard),
    sql: trySql(guard),
    amqp: tryAmqp(guard),
    file: tryFile,
  };
  return async (connection, reach, context) => {
    const began = performance.now();
    const ms = () => Math.round(performance.now() - began);
    let offered: Offer | null = null;
    const offer = (one: Offer) => {
      offered = one;
    };
    try {
      const attempt = attempts[connection.type];
      if (attempt === undefined) throw failure('rejected', 'type_unknown', `Nobody here can try a ${connection.type}.`);
      return { ok: true, ...(await attempt(connection, reach, context, offer)), ms: ms() };
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      const { code, sentence } = error.error;
      return { ok: false, code, sentence, ms: ms(), ...(offered === null ? {} : { offer: offered }) };
    }
  };
}

function tryHttp(send: Send): Attempt {
  return async (connection, reach, context) => {
    const probe = optionalText(connection.settings, 'probe');
    const answer = await send({
      settings: {
        connection: connection.name,
        method: 'GET',
        ...(probe === null ? {} : { url: probe }),
        timeoutS: LIMIT_S,
      },
      message: 'null',
      context,
      reach: { ...reach, connection: async () => connection },
      signal: AbortSignal.timeout(LIMIT_S * 1000),
      key: null,
    });
    if (answer.status === 401 || answer.status === 403) {
      throw failure('rejected', 'sign_in_refused', `It answered ${answer.status}: it does not take these credentials.`);
    }
    if (answer.status >= 500) {
      throw failure(
        'unavailable',
        'answer_5xx',
        `It can be reached, but answered ${answer.status}: something is wrong there.`,
      );
    }
    return { code: 'answered', sentence: `It answered ${answer.status}; the credentials were not refused.` };
  };
}

function tryMllp(guard: Guard): Attempt {
  return async (connection, reach) => {
    const { settings } = connection;
    const secured = settings['tls'] === true;
    const port = numberWithin(settings, 'port', 2575, 1, 65_535);
    const target = socketTarget(secured ? 'mllps:' : 'mllp:', text(settings, 'host'), port);
    const socket = await guard.open(target, reach.allow, secured ? tlsOf(connection) : null);
    const ended = await endsAtOnce(socket);
    socket.destroy();
    if (ended) {
      const why = secured ? ' It may want a client certificate, or another one.' : '';
      throw failure('unavailable', 'connection_ended', `It ended the connection as soon as that was made.${why}`);
    }
    const how = secured ? 'takes connections, and its certificate is trusted' : 'takes connections, without TLS';
    return { code: 'connected', sentence: `It ${how}. No message was sent.` };
  };
}

/** In TLS 1.3 a peer judges our certificate after the handshake is over for us: only its hanging up tells. */
function endsAtOnce(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const stays = setTimeout(() => resolve(false), HANG_UP_MS);
    for (const event of ['end', 'close', 'error']) {
      socket.once(event, () => {
        clearTimeout(stays);
        resolve(true);
      });
    }
    socket.resume();
  });
}

function trySftp(guard: Guard): Attempt {
  return async (connection, reach, _context, offer) => {
    const pinned = connection.settings['hostKeys'];
    const session = await openSftp(connection, reach, guard, (value) => {
      if (!Array.isArray(pinned) || !pinned.includes(value)) offer({ field: 'hostKeys', value });
    });
    try {
      await folderOf(session, connection);
      return { code: 'signed_in', sentence: 'It shows a pinned key, lets us in, and the folder is there.' };
    } finally {
      session.close();
    }
  };
}

function trySql(guard: Guard): Attempt {
  return async (connection, reach) => {
    const { version, close } = await openSql(connection, reach, guard);
    await close();
    return { code: 'signed_in', sentence: `PostgreSQL ${version.split(' ')[0]} lets us in. Nothing was changed.` };
  };
}

function tryAmqp(guard: Guard): Attempt {
  return async (connection, reach) => {
    const { close } = await openAmqp(connection, reach, guard);
    await close().catch(() => {});
    return { code: 'signed_in', sentence: 'The broker lets us into its virtual host. Nothing was published.' };
  };
}

async function tryFile(connection: Connection, { fileRoot }: Reach): Promise<Pick<Trial, 'code' | 'sentence'>> {
  const folder = join(fileRoot, text(connection.settings, 'folder'));
  try {
    await mkdir(folder, { recursive: true, mode: 0o750 });
    await access(folder, constants.W_OK);
  } catch {
    throw failure('unavailable', 'folder_closed', 'The folder cannot be made or written by this server.');
  }
  return { code: 'writable', sentence: 'The folder is there and can be written.' };
}
