import { createServer } from 'node:net';
import postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../../test/support/postgres.ts';
import { checkDatabase, type Facts, refusal } from './check.ts';

/** The address of a fresh database with some parts changed. */
async function addressWith(change: (url: URL) => void): Promise<string> {
  const url = new URL((await createDatabase()).url);
  change(url);
  return url.href;
}

describe('a database that serves', () => {
  it('is accepted', async () => {
    await expect(checkDatabase((await createDatabase()).url)).resolves.toBeUndefined();
  });
});

describe('one sentence for', () => {
  it.each(['', 'localhost', 'mysql://root@localhost/x', 'postgres:///x'])('the address "%s"', async (url) => {
    await expect(checkDatabase(url)).rejects.toThrow('DATABASE_URL is no PostgreSQL address');
  });

  it('a wrong password, without showing it', async () => {
    const url = await addressWith((address) => {
      address.password = 'wrong-secret';
    });
    const { port } = new URL(url);
    await expect(checkDatabase(url)).rejects.toThrow(`127.0.0.1:${port} refuses the user or password in DATABASE_URL.`);
    await expect(checkDatabase(url)).rejects.not.toThrow('wrong-secret');
  });

  it('a database that does not exist', async () => {
    const url = await addressWith((address) => {
      address.pathname = '/nowhere';
    });
    await expect(checkDatabase(url)).rejects.toThrow(/^The database "nowhere" at .* does not exist;/);
  });

  it('a port where nobody listens', async () => {
    const url = await addressWith((address) => {
      address.port = '1';
    });
    await expect(checkDatabase(url)).rejects.toThrow(/:1 does not answer; is PostgreSQL running there/);
  });

  it('a host that is not known', async () => {
    const url = await addressWith((address) => {
      address.hostname = 'database.invalid';
    });
    await expect(checkDatabase(url)).rejects.toThrow('The host database.invalid in DATABASE_URL is not known here');
  });

  it('a port where something else hangs up', async () => {
    const other = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(checkDatabase(`postgres://a:b@127.0.0.1:${port}/c`)).rejects.toThrow('does not answer');
    other.close();
  });

  it('a user who may not create', async () => {
    const { url } = await createDatabase();
    const sql = postgres(url, { max: 1 });
    await sql.unsafe(`revoke create on database "${new URL(url).pathname.slice(1)}" from current_user`);
    await sql.end();
    await expect(checkDatabase(url)).rejects.toThrow('may not create schemas');
  });

  const sound: Facts = { version: 150_004, encoding: 'UTF8', standby: false, creates: true };
  it.each<[Partial<Facts>, string]>([
    [{ version: 140_011 }, 'The database runs PostgreSQL 14; Throughline needs 15 or newer.'],
    [{ encoding: 'SQL_ASCII' }, 'The database is encoded in SQL_ASCII; create the database with UTF8.'],
    [{ standby: true }, 'The database is a standby that takes no writes; name the primary in DATABASE_URL.'],
  ])('%o', (facts, sentence) => {
    expect(refusal(sound, 'The database')).toBeUndefined();
    expect(refusal({ ...sound, ...facts }, 'The database')?.message).toBe(sentence);
  });
});
