import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { createFirstAdmin } from '../identity/user/first.ts';
import { migrate } from '../migrate.ts';
import { maintain } from '../retention/maintain.ts';
import { isAuditGuarded } from './guard.ts';
import { verifyAudit } from './verify.ts';

let application: Store;
let asOwner: Store;
const { url, applicationUrl } = await createDatabase();

beforeAll(async () => {
  if (applicationUrl === null) return;
  await migrate(url, new URL(applicationUrl).username);
  const masterKey = randomBytes(32);
  application = await openStore({ url: applicationUrl, masterKey, name: 'application' });
  asOwner = await openStore({ url, masterKey, name: 'owner' });
  await createFirstAdmin(application, async () => 'a hash');
});

afterAll(async () => {
  await application?.close();
  await asOwner?.close();
});

describe('the role of the application', () => {
  beforeEach(({ skip }) => {
    if (applicationUrl === null) skip('DATABASE_URL names a server where we make no second role');
  });

  it('appends to the audit, rings the bell, makes and drops days, and is known to be guarded', async () => {
    expect(await verifyAudit(application)).toMatchObject({ ok: true, entries: 1 });
    await maintain(application);
    await application.sql`select graphile_worker.add_job('drain')`;
    const [jobs] = await application.sql`select count(*)::int as n from graphile_worker.jobs`;
    expect(jobs).toEqual({ n: 1 });
    expect(await isAuditGuarded(application)).toBe(true);
    expect(await isAuditGuarded(asOwner)).toBe(false);
  });

  it.each([
    `update throughline.audit set summary = 'nothing happened'`,
    `delete from throughline.audit`,
    `truncate throughline.audit`,
    `delete from throughline.audit_head`,
    `update throughline.audit_head set sequence = 0`,
    `alter table throughline.audit disable trigger all`,
    `drop table throughline.audit cascade`,
    `create or replace function throughline.refuse_audit_change() returns trigger language plpgsql as 'begin return old; end'`,
    `drop schema throughline cascade`,
    `delete from throughline.migration`,
  ])('is refused: %s', async (statement) => {
    await expect(application.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' });
    expect(await verifyAudit(application)).toMatchObject({ ok: true, entries: 1 });
  });
});
