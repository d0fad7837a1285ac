import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FlowDocument } from '@throughline/flow';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node } from '../support/stage.ts';
import { openCanvas, until } from './support/canvas.ts';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

const KEY = 'the key of the ward scanners';
const PASSWORD = 'a password of these people';
const people = ['analyst', 'second', 'viewer', 'operator'] as const;
const who = (name: (typeof people)[number]) => ({ email: `${name}@hospital.test`, password: PASSWORD });

let journey: Journey;
let partner: Server;
const arrived: string[] = [];
/** What the partner does with /v2: takes it, refuses it, or lets it wait. */
let second: 'takes' | 'refuses' | 'waits' = 'refuses';
const waiting: ServerResponse[] = [];

beforeAll(async () => {
  partner = createServer((req, res) => {
    arrived.push(req.url ?? '');
    req.resume().on('end', () => {
      if (req.url === '/v2' && second === 'waits') return void waiting.push(res);
      res.writeHead(req.url === '/v2' && second === 'refuses' ? 422 : 200, { 'content-type': 'application/json' });
      res.end('{}');
    });
  });
  await new Promise<void>((ready) => partner.listen(0, '127.0.0.1', ready));
  journey = await openJourney();
});

afterAll(async () => {
  await journey.close();
  partner.closeAllConnections();
  await new Promise((closed) => partner.close(closed));
});

/** Asks the API as the person of this window. */
function tell(page: Page, method: string, path: string, json?: unknown): Promise<{ status: number; body: unknown }> {
  return page.evaluate(
    async ([how, where, body]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/v1${where}`, { method: how!, headers, ...(body === null ? {} : { body }) });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
    },
    [method, path, json === undefined ? null : JSON.stringify(json)] as const,
  );
}

async function done(page: Page, method: string, path: string, json?: unknown): Promise<unknown> {
  const { status, body } = await tell(page, method, path, json);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
  return body;
}

const drawn = (url: string): FlowDocument => {
  const authentication = { mode: 'api-key', header: 'X-API-Key', secret: 'scanner' };
  const flow = flowOf(
    'notices',
    [
      node('in', 'trigger.http', { path: 'notices', authentication }),
      node('ward', 'connector.http', { connection: 'ward', url }),
    ],
    ['in>ward'],
  );
  return { ...flow, name: 'Ward notices' };
};

async function open(name: (typeof people)[number] | 'admin'): Promise<Page> {
  const page = await journey.open();
  await signIn(page, name === 'admin' ? undefined : who(name));
  return page;
}

const send = (environment: string, n: number) =>
  fetch(`${journey.hospital.url}/in/${environment}/notices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': KEY, 'idempotency-key': `${environment}-${n}` },
    body: JSON.stringify({ n }),
  });

/** A release of what runs in dev, of this flow alone, made on its screen. */
async function release(page: Page, title: string): Promise<number> {
  await page.goto('/releases');
  await page.getByRole('button', { name: 'Make a release' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Make a release' });
  await dialog.getByLabel('Title').fill(title);
  await dialog
    .getByRole('combobox', { name: 'Flows' })
    .or(dialog.getByRole('textbox', { name: 'Flows' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Ward notices' }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Make the release' }).click();
  await page.waitForURL(/\/releases\/\d+$/);
  return Number(page.url().split('/').at(-1));
}

async function bring(page: Page, title: string, reason: string, before: () => Promise<void> = async () => {}) {
  await page.getByText(title, { exact: true }).first().click();
  await page.getByText(`Bring it to ${title}`).waitFor();
  await before();
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason);
  await page.getByRole('button', { name: /Ask for approval|Release into/ }).click();
}

async function approve(page: Page, reason: string): Promise<void> {
  await page.goto('/releases');
  await page.getByRole('button', { name: 'Approve' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill(reason);
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await dialog.waitFor({ state: 'hidden' });
}

let admin: Page;

describe('a release', { timeout: 300_000 }, () => {
  it('is published by an analyst, tested, and approved by a second person into production', async () => {
    admin = await open('admin');
    const roles = { analyst: 'analyst', second: 'admin', viewer: 'viewer', operator: 'operator' };
    for (const name of people) {
      await done(admin, 'POST', '/users', { ...who(name), name, role: roles[name] });
    }
    const baseUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
    for (const environment of ['dev', 'test', 'prod']) {
      await done(admin, 'PUT', '/secrets/scanner', { environment, value: KEY });
      const settings = { baseUrl, auth: 'none' };
      await done(admin, 'PUT', '/connections/ward', { environment, type: 'http', settings, classes: ['open'] });
    }
    const { settings } = (await done(admin, 'GET', '/environments/test')) as { settings: object };
    await done(admin, 'PUT', '/environments/test', { title: 'Test', colour: 'yellow', protected: false, settings });

    const analyst = await open('analyst');
    await done(analyst, 'POST', '/flows', { id: 'notices', name: 'Ward notices', from: { document: drawn('/v1') } });
    await (await openCanvas(analyst, 'notices')).publish('first');
    expect((await tell(analyst, 'PUT', '/flows/notices/live', { environment: 'dev', version: 1 })).status).toBe(403);

    await done(admin, 'PUT', '/flows/notices/live', { environment: 'dev', version: 1 });
    const number = await release(admin, 'Ward notices');
    await bring(admin, 'Test', 'works in dev');
    await admin.getByText('It takes messages in Test now.').waitFor();
    await bring(admin, 'Production', 'tested with the cases of last week');
    await admin.getByText('It waits for somebody else to approve it.').waitFor();
    await look(admin, 'release-waiting');
    expect((await send('prod', 1)).status).toBe(404);

    const other = await open('second');
    await approve(other, 'looked at the comparison');
    await until(async () => (await send('prod', 2)).status === 202, 'production takes messages');
    await until(async () => arrived.includes('/v1'), 'the partner has it');
    await other.goto(`/releases/${number}`);
    await other.getByText('looked at the comparison').waitFor();
    await look(other, 'release-live');
  });

  it('that goes to some messages first halts itself when a partner refuses them', async () => {
    const analyst = await open('analyst');
    await done(analyst, 'POST', '/flows/notices/versions', { document: drawn('/v2'), note: 'another address' });
    await done(admin, 'PUT', '/flows/notices/live', { environment: 'dev', version: 2 });
    const number = await release(admin, 'Another address');
    await bring(admin, 'Production', 'half of the messages first', async () => {
      await admin.getByText('A share first').click();
      await admin.getByRole('textbox', { name: 'Share of the messages' }).fill('50');
      await admin.getByRole('textbox', { name: 'or more are refused by a destination than' }).fill('10');
    });
    await admin.getByText('It waits for somebody else to approve it.').waitFor();
    const other = await open('second');
    await approve(other, 'half is fine');
    await other.goto('/releases');
    await other.getByText('50 % of the messages first').waitFor();
    await look(other, 'release-phased');
    let n = 100;
    const isHalted = async () => {
      for (let i = 0; i < 10; i++) expect((await send('prod', n++)).status).toBe(202);
      const { body } = await tell(other, 'GET', '/environments/prod/promotions');
      return (body as { promotions: { number: number; state: string }[] }).promotions.some(
        (one) => one.number === number && one.state === 'halted',
      );
    };
    await until(isHalted, 'the rollout halts itself', 90_000);
    await other.goto(`/releases/${number}`);
    await other
      .getByText(/Destinations refused/)
      .first()
      .waitFor();
    await look(other, 'release-halted');
    const before = arrived.filter((url) => url === '/v1').length;
    for (let i = 0; i < 5; i++) await send('prod', n++);
    await until(async () => arrived.filter((url) => url === '/v1').length >= before + 5, 'all go the old way again');
  });

  it('is rolled back in one click; messages that run finish on their version', async () => {
    second = 'takes';
    await admin.goto('/releases');
    await admin
      .getByRole('link', { name: /Another address/ })
      .first()
      .click();
    await bring(admin, 'Production', 'the partner is mended');
    await admin.getByText('It waits for somebody else to approve it.').waitFor();
    await approve(await open('second'), 'it is');
    second = 'waits';
    let n = 10_000;
    const isTaken = async () => {
      await send('prod', n++);
      return waiting.length > 0;
    };
    await until(isTaken, 'a message of version 2 is on its way', 60_000);
    await admin.goto('/releases');
    await admin.getByRole('button', { name: 'Roll back Production' }).click();
    const dialog = admin.getByRole('dialog');
    await expect
      .poll(() =>
        dialog.getByRole('combobox', { name: 'Back to' }).or(dialog.getByLabel('Back to')).first().inputValue(),
      )
      .toMatch(/Ward notices$/);
    await dialog.getByLabel('Reason').fill('the wards complain');
    await look(admin, 'roll-back');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const before = arrived.filter((url) => url === '/v1').length;
    const isBack = async () => {
      await send('prod', n++);
      return arrived.filter((url) => url === '/v1').length > before;
    };
    await until(isBack, 'new messages go the old way', 60_000);
    for (const res of waiting.splice(0)) res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    second = 'takes';
    const ended = async () => {
      const { body } = await tell(admin, 'GET', '/runs?environment=prod&version=2&limit=1&state=done');
      return (body as { runs: unknown[] }).runs.length === 1;
    };
    await until(ended, 'the message that ran finished on version 2', 60_000);
  });

  it('shows a viewer and an operator what the matrix gives them, and no more', async () => {
    const viewer = await open('viewer');
    await viewer.goto('/releases');
    await viewer.getByRole('heading', { name: 'Releases' }).waitFor();
    expect(await viewer.getByRole('button', { name: /Make a release|Roll back|Approve/ }).count()).toBe(0);
    const main = viewer.getByRole('navigation', { name: 'Main' });
    for (const hidden of ['People', 'Audit', 'Connections', 'Tables']) {
      expect(await main.getByRole('link', { name: hidden }).count(), hidden).toBe(0);
    }
    const may = async (page: Page, method: string, path: string, json?: unknown) =>
      (await tell(page, method, path, json)).status;
    const replay = { environment: 'prod', quarantine: {} };
    expect(await may(viewer, 'POST', '/replays/plan', replay)).toBe(403);
    expect(await may(viewer, 'GET', '/connections?environment=prod')).toBe(403);
    expect(await may(viewer, 'GET', '/runs?environment=prod')).toBe(200);
    const operator = await open('operator');
    expect(await may(operator, 'POST', '/replays/plan', replay)).toBe(200);
    expect(
      await may(operator, 'POST', '/flows/notices/messages', { environment: 'prod', message: { fixture: 'x' } }),
    ).not.toBe(403);
    expect(await may(operator, 'POST', '/environments/prod/roll-back', { reason: 'no' })).toBe(403);
    expect(await may(operator, 'PUT', '/secrets/scanner', { environment: 'prod', value: 'x' })).toBe(403);
    expect(await may(operator, 'GET', '/audit')).toBe(403);
  });
});
