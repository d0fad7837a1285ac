import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

const second = { email: 'second@hospital.test', password: 'another password for this' };
let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

describe('an admin governs', { timeout: 240_000 }, () => {
  it('adds a colleague, makes a release, and sees what stands in its way elsewhere', async () => {
    const page = await journey.open();
    await signIn(page);
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
    await look(page, 'people');

    await page.goto('/releases');
    await page.getByRole('button', { name: 'Make a release' }).first().click();
    await page.getByLabel('Title').fill('First flows');
    await look(page, 'release-make');
    await page.getByRole('button', { name: 'Make the release' }).click();
    await page.waitForURL('**/releases/1');
    await page.getByText('Bring it to').waitFor();
    await page.getByText('Checks', { exact: true }).waitFor();
    await look(page, 'release');

    // The doors of the demo ask nobody who they are, which a protected environment does not take.
    await page.getByText('Something stands in the way').waitFor();
    await page.getByText('takes messages from anybody').first().waitFor();
    await page.goto('/environments/test');
    await page.getByRole('switch', { name: 'Protected' }).click({ force: true });
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.goto('/releases/1');
    await page.getByRole('textbox', { name: 'Reason' }).fill('tested in dev with the cases of last week');
    await look(page, 'release-ready');
  });

  it('sees connections, tries one, and never a secret', async () => {
    const page = await journey.open();
    await signIn(page);
    await page.goto('/dev/connections');
    await page.getByRole('button', { name: 'billing' }).waitFor();
    await look(page, 'connections');
    await page.getByRole('button', { name: 'erp' }).click();
    await page.getByRole('button', { name: 'Try connection' }).click();
    await page.getByText('It answers').waitFor();
    await look(page, 'connection');
    expect(await page.content()).not.toContain('stand-in-secret');
  });

  it('makes a token that is shown once, and verifies the audit', async () => {
    const page = await journey.open();
    await signIn(page);
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
  });
});
