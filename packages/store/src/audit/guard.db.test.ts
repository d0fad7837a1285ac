import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { openStore, type Store } from '../client.ts';
import { createFirstAdmin } from '../identity/user/first.ts';
import { migrate } from '../migrate.ts';
import { maintain } from '../retention/maintain.ts';
import { isAuditGuarded } from './guard.ts';
import { verifyAudit } from './verify.ts';

const role = `app_${randomBytes(6).toString('hex')}`;
let owner: postgres.Sql;
let application: Store;
let asOwner: Store;

beforeAll(async () => {
  const { url } = await createDatabase();
  owner = postgres(url, { max: 1, onnotice: () => {} });
  await owner.unsafe(`create role ${role} login password 'app'`);
  await migrate(url, role);
  const address = new URL(url);
  [address.username, address.password] = [role, 'app'];
  const masterKey = randomBytes(32);
  application = await openStore({ url: address.href, masterKey, name: 'application' });
  asOwner = await openStore({ url, masterKey, name: 'owner' });
  await createFirstAdmin(application, async () => 'a hash');
});

afterAll(async () => {
  await application.close();
  await asOwner.close();
  await owner.unsafe(`drop owned by ${role}`);
  await owner.unsafe(`drop role ${role}`);
  await owner.end();
});

describe('the role of the application', () => {
  it('appends to the audit, makes and drops days, and is known to be guarded', async () => {
    expect(await verifyAudit(application)).toMatchObject({ ok: true, entries: 1 });
    await maintain(application);
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
