import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { begin } from './support/flow.ts';
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
const tryIt = () => drawer().getByRole('button', { name: 'Try', exact: true }).click();
const node = (name: string) =>
  page.locator('.react-flow__node-step').filter({ has: page.getByText(name, { exact: true }) });

async function opened(id: string): Promise<void> {
  await page.goto(`/flows/${id}`);
  await page.locator('.react-flow__node-step').first().waitFor();
  await openDrawer();
}

async function openDrawer(): Promise<void> {
  await page.keyboard.press('t');
  await drawer().getByRole('tab', { name: 'Try it' }).waitFor();
}

/** On the canvas, which the drawer covers in part. */
async function choose(name: string): Promise<void> {
  await page.keyboard.press('Escape');
  await drawer().waitFor({ state: 'hidden' });
  await node(name).click();
}

async function saveAs(name: string): Promise<void> {
  const save = drawer().getByRole('button', { name: 'Save as a test' });
  await save.click();
  await page.getByLabel('Name of the test').fill(name);
  await page.keyboard.press('Enter');
  await page.getByText(`${name} is expected to end as it did now.`).waitFor();
  await save.and(page.locator(':focus')).waitFor();
}

it('tries a sample with answers of the partners, a part of the flow, and keeps tries as tests', async () => {
  await begin(page, { id: 'tried', name: 'Tried', from: { flow: 'procedure-supply-usage' } });
  await opened('tried');
  await drawer().getByRole('button', { name: 'Try', exact: true }).waitFor();
  await look(page, 'try-before');
  await tryIt();
  await drawer().getByText('3 delivered').waitFor();
  await look(page, 'try');
  await saveAs('all three take it');

  const { usageId } = JSON.parse(shipped('procedure-supply-usage', 'knee-replacement.json').toString());
  const books = async () => JSON.stringify(await journey.hospital.partner('erp', '/_ledger'));
  expect(await books()).not.toContain(usageId);
  await drawer().getByRole('switch', { name: 'Ask the partners' }).click({ force: true });
  await drawer().getByText('Partners of Development get real requests').waitFor();
  await tryIt();
  await expect.poll(books).toContain(usageId);
  await drawer().getByText('3 delivered').waitFor();
  await drawer().getByRole('switch', { name: 'Ask the partners' }).click({ force: true });

  await drawer().getByRole('button', { name: 'Answers' }).click();
  await page.getByRole('combobox', { name: 'Post to the ERP' }).click();
  await page.getByRole('option', { name: 'Period closed' }).click();
  await look(page, 'try-answers');
  await page.keyboard.press('Escape');
  await tryIt();
  await drawer().getByText('1 stopped').waitFor();
  await saveAs('the period is closed');

  await choose('What the item is');
  await openDrawer();
  const steps = () => expect.poll(() => drawer().getByRole('list', { name: 'Steps' }).getByRole('listitem').count());
  await drawer().getByText('From here').click();
  await tryIt();
  await drawer().getByText('Here: What the item is').waitFor();
  await drawer().getByText('1 stopped').waitFor();
  await drawer().getByText('This step').click();
  await tryIt();
  await steps().toBe(1);
  await drawer().getByText('Until here').click();
  await tryIt();
  await steps().toBe(4);
  await drawer().getByText('It came through without reaching a destination.').waitFor();
  await drawer().getByRole('button', { name: 'Save as a test' }).hover();
  await page.getByText('A test takes a message through the whole flow').waitFor();

  await drawer().getByRole('tab', { name: 'Tests' }).click();
  await drawer().getByRole('button', { name: 'Run all tests' }).click();
  await drawer().getByText('3 of 3 passed').waitFor();
  await look(page, 'tests');

  await choose('Charge the patient');
  await page.keyboard.press('d');
  await openDrawer();
  await drawer().getByRole('tab', { name: 'Tests' }).click();
  await drawer().getByText('3 of 3 passed, before the last changes of the flow').waitFor();
  await drawer().getByRole('button', { name: 'Run all tests' }).click();
  await drawer().getByText('2 of 3 passed').waitFor();
  const differences = drawer().getByRole('region', { name: 'Differences' });
  await differences
    .getByRole('cell', { name: /billing/ })
    .first()
    .waitFor();
  await look(page, 'tests-failed');
  await drawer().getByRole('button', { name: 'Expect this from now on' }).click();
  await drawer().getByText('3 of 3 passed').waitFor();
  await drawer().getByText('It ends as expected.').waitFor();
  expectCalm(page);
});

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
  await drawer().getByText('2 of 2 passed').waitFor();
  expectCalm(page);
});
