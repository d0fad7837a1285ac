import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

it('signs in, sees an empty hospital, then everything that came in accounted for', async () => {
  const page = await journey.open();
  await page.goto('/dev');
  await page.waitForURL('**/sign-in?to=*');
  await look(page, 'sign-in');
  await signIn(page);
  await page.waitForURL('**/dev');
  await page.getByText('Nothing has come in yet').waitFor();
  await look(page, 'home-empty');

  for (const name of ['coronary-stent.json', 'knee-replacement.json']) {
    const { status } = await journey.hospital.post('supply-usage', shipped('procedure-supply-usage', name));
    expect(status).toBe(202);
  }
  await page.getByText('Everything is accounted for').waitFor();
  await page.getByText('Done').first().waitFor();
  await look(page, 'home');
});

it('says what it waits for where an answer takes its time', async () => {
  const page = await journey.open();
  await signIn(page);
  await page.getByText('Everything is accounted for').waitFor();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route('**/api/v1/runs?**', async (route) => {
    await held;
    await route.continue();
  });
  await page.getByRole('link', { name: 'Runs', exact: true }).click();
  await page.getByText('Loading the runs…').waitFor();
  await look(page, 'waiting');
  answer();
  await page.getByText('2 runs').waitFor();
  expect(await page.getByText('Loading the runs…').count()).toBe(0);
});

it('refuses a wrong password in one sentence and keeps the address one wanted', async () => {
  const page = await journey.open();
  await page.goto('/test');
  await page.getByLabel('Email').fill('admin@throughline.local');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await signIn(page);
  await page.waitForURL('**/test');
});

it('goes anywhere by the keyboard: the command palette', async () => {
  const page = await journey.open();
  await signIn(page);
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to, search or do…').fill('home');
  await look(page, 'command-palette');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor();
});

it('changes environment and colours, and leads back from a screen that fails', async () => {
  const page = await journey.open();
  await signIn(page);
  await page.getByRole('button', { name: 'Environment: Development. Change' }).click();
  await page.getByRole('menuitem', { name: /^Test/ }).click();
  await page.waitForURL('**/test');
  await page.getByRole('button', { name: 'Environment: Test. Change' }).waitFor();
  await page.getByRole('button', { name: 'Use dark colours' }).click();
  await page.reload();
  await page.getByRole('button', { name: 'Use light colours' }).waitFor();
  expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
  expectCalm(page);

  await page.route('**/assets/audit-*.js', (route) => route.abort());
  await page.goto('/audit');
  await page.getByRole('heading', { name: 'This screen failed' }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await look(page, 'fault');
  await page.unroute('**/assets/audit-*.js');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('heading', { name: 'Audit', level: 1 }).waitFor();
  await page.goto('/nowhere/at/all');
  await page.getByRole('heading', { name: 'Nothing here' }).waitFor();
  await page.getByRole('link', { name: 'Go to the start' }).click();
  await page.waitForURL('**/test');
});
