import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, openSshServer } from '../support/ssh-server.ts';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await openJourney();
});
afterAll(() => journey.close());

describe('an admin connects partner systems', { timeout: 240_000 }, () => {
  it('sees connections of every kind, tries them, and never a secret', async () => {
    const page = await journey.open();
    await signIn(page);
    await page.goto('/dev/connections');
    await page.getByRole('button', { name: 'billing' }).waitFor();
    await look(page, 'connections');
    const tried = async () => {
      await page.getByRole('button', { name: 'Try connection' }).click();
      return page.getByRole('dialog').getByRole('status');
    };
    // HTTP with OAuth 2 client credentials, and HL7 over MLLP.
    for (const [name, says] of [
      ['erp', /the credentials were not refused/],
      ['inventory', /It takes connections, without TLS. No message was sent./],
    ] as const) {
      await page.getByRole('button', { name }).click();
      await (await tried()).getByText(says).waitFor();
      expect(new URL(page.url()).search).toBe(`?connection=${name}`);
      await look(page, `connection-${name}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await page.getByRole('button', { name: 'New connection' }).click();
    await page.getByLabel('Name', { exact: true }).fill('archive');
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'Folder' }).click();
    await page.getByLabel('Folder', { exact: true }).fill('outbox/archive');
    await (await tried()).getByText('The folder is there and can be written.').waitFor();
    await page.getByLabel('Folder', { exact: true }).fill('../../etc');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/none begins with a dot/).waitFor();
    await look(page, 'connection-refused');
    expect(await page.content()).not.toContain('stand-in-secret');
  });

  it('pins the key that a file host shows once it was compared, and enters a private key by its lines', async () => {
    const key = newKey();
    const folder = mkdtempSync(join(tmpdir(), 'throughline-host-'));
    const host = await openSshServer({ folder, user: 'throughline', publicKey: key.public });
    const page = await journey.open();
    await signIn(page);
    await page.goto('/dev/connections');
    await page.getByRole('button', { name: 'New connection' }).click();
    await page.getByLabel('Name', { exact: true }).fill('files');
    await page.getByRole('combobox', { name: 'Kind' }).click();
    await page.getByRole('option', { name: 'SFTP' }).click();
    await page.getByLabel('Host', { exact: true }).fill('127.0.0.1');
    await page.getByLabel('Port').fill(String(host.port));
    await page.getByLabel('User', { exact: true }).fill('throughline');
    await page.getByLabel('Private key', { exact: true }).fill(key.private);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText(/compare the key it shows, and pin it/).waitFor();
    await dialog.getByRole('button', { name: 'Try connection' }).click();
    await dialog.getByRole('status').getByText(host.fingerprint).waitFor();
    expect(host.attempts).toEqual([]);
    await look(page, 'connection-pin');
    await dialog.getByRole('button', { name: 'Its operator confirmed this key: pin it' }).click();
    await dialog.getByRole('button', { name: 'Try connection' }).click();
    await dialog.getByText('It shows a pinned key, lets us in, and the folder is there.').waitFor();
    await look(page, 'connection-sftp');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('row', { name: /files/ }).getByText('Private key set').waitFor();
    await page.reload();
    await page.getByRole('row', { name: /files/ }).waitFor();
    expect(await page.content()).not.toContain(key.private.split('\n')[2]);
    await host.close();
    rmSync(folder, { recursive: true });
  });
});
