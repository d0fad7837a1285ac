import type { Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open();
  await signIn(page);
});

afterAll(() => journey.close());

const drawer = () => page.getByRole('region', { name: 'Try it' });
async function opened(id: string): Promise<void> {
  await page.goto(`/flows/${id}`);
  await page.locator('.react-flow__node-step').first().waitFor();
  await openDrawer();
}

async function openDrawer(): Promise<void> {
  await page.keyboard.press('t');
  await drawer().getByRole('tab', { name: 'Try it' }).waitFor();
}

it('makes a test of a run from its trace', async () => {
  await journey.hospital.post('supply-usage', shipped('procedure-supply-usage', 'bad-unmapped-item.json'));
  await page.goto('/dev/runs');
  await page.getByRole('link', { name: 'Quarantined' }).first().click();
  await page.getByRole('button', { name: 'Save as a test…' }).click();
  await page.getByRole('dialog', { name: 'Save as a test' }).getByLabel('Name').fill('nobody mapped it');
  await look(page, 'run-to-test');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('nobody mapped it is in the draft of').waitFor();
  await opened('procedure-supply-usage');
  await drawer().getByRole('tab', { name: 'Tests' }).click();
  await drawer().getByText('nobody mapped it').first().waitFor();
  await drawer().getByRole('button', { name: 'Run all tests' }).click();
  await drawer().getByText('1 of 1 passed').waitFor();
  expectCalm(page);
});
