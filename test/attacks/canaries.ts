import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import type { Store } from '@throughline/store';

/** What no attack may reach, read or carry off; every part is a text found nowhere else. */
export interface Canaries {
  /** In the server's environment. */
  environment: string;
  /** A secret in use, of a connection of dev. */
  secret: string;
  /** A secret of another environment. */
  foreign: string;
  /** A patient, as they stand in messages. */
  patient: { name: string; id: string };
  /** A file beside the server's own. */
  file: string;
  /** A listener on loopback that no rule opens. */
  port: number;
  url: string;
  /** What has been touched so far, in words; `leaks` are texts in which nothing of the canaries may stand. */
  touched(leaks?: string[]): string[];
  close(): Promise<void>;
}

export async function plantCanaries(folder: string): Promise<Canaries> {
  const text = (kind: string) => `ZZ${kind}${randomBytes(9).toString('hex')}`;
  const file = join(folder, 'canary.txt');
  const inFile = text('FILE');
  writeFileSync(file, inFile, { mode: 0o600 });
  let knocks = 0;
  const listeners = await Promise.all([listen('127.0.0.1', 0, () => knocks++)]);
  const { port } = listeners[0]!.address() as { port: number };
  const second = await listen('::1', port, () => knocks++).catch(() => null);
  if (second !== null) listeners.push(second);
  const canaries: Canaries = {
    environment: text('ENV'),
    secret: text('SECRET'),
    foreign: text('FOREIGN'),
    patient: { name: 'ZZCANARY^PAT', id: '999-CANARY' },
    file,
    port,
    url: `http://127.0.0.1:${port}`,
    touched(leaks = []) {
      const found: string[] = [];
      if (knocks > 0) found.push(`the listener on loopback took ${knocks} connections`);
      if (readFileSync(file, 'utf8') !== inFile) found.push('the file has changed');
      for (const [name, value] of Object.entries({
        environment: canaries.environment,
        foreign: canaries.foreign,
        file: inFile,
      })) {
        if (leaks.some((leak) => holds(leak, value))) found.push(`${name} was read`);
      }
      return found;
    },
    close: async () => {
      await Promise.all(listeners.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
  return canaries;
}

function listen(host: string, port: number, knocked: () => void): Promise<Server> {
  const server = createServer((socket) => {
    knocked();
    socket.destroy();
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** The ways in which a text hides in another. */
export function spellings(value: string): string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const base64 = [0, 1, 2].map((shift) => {
    // Three alignments; the ends depend on the neighbours and are left out.
    const encoded = Buffer.from(' '.repeat(shift) + value).toString('base64');
    return encoded.slice(shift === 0 ? 0 : 4, -4).replace(/=+$/, '');
  });
  const hex = Buffer.from(value).toString('hex');
  return [...new Set([value, escaped, encodeURIComponent(value), ...base64, hex])].filter((text) => text.length >= 8);
}

export function holds(text: string, value: string): boolean {
  return spellings(value).some((spelling) => text.includes(spelling));
}

/** Everything that stands in the database, one text for each table; what is sealed is there as it lies on disk. */
export async function everythingStored({ sql }: Store): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }[]>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('throughline', 'graphile_worker') and c.relkind = 'r'`;
  const stored = new Map<string, string>();
  for (const { name } of tables) {
    const rows = await sql.unsafe<{ text: string }[]>(`select t::text as text from ${name} t`);
    // Binary columns are shown as hex: read back as bytes too, for clear text inside them.
    const text = rows.map(({ text: row }) => row).join('\n');
    const bytes = [...text.matchAll(/\\\\?x([0-9a-f]{16,})/g)].map(([, hex]) =>
      Buffer.from(hex!, 'hex').toString('latin1'),
    );
    stored.set(name, [text, ...bytes].join('\n'));
  }
  return stored;
}
