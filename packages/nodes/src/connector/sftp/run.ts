import { createHash } from 'node:crypto';
import type { EffectRun } from '@throughline/engine';
import { bodyOf } from '../../body.ts';
import type { Guard } from '../../egress/guard.ts';
import { numberWithin, text } from '../../settings.ts';
import { keep } from '../kept.ts';
import { fileAnswer, placeOf } from '../named.ts';
import { putFile } from './put.ts';
import { openSftp, type SftpSession, sftpTarget } from './session.ts';

export interface ConnectorSftp {
  run: EffectRun;
  close(): Promise<void>;
}

/** Leaves the message as a file with another system, whole or not at all. */
export function connectorSftp(guard: Guard): ConnectorSftp {
  const sessions = keep<SftpSession>(
    (connection, reach) => openSftp(connection, reach, guard),
    (session) => session.close(),
    ({ ended }) => ended,
  );
  const run: EffectRun = async ({ message, settings, key, reach, signal }) => {
    const connection = await reach.connection(text(settings, 'connection'));
    await guard.check(sftpTarget(connection), reach.allow);
    const bytes = Buffer.from(bodyOf(message).text, 'utf8');
    const { folders, name } = placeOf(settings, key);
    const limitMs = numberWithin(settings, 'timeoutS', 30, 1, 60) * 1000;
    // The same over all attempts: what an attempt left half-done, the next one begins anew.
    const draft = `.${createHash('sha256').update(`${key}/${name}`).digest('hex').slice(0, 24)}.part`;
    const written = await sessions.use(connection, reach, signal, (session, drop) =>
      putFile(session, connection, { folders, name, draft, bytes }, { limitMs, signal, drop }),
    );
    const file = [...folders, name].join('/');
    return { status: written, reference: file, answer: fileAnswer(file, bytes) };
  };
  return { run, close: () => sessions.close() };
}
