import { noDoorSettings, openStore, type Store } from '@throughline/store';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

const second = { email: 'second@hospital.test', password: 'another password for this' };
let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open();
  await signIn(page);
});

afterAll(() => journey.close());

describe('an admin governs', { timeout: 240_000 }, () => {
  it('adds a colleague, makes a release, and sees what stands in its way elsewhere', async () => {
    await page.goto('/releases');
    await page.getByText('No release yet').waitFor();
    await look(page, 'releases-empty');

    await page.goto('/environments/test');
    await page.getByText('What connectors may reach').waitFor();
    await look(page, 'environment');
    await page.goto('/people');
    await page.getByRole('button', { name: 'Other ways to add somebody' }).click();
    await page.getByRole('menuitem', { name: 'Add a person with a password' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Sam Second');
    await page.getByLabel('Email').fill(second.email);
    await page.getByRole('dialog').getByLabel('Role').first().click();
    await page.getByRole('option', { name: 'Administrator' }).click();
    await page.getByLabel('First password').fill(second.password);
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByText('Sam Second').first().waitFor();
    const named = { name: 'Folder of Procedure supply usage' };
    const folder = page.getByRole('combobox', named).or(page.getByRole('textbox', named)).first();
    await folder.fill('supply');
    await folder.press('Tab');
    await look(page, 'people');
    await page.reload();
    await expect.poll(() => folder.inputValue()).toBe('supply');

    await page.goto('/releases');
    await page.getByRole('button', { name: 'Make a release' }).first().click();
    await page.getByLabel('Title').fill('First flows');
    await look(page, 'release-make');
    await page.getByRole('button', { name: 'Make the release' }).click();
    await page.waitForURL('**/releases/1');
    await page.getByText('Bring it to').waitFor();
    await page.getByText('Checks', { exact: true }).waitFor();
    await look(page, 'release');

    // A door that asks nobody who they are does not get into a protected environment.
    const place = { environment: 'prod', settings: { ...noDoorSettings, owner: 'Supply' } };
    await tell(page, 'PUT', '/doors/item-lookup/question', place);
    await against(page, 'Production');
    await page.getByText('Something stands in the way').waitFor();
    await page.getByText('takes messages from anybody').first().waitFor();
    await look(page, 'release-blocked');
    await against(page, 'Test');
    await page.getByRole('textbox', { name: 'Reason' }).fill('tested in dev with the cases of last week');
    await look(page, 'release-ready');
  });

  it('answers for a finding until a day, once a second person approves; and sees the way of patient data', async () => {
    // What the demo's privacy office has answered for is put aside, so that one exception is looked at.
    const { exceptions: kept } = (await tell(page, 'GET', '/policies?environment=prod')) as {
      exceptions: { id: string }[];
    };
    for (const { id } of kept) await tell(page, 'DELETE', `/policies/exceptions/${id}`);
    const asking = await against(page, 'Production');
    const before = await asking.count();
    await asking.first().click();
    const dialog = page.getByRole('dialog', { name: 'Ask for an exception' });
    await dialog.getByLabel('Reason').fill('the scanners get their keys next week');
    await look(page, 'exception-ask');
    await dialog.getByRole('button', { name: 'Ask for it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const mine = page.getByRole('region', { name: 'Exceptions in prod' });
    await mine.getByText('waits for somebody else’s approval').waitFor();
    expect(await mine.getByRole('button', { name: 'Approve' }).count()).toBe(0);
    expect(await page.getByText(/^Excused:/).count()).toBe(0);

    const other = await journey.open();
    await signIn(other, second);
    const left = await against(other, 'Production');
    const exceptions = other.getByRole('region', { name: 'Exceptions in prod' });
    await look(other, 'exceptions');
    await exceptions.getByRole('button', { name: 'Approve' }).click();
    await exceptions.getByText('Approved by Sam Second').waitFor();
    await other.getByText(/^Excused:/).waitFor();
    expect(await left.count()).toBe(before - 1);
    await exceptions.scrollIntoViewIfNeeded();
    await look(other, 'exceptions-approved');
    await exceptions.getByRole('button', { name: 'End it' }).click();
    await exceptions.waitFor({ state: 'hidden' });
    await other.getByText(/^Excused:/).waitFor({ state: 'hidden' });

    const { connections } = (await tell(page, 'GET', '/connections?environment=test')) as {
      connections: { name: string; type: string; settings: object }[];
    };
    const { type, settings } = connections.find(({ name }) => name === 'billing')!;
    await tell(page, 'PUT', '/connections/billing', { environment: 'test', type, settings, classes: ['open'] });
    await against(page, 'Test');
    await page.getByRole('button', { name: 'Show the way' }).first().click();
    await page.getByRole('region', { name: /^The way through/ }).waitFor();
    await look(page, 'release-way');
  });

  it('makes an environment with its own rules, which stay', async () => {
    await page.goto('/environments');
    await page.getByRole('button', { name: 'New environment' }).click();
    const dialog = page.getByRole('dialog', { name: 'New environment' });
    await dialog.getByLabel('Title').fill('Staging');
    await look(page, 'environment-new');
    await dialog.getByRole('button', { name: 'Make it' }).click();
    await page.waitForURL('**/environments/staging');
    await page.getByRole('button', { name: 'Add a host' }).click();
    await page.getByLabel('Host or range').fill('erp.hospital.example');
    await page.getByLabel('Ports').fill('443, 8443');
    await page.getByLabel('Reason').first().fill('The ERP stands there');
    await page.getByRole('button', { name: 'Add a variable' }).click();
    await page.getByLabel('Name', { exact: true }).fill('SITE');
    await page.getByLabel('Value').fill('MAIN');
    await page.getByRole('button', { name: 'Add a freeze' }).click();
    await page.getByRole('menuitem', { name: 'Around every month-end' }).click();
    await page.getByLabel('Patient data').fill('30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.reload();
    await page.getByLabel('Ports').waitFor();
    expect(await page.getByLabel('Ports').inputValue()).toBe('443, 8443');
    expect(await page.getByLabel('Value').inputValue()).toBe('MAIN');
    expect(await page.getByLabel('Patient data').inputValue()).toBe('30');
    await page.getByLabel('Value').fill('ELSEWHERE');
    await page.getByRole('button', { name: 'Undo changes' }).click();
    expect(await page.getByLabel('Value').inputValue()).toBe('MAIN');
    await look(page, 'environment-made');
    await page.getByLabel('Patient data').scrollIntoViewIfNeeded();
    await look(page, 'environment-made-below');
  });

  it('gives a program an account and a token, and the house a role of its own', async () => {
    await page.goto('/people');
    await page.getByRole('button', { name: 'Other ways to add somebody' }).click();
    await page.getByRole('menuitem', { name: 'An account for a program' }).click();
    const account = page.getByRole('dialog', { name: 'An account for a program' });
    await account.getByLabel('Name', { exact: true }).fill('Pipeline');
    await look(page, 'service');
    await account.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('A program', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'More for Pipeline' }).click();
    await page.getByRole('menuitem', { name: 'Make a token for it' }).click();
    const making = page.getByRole('dialog', { name: 'New token of Pipeline' });
    await making.getByLabel('Name', { exact: true }).fill('CI');
    await making.getByLabel('Publish a version of a flow').check();
    await making.getByRole('button', { name: 'Make it' }).click();
    const token = await page.getByRole('alert').locator('code').textContent();
    const asked = await fetch(`${journey.hospital.url}/api/v1/session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await asked.json()).toMatchObject({ name: 'Pipeline', permissions: ['flow.publish'] });
    await look(page, 'people-service');

    await page.getByRole('button', { name: 'A further role' }).click();
    const role = page.getByRole('dialog', { name: 'A further role' });
    await role.getByLabel('Title').fill('Night watch');
    await role.getByLabel('In a sentence').fill('Looks after runs at night.');
    await role.getByLabel('See runs', { exact: false }).first().check();
    await look(page, 'role');
    await role.getByRole('button', { name: 'Save' }).click();
    await page.getByText('your own').waitFor();
    await page.getByRole('button', { name: 'More for Sam Second' }).click();
    await page.getByRole('menuitem', { name: 'Where they may act' }).click();
    const scope = page.getByRole('dialog', { name: 'Where Sam Second may act' });
    await scope.getByRole('switch', { name: 'Administrator in every environment' }).click({ force: true });
    await scope.getByRole('button', { name: 'A further role' }).click();
    await look(page, 'scope');
    await scope.getByRole('button', { name: 'Cancel' }).click();
  });

  it('makes a token that is shown once, and verifies the audit', async () => {
    await page.goto('/tokens');
    await page.getByRole('heading', { name: 'Tokens' }).waitFor();
    await page.getByRole('button', { name: 'New token' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('CI');
    await page.getByLabel('Publish a version of a flow').check();
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('Copy it now').waitFor();
    await look(page, 'tokens');
    await page.goto('/audit');
    await page.getByText('token.create').first().waitFor();
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The audit is whole').waitFor();
    await look(page, 'audit');
    const rewrite = (summary: string) =>
      asOwner((sql) => sql`update audit set summary = ${summary} where sequence = 2 returning summary`);
    const [was] = await asOwner((sql) => sql<{ summary: string }[]>`select summary from audit where sequence = 2`);
    await rewrite('Nothing happened.');
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByRole('alert').getByText('Entry 2 does not fit').waitFor();
    await page.getByText(/was altered after it was written/).waitFor();
    await look(page, 'audit-altered');
    await rewrite(was!.summary);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The audit is whole').waitFor();
    await page.getByRole('textbox', { name: 'Search' }).fill('no such words anywhere');
    await page.getByText('Nothing fits').waitFor();
    await look(page, 'audit-empty');
    await page.getByRole('textbox', { name: 'Search' }).fill('');
    await page.getByRole('button', { name: 'token.create', exact: true }).first().click();
    await page.getByRole('button', { name: 'Only token.create: show all again' }).waitFor();
    const acts = () => page.locator('tbody tr td:last-child').allTextContents();
    await expect.poll(async () => [...new Set(await acts())]).toEqual(['token.create']);
    await page.getByRole('button', { name: 'First administrator', exact: true }).first().click();
    await page.getByRole('button', { name: 'Only First administrator: show all again' }).waitFor();
    await page.getByLabel('From', { exact: true }).fill('2020-01-01');
    await page.getByLabel('Until', { exact: true }).fill('2020-01-02');
    await page.getByText('Nothing fits').waitFor();
    expect(await page.getByRole('link', { name: 'Export' }).getAttribute('href')).toMatch(
      /act=token\.create.*since=.*until=/,
    );
    await page.getByLabel('Until', { exact: true }).fill('');
    await page.getByRole('button', { name: 'Only token.create: show all again' }).click();
    await expect.poll(async () => new Set(await acts()).size).toBeGreaterThan(1);
    await look(page, 'audit-narrowed');
  });
});

/** Release 1 against an environment, whose checks are there; answers what asks for exceptions. */
async function against(page: Page, title: string): Promise<Locator> {
  await page.goto('/releases/1');
  await page.getByRole('radiogroup').getByText(title, { exact: true }).click();
  await page.getByText(`Bring it to ${title}`).waitFor();
  return page.getByRole('button', { name: 'Ask for an exception' });
}

/** Asks the API as the person of this window. */
function tell(page: Page, method: string, path: string, json?: object): Promise<unknown> {
  return page.evaluate(
    async ([how, where, body]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`/api/v1${where}`, { method: how!, headers, ...(body === null ? {} : { body }) });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${text}`);
      return text === '' ? null : (JSON.parse(text) as unknown);
    },
    [method, path, json === undefined ? null : JSON.stringify(json)] as const,
  );
}

/** What only the owner of the database can do, past the guard of the audit. */
async function asOwner<T>(work: (sql: Store['sql']) => PromiseLike<T>): Promise<T> {
  const { databaseUrl: url, masterKey } = journey.hospital;
  const store = await openStore({ url, masterKey, name: 'owner', max: 1 });
  await store.sql`alter table audit disable trigger user`;
  const done = await work(store.sql);
  await store.sql`alter table audit enable trigger user`;
  await store.close();
  return done;
}
