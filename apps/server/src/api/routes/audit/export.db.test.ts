import { createHash } from 'node:crypto';
import { parseCsv } from '@throughline/formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../../test/support/postgres.ts';
import { emailOf, openWorld, PASSWORD, type World } from '../../testing/world.ts';

let world: World;
let admin: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  admin = await world.signIn(emailOf('admin'));
  const person = { email: 'sum@hospital.test', name: '=1+1', role: 'viewer', password: PASSWORD };
  await world.ask('POST', '/users', { cookie: admin, body: person });
  await world.signIn(person.email);
});
afterAll(() => world.close());

async function exported(query = ''): Promise<Record<string, string>[]> {
  const answer = await world.ask('GET', `/audit/export${query}`, { cookie: admin });
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const { rows, problems } = parseCsv(await answer.text(), { header: true, delimiter: ',' });
  expect(problems).toEqual([]);
  return rows.map(({ record }) => record as Record<string, string>);
}

/** An entry as the chain hashes it, from what a row of the export says. */
function hashOf(row: Record<string, string>): string {
  const text = (name: string) => (row[name] === '' ? null : row[name]!);
  const entry = {
    ...{ act: row['act'], actor: row['who'], actorName: row['name'], address: text('from'), after: text('after') },
    ...{ at: row['at'], before: text('before'), object: row['object'], previous: row['previous'] },
    ...{ reason: text('reason'), sequence: Number(row['entry']), summary: row['summary'] },
  };
  return createHash('sha256').update(JSON.stringify(entry)).digest('hex');
}

describe('an export of the audit', () => {
  it('is every entry, itself among them, and whoever holds it can walk the chain', async () => {
    const rows = await exported();
    expect(rows[0]).toMatchObject({ act: 'audit.export', who: expect.stringMatching(/^user:/) });
    expect(rows.map((row) => Number(row['entry']))).toEqual(rows.map((_, i) => rows.length - i));
    for (const [i, row] of rows.entries()) {
      expect(row['previous']).toBe(rows[i + 1]?.['hash'] ?? '0'.repeat(64));
      if (row['name'] !== "'=1+1") expect([row['entry'], hashOf(row)]).toEqual([row['entry'], row['hash']]);
    }
  });

  it('is narrowed as the list is, and runs nothing in a spreadsheet', async () => {
    const rows = await exported('?act=session.sign-in');
    expect(new Set(rows.map(({ act }) => act))).toEqual(new Set(['session.sign-in']));
    expect(rows.map(({ name }) => name)).toContain("'=1+1");
  });
});
