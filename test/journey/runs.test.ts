import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('finds a run by its business key, filters in the address, and opens what happened to it', async () => {
  await page.goto('/dev/runs');
  await page.getByText('Nothing has run yet').waitFor();
  await look(page, 'runs-empty');

  const names = ['coronary-stent.json', 'knee-replacement.json', 'bad-unmapped-item.json', 'bad-closed-period.json'];
  for (const name of names) {
    const { status } = await journey.hospital.post('supply-usage', shipped('procedure-supply-usage', name));
    expect(status).toBe(202);
  }
  await journey.hospital.mllp(shipped('procedure-supply-usage', 'knee-replacement.hl7'));
  await page.getByText('5 runs').waitFor();
  await page.getByText('lookup_missing').waitFor();
  await look(page, 'runs');

  await page.getByLabel('Search runs').fill('lookup');
  await page.waitForURL('**/dev/runs?q=lookup');
  await page.getByText('1 run', { exact: true }).waitFor();
  await page.reload();
  await page.getByText('1 run', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Quarantined' }).click();
  await page.getByRole('heading', { name: 'Steps' }).waitFor();
  await page.getByText('lookup_missing').first().waitFor();
  await page.getByLabel('masked').first().waitFor();
  await page.getByLabel('The flow as it ran').getByText('Stopped here').waitFor();
  await withoutDrawing(page);
  await look(page, 'trace-quarantined');

  await page.goto('/dev/runs?state=done');
  await page.getByRole('link', { name: 'Done' }).first().click();
  await page.getByRole('heading', { name: 'Attempts and receipts' }).waitFor();
  await page.getByRole('button', { name: /Received/ }).click();
  await page.getByLabel('Message as received').first().waitFor();
  await withoutDrawing(page);
  await look(page, 'trace-hl7');
  expectCalm(page);
});

it('stands still under a hand, keeps a view with its columns, and gives a file', async () => {
  await page.goto('/dev/runs');
  const list = page.getByRole('region', { name: 'List of runs' });
  const first = () => list.locator('tbody a').first().getAttribute('href');
  await list.hover();
  await page.getByText('Held still while you are here').waitFor();
  const before = await first();
  await journey.hospital.post('supply-usage', shipped('procedure-supply-usage', 'boxed-sutures.json'));
  await page.getByRole('button', { name: '1 newer' }).waitFor();
  expect(await first()).toBe(before);
  await page.getByRole('button', { name: '1 newer' }).click();
  await page.getByText('6 runs').waitFor();
  expect(await first()).not.toBe(before);

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Message id' }).click();
  await page.keyboard.press('Escape');
  await page.goto('/dev/runs?state=quarantined');
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Name of the view').fill('What stopped');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What stopped' }).waitFor();
  await page.goto('/dev/runs');
  await page.getByText('6 runs').waitFor();
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByRole('menuitem', { name: 'What stopped' }).click();
  await page.waitForURL('**/dev/runs?state=quarantined');
  await page.keyboard.press('Escape');
  await page.getByText('2 runs').waitFor();
  await page.getByRole('columnheader', { name: 'Message id' }).waitFor();
  await look(page, 'runs-view');

  await page.getByRole('button', { name: 'Export' }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /^CSV/ }).click();
  const [head, ...lines] = readFileSync(await (await coming).path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  expect(head).toMatch(/^run,message,flow/);
  expect(lines).toHaveLength(2);
  expectCalm(page);
});

/** The drawing is the canvas's, and looked at by the designer's journeys. */
async function withoutDrawing(page: Page): Promise<void> {
  await page.getByLabel('The flow as it ran').evaluate((drawing) => {
    drawing.style.display = 'none';
  });
}
