import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { type Journey, openJourney, signIn } from './support/journey.ts';
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
