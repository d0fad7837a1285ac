import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { connect } from '../client.ts';
import { dumpSchema } from './dump.ts';

it('the schema is the one in schema.sql (after a migration: run this file with -u, and commit both)', async () => {
  const { url } = await createDatabase();
  const sql = connect(url, 'schema test', 1);
  try {
    const file = fileURLToPath(new URL('../../schema.sql', import.meta.url));
    await expect(await dumpSchema(sql)).toMatchFileSnapshot(file);
  } finally {
    await sql.end();
  }
});
