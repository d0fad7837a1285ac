import { contract } from '@throughline/contracts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node } from '../support/stage.ts';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open();
  await signIn(page);
  const keys = { idempotency: ['usageId'], order: null, business: [], correlation: null };
  const trigger = {
    path: 'partner-usage',
    contract: 'supply-usage@1',
    authentication: { mode: 'clients' },
    keys,
  };
  const document = {
    ...flowOf(
      'partner-usage',
      [node('in', 'trigger.http', trigger), node('send', 'connector.http', { connection: 'erp', url: '/usage' })],
      ['in>send'],
    ),
    name: 'Usage from partners',
  };
  const { hospital } = journey;
  const { body } = await hospital.api('/flows/partner-usage/versions', { method: 'POST', json: { document } });
  expect(body['version']).toBe(1);
  const live = { environment: 'dev', version: 1 };
  expect((await hospital.api('/flows/partner-usage/live', { method: 'PUT', json: live })).status).toBeLessThan(300);
});

afterAll(() => journey.close());

const usage = contract('supply-usage@1')!.examples[0]!.message as Record<string, unknown>;

function send(id: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${journey.hospital.url}/in/dev/partner-usage`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...usage, usageId: id }),
  });
}

async function untilStatus(status: number, ask: () => Promise<Response>): Promise<Response> {
  for (let i = 0; ; i++) {
    const answer = await ask();
    if (answer.status === status) return answer;
    if (i > 100) throw new Error(`still ${answer.status} ${await answer.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('an admin opens a door to a partner', { timeout: 300_000 }, () => {
  it('says who may come, registers a client, and hands out a key that is shown once', async () => {
    await page.goto('/dev/doors');
    await page.getByText('Closed: nothing set').waitFor();
    await look(page, 'doors');
    expect((await send('u-0', { 'x-api-key': 'anything' })).status).toBe(401);

    await page.getByRole('link', { name: 'Usage from partners' }).click();
    await page.getByText('Nobody is let in until you say').waitFor();
    await page.getByRole('switch', { name: 'API key' }).click({ force: true });
    await page.getByRole('switch', { name: 'Signature' }).click({ force: true });
    await page.getByRole('switch', { name: 'Rate' }).click({ force: true });
    await page.getByLabel('Owner').fill('Supply chain integration');
    await page.getByLabel('Domain').fill('supply');
    await page.getByLabel('Summary').fill('What was used in a procedure, for billing and the stock.');
    await look(page, 'door');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('No client may come in yet').waitFor();

    await page.goto('/dev/clients');
    await page.getByText('No client yet').waitFor();
    await look(page, 'clients-empty');
    await page.getByRole('button', { name: 'New client' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Scanners of Northside');
    await page.getByLabel('Contact').fill('integration@northside.example');
    await page.getByRole('button', { name: 'Register it' }).click();
    await page.getByText('No door is open to it yet').waitFor();
    await page.getByRole('checkbox', { name: /Usage from partners/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('It has nothing to prove itself with yet').waitFor();
    await page.getByRole('button', { name: 'New key' }).click();
    await look(page, 'client-new-key');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('Copy it now: it is shown once').waitFor();
    await look(page, 'client');
    const key = (await page.getByRole('alert').locator('code').last().textContent())!;
    expect(key).toMatch(/^tlc_/);
    const answer = await untilStatus(202, () => send('u-1', { 'x-api-key': key }));
    expect(answer.headers.get('ratelimit-policy')).toBe('"rate";q=100;w=60');
    await page.reload();
    await page.getByText(`${key.slice(0, 8)}…`).waitFor();
    expect(await page.content()).not.toContain(key);

    await page.getByRole('button', { name: `Revoke ${key.slice(0, 8)}` }).click();
    await page.getByRole('button', { name: 'Revoke it' }).click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    await untilStatus(401, () => send('u-2', { 'x-api-key': key }));
  });

  it('lets the partner read what is open to it, and nothing else', async () => {
    await page.goto('/dev/clients');
    await page.getByRole('link', { name: 'Scanners of Northside' }).click();
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('radio', { name: 'Catalogue key' }).check();
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('Copy it now: it is shown once').waitFor();
    const key = (await page.getByRole('alert').locator('code').last().textContent())!;

    const partner = await journey.open();
    await partner.goto('/catalogue');
    await partner.getByLabel('Your catalogue key').fill('tlr_wrong');
    await partner.getByRole('button', { name: 'Read it' }).click();
    await partner.getByText('This is no key of a client').waitFor();
    await look(partner, 'catalogue-refused');
    await partner.getByLabel('Your catalogue key').fill(key);
    await partner.getByRole('button', { name: 'Read it' }).click();
    await partner.getByText('Open to Scanners of Northside').waitFor();
    await look(partner, 'catalogue');
    expect(await partner.getByRole('region').count()).toBe(2);
    const [download] = await Promise.all([
      partner.waitForEvent('download'),
      partner.getByRole('button', { name: 'OpenAPI of Usage from partners' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('partner-usage.openapi.json');
    // A key for reading sends nothing.
    expect((await send('u-3', { 'x-api-key': key })).status).toBe(401);
  });

  it('names the proxies that are believed, and lets clients prove themselves by certificate behind one', async () => {
    await page.goto('/dev/proxies');
    await page.getByText('No proxy is believed').waitFor();
    await look(page, 'proxies-empty');
    await page.getByRole('button', { name: 'Add a proxy' }).click();
    await page.getByLabel('Name', { exact: true }).fill('edge');
    await page
      .getByRole('combobox', { name: 'Connects from' })
      .or(page.getByLabel('Connects from'))
      .first()
      .fill('10.0.0.4');
    await page.getByRole('switch', { name: 'Checks client certificates' }).click({ force: true });
    await look(page, 'proxies');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved; every process knows.').waitFor();
    await page.reload();
    await page.getByRole('region', { name: 'Proxy edge' }).waitFor();
    await page.goto('/dev/doors');
    await page.getByRole('link', { name: 'Usage from partners' }).click();
    await page.getByRole('switch', { name: /ertificate/ }).click({ force: true });
    await page.getByRole('switch', { name: /oken/ }).click({ force: true });
    await look(page, 'door-ways');
  });
});
