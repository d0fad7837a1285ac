import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, putSecret, type Store, saveEnvironment, system, verifyAudit } from '@throughline/store';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { anchorKey, keepAnchors } from './anchor.ts';

const folder = mkdtempSync(join(tmpdir(), 'throughline-anchor-'));
const path = join(folder, 'audit', 'heads.jsonl');
const key = anchorKey(randomBytes(32));
const stores: Store[] = [];
let store: Store;
afterAll(async () => {
  for (const one of stores) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

const fail = (error: unknown) => {
  throw error;
};

/** Ten acts, and the head of their chain kept outside. */
beforeEach(async () => {
  rmSync(path, { force: true });
  const { url } = await createDatabase();
  store = await openStore({ url, masterKey: randomBytes(32), name: 'anchor test', max: 2 });
  stores.push(store);
  await saveEnvironment(store, { name: 'dev', title: 'Dev', colour: 'teal', protected: false, settings: {} });
  for (let i = 0; i < 10; i++)
    await putSecret(store, system('test'), { environment: 'dev', name: `s${i}`, value: 'something' });
  (await keepAnchors(store, path, [key], fail)).close();
});

/** As the owner of the database, who can switch triggers off. */
async function asOwner(work: () => Promise<unknown>): Promise<void> {
  await store.sql`alter table audit disable trigger all`;
  await store.sql`alter table audit_head disable trigger all`;
  await work();
}

const latest = async () => {
  const anchors = await keepAnchors(store, path, [key], fail);
  anchors.close();
  return anchors.latest();
};

describe('the audit against its anchored head (T01)', () => {
  it('is whole, and takes no change by the application', async () => {
    const anchor = await latest();
    expect(await verifyAudit(store, anchor!)).toMatchObject({ ok: true, entries: 10 });
    await expect(store.sql`update audit set summary = 'x'`).rejects.toThrow('append-only');
    await expect(store.sql`delete from audit`).rejects.toThrow('append-only');
  });

  it.each([
    ['an entry that was edited', 4, () => store.sql`update audit set summary = 'nothing happened' where sequence = 4`],
    ['an entry that was deleted', 5, () => store.sql`delete from audit where sequence = 5`],
    [
      'two entries that changed places',
      3,
      async () => {
        await store.sql`update audit set sequence = -3 where sequence = 3`;
        await store.sql`update audit set sequence = 3 where sequence = 7`;
        await store.sql`update audit set sequence = 7 where sequence = -3`;
      },
    ],
  ])('names %s', async (_, sequence, tamper) => {
    const anchor = await latest();
    await asOwner(tamper);
    expect(await verifyAudit(store, anchor!)).toMatchObject({ ok: false, sequence });
  });

  it('keeps no head that its last entry does not say', async () => {
    await putSecret(store, system('test'), { environment: 'dev', name: 'more', value: 'something' });
    await asOwner(() => store.sql`update audit_head set hash = decode(repeat('11', 32), 'hex')`);
    const said: unknown[] = [];
    const anchors = await keepAnchors(store, path, [key], (error) => said.push(String(error)));
    anchors.close();
    expect(await anchors.latest()).toMatchObject({ sequence: 10 });
    expect(said).toEqual([expect.stringContaining('it was altered, and is not kept')]);
    expect(await verifyAudit(store, (await anchors.latest())!)).toMatchObject({ ok: false, code: 'head_altered' });
  });

  it('shows a tail that was cut off together with its head, which the chain alone cannot', async () => {
    const anchor = await latest();
    await asOwner(async () => {
      await store.sql`delete from audit where sequence > 7`;
      await store.sql`update audit_head set sequence = 7, hash = (select hash from audit where sequence = 7)`;
    });
    expect(await verifyAudit(store)).toMatchObject({ ok: true, entries: 7 });
    expect(await verifyAudit(store, anchor!)).toMatchObject({ ok: false, code: 'tail_cut', sequence: 8 });
  });

  it('shows a chain that was written anew from the beginning', async () => {
    const anchor = await latest();
    await asOwner(async () => {
      await store.sql`delete from audit`;
      await store.sql`update audit_head set sequence = 0, hash = decode(repeat('00', 32), 'hex'), at = '-infinity'`;
    });
    for (let i = 0; i < 10; i++)
      await putSecret(store, system('x'), { environment: 'dev', name: `t${i}`, value: 'something' });
    expect(await verifyAudit(store)).toMatchObject({ ok: true, entries: 10 });
    expect(await verifyAudit(store, anchor!)).toMatchObject({ ok: false, code: 'altered' });
  });

  it('does not believe a kept head that somebody edited, or signed with another key', async () => {
    writeFileSync(path, readFileSync(path, 'utf8').replace('"sequence":10', '"sequence":7'));
    await expect(latest()).rejects.toThrow('it was altered');
    rmSync(path);
    const forged = await keepAnchors(store, path, [anchorKey(randomBytes(32))], fail);
    forged.close();
    await expect(latest()).rejects.toThrow('it was altered');
  });
});
