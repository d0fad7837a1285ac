import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { frameMllp } from '@throughline/formats';
import { type Served, serve } from '@throughline/server/serve';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validNow } from '../support/certificate.ts';
import { createDatabase } from '../support/postgres.ts';

/* HL7 v2 over TLS: who shows a certificate of the hospital's own authority is listened to. */
const server = validNow();
const partner = validNow();
const stranger = validNow();
const dataFolder = mkdtempSync(join(tmpdir(), 'throughline-mllp-tls-'));
let database: Awaited<ReturnType<typeof createDatabase>>;
let served: Served;
beforeAll(async () => {
  database = await createDatabase();
  served = await serve({
    databaseUrl: database.url,
    host: '127.0.0.1',
    port: 0,
    mllpPort: 0,
    mllpTls: { ...server, ca: partner.cert },
    roles: ['intake'],
    dataFolder,
    masterKey: randomBytes(32),
    demo: false,
    log: () => {},
  });
});
afterAll(async () => {
  await served.close();
  await database.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const MESSAGE = 'MSH|^~\\&|A|B|C|D|20260101||DFT^P03|1|P|2.5\r';

function say(identity: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const where = { host: '127.0.0.1', port: served.mllpPort!, servername: 'localhost' };
    const socket = connect({ ...where, ca: server.cert, ...identity }, () =>
      socket.write(frameMllp(Buffer.from(MESSAGE))),
    );
    let answer = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
      if (answer.includes('\x1c\r')) socket.end();
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('MLLP over TLS', () => {
  it('answers a partner that shows its certificate', async () => {
    expect(await say({ cert: partner.cert, key: partner.key })).toContain('MSA|AR|1|door_unknown');
  });

  it.each([
    ['no certificate', {}],
    ['a certificate of somebody else', { cert: stranger.cert, key: stranger.key }],
    ['an old version of TLS', { cert: partner.cert, key: partner.key, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1' }],
  ])('does not listen to %s', async (_, identity) => {
    // TLS 1.3 tells the other side after it has begun to speak: it hears an error or nothing.
    expect(await say(identity).catch(() => '')).toBe('');
  });
});
