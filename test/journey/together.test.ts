import type { Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { canvasOf, openCanvas, until } from './support/canvas.ts';
import { begin } from './support/flow.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
}, 120_000);

afterAll(() => journey.close());

const PATIENT = 120_000;

async function signedIn(options: Parameters<Journey['open']>[0] = {}): Promise<Page> {
  const page = await journey.open(options);
  await signIn(page);
  return page;
}

const stateOf = (page: Page) => page.getByTestId('save-state').textContent();

it(
  'a server that restarts, and a reload in between, lose no edit and no undo',
  async () => {
    const page = await signedIn();
    await begin(page, { id: 'restarted', name: 'Restarted', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'restarted');
    await canvas.node('Usage arrives').click();
    await page.keyboard.press('d');
    await canvas.saved();
    const restarting = journey.hospital.restart();
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill('code');
    await page.keyboard.press('Enter');
    await canvas.node('Code').waitFor();
    await restarting;
    await until(async () => (await stateOf(page))?.includes('All changes saved') ?? false, 'all is saved', 30_000);
    await page.reload();
    await (await canvasOf(page)).node('Code').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await canvas.node('Code').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await canvas.node('Usage arrives').getByText('POST').waitFor();
    await canvas.saved();
    expectCalm(page);
  },
  PATIENT,
);

it(
  'a session that ends in mid-edit loses nothing: one signs in again and goes on',
  async () => {
    const page = await signedIn();
    await begin(page, { id: 'expired', name: 'Expired', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'expired');
    await canvas.node('Usage arrives').click();
    await page.context().clearCookies();
    await page.keyboard.press('d');
    await page.waitForURL('**/sign-in?to=*');
    await signIn(page);
    await page.waitForURL('**/flows/expired*');
    await canvas.node('Usage arrives').getByText('Disabled').waitFor();
    await canvas.saved();
    await page.getByRole('button', { name: 'Undo' }).click();
    await canvas.node('Usage arrives').getByText('POST').waitFor();
    await canvas.saved();
    expectCalm(page);
  },
  PATIENT,
);
