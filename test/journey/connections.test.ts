import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newKey, openSshServer, type SshServer } from '../support/ssh-server.ts';
import { flowOf, node, until } from '../support/stage.ts';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
let page: Page;
let host: SshServer;
const key = newKey();
const folder = mkdtempSync(join(tmpdir(), 'throughline-host-'));
const user = { folder, user: 'throughline', publicKey: key.public };
beforeAll(async () => {
  [journey, host] = await Promise.all([openJourney(), openSshServer(user)]);
  page = await journey.open();
  await signIn(page);
});
afterAll(async () => {
  await journey.close();
  await host.close();
  rmSync(folder, { recursive: true });
});

describe('an admin connects partner systems', { timeout: 240_000 }, () => {
  it('sees connections of every kind, tries them, and never a secret', async () => {
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
  });

  it('is told at once when that host shows another key, and nothing goes there until it is pinned', async () => {
    const { hospital } = journey;
    const out = node('out', 'connector.sftp', { connection: 'files', name: { expr: '"order-" & n & ".json"' } });
    const flow = flowOf('ward-orders', [node('in', 'trigger.http', { path: 'ward-orders' }), out], ['in>out']);
    const document = { ...flow, name: 'Ward orders' };
    await hospital.api('/flows/ward-orders/versions', { method: 'POST', json: { document } });
    await hospital.api('/flows/ward-orders/live', { method: 'PUT', json: { environment: 'dev', version: 1 } });
    const { port, fingerprint } = host;
    await host.close();
    host = await openSshServer({ ...user, port });
    await until(async () => (await hospital.post('ward-orders', '{"n":1}')).status === 202);

    await page.goto('/dev');
    await page.getByRole('alert').getByText('The connection files of dev is stopped').waitFor();
    await page.getByText('Deliveries to files are stopped').waitFor();
    await look(page, 'home-stopped');
    await page.getByRole('link', { name: 'Open the connection' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connection files' });
    await dialog.getByRole('alert').getByText(host.fingerprint).waitFor();
    await look(page, 'connection-stopped');
    await dialog.getByRole('button', { name: 'Try connection' }).click();
    await dialog.getByText('It shows another key').waitFor();
    expect(host.attempts).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    await dialog.getByRole('button', { name: 'Its operator confirmed this key: pin it, and no other' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('files is stopped').waitFor({ state: 'hidden' });
    await until(() => readdirSync(folder).includes('order-1.json'), 30);
    await page.goto('/audit');
    await page.getByText(`pinned the host key ${host.fingerprint}, unpinned the host key ${fingerprint}`).waitFor();
  });

  it('is offered, at a node, the connections that fit it', async () => {
    await page.goto('/flows/ward-orders?node=out');
    const editor = page.getByRole('dialog', { name: 'Settings of out' });
    const named = { name: 'Connection', exact: true };
    const field = editor.getByRole('combobox', named).or(editor.getByRole('textbox', named)).first();
    await field.fill('');
    await field.click();
    await page.getByRole('option', { name: /^files/ }).waitFor();
    expect(await page.getByRole('option').count()).toBe(1);
    await field.fill('billing');
    await editor.getByText('The connection billing of Development is HTTP; this node needs SFTP.').waitFor();
    await field.fill('nowhere');
    await editor.getByText('The connection nowhere is not set up in Development yet.').waitFor();
  });
});
