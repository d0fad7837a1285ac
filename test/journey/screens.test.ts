import type { Page } from 'playwright-core';
import postgres from 'postgres';
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

async function send(flow: string, door: string, names: string[]): Promise<void> {
  for (const name of names) {
    const { status } = await journey.hospital.post(door, shipped(flow, name));
    expect(status).toBe(202);
  }
}

it('shows at home and on a timeline what has happened', async () => {
  await page.goto('/dev/timeline');
  await page.getByText('Which event?').waitFor();
  await look(page, 'timeline-empty');

  await send('procedure-supply-usage', 'supply-usage', [
    'coronary-stent.json',
    'knee-replacement.json',
    'boxed-sutures.json',
    'bad-unmapped-item.json',
    'bad-item-not-yet-mapped.json',
    'bad-closed-period.json',
  ]);
  await page.goto('/dev');
  await page.getByText('It adds up').waitFor();
  await page.getByText('Answers').first().waitFor();
  await page
    .getByText(/, for \d+/)
    .first()
    .waitFor();
  await look(page, 'home-full');

  await page.goto('/dev/runs?state=quarantined');
  await page.getByText('http_409').waitFor();
  const { usageId } = JSON.parse(shipped('procedure-supply-usage', 'bad-closed-period.json').toString()) as {
    usageId: string;
  };
  await page.goto(`/dev/timeline?key=${usageId}`);
  await page.getByText('waits for a person').first().waitFor();
  await look(page, 'timeline');
  expectCalm(page);
});

it('raises an alarm at home when something is neither here nor there', async () => {
  const sql = postgres(journey.hospital.databaseUrl, { max: 1, connection: { search_path: 'throughline' } });
  const lose = (count: number) => sql`
    update ledger set accepted = accepted + ${count} where ctid = (select min(ctid) from ledger where node = 'erp')`;
  await lose(3);
  await page.goto('/dev');
  await page.getByRole('alert').getByText('3 went in and are neither delivered').waitFor();
  await look(page, 'home-alarm');
  await lose(-3);
  await sql.end();
  await page.getByText('It adds up').waitFor();
});

it('shows tables: their rows, what is wanted of them, their versions and uses', async () => {
  await page.goto('/tables');
  await page.getByText('wanted').first().waitFor();
  await look(page, 'tables');
  await page.getByRole('link', { name: 'Item cross-reference' }).click();
  await page.getByRole('tab', { name: /Wanted/ }).waitFor();
  await page.getByText(/^\d+ rows$/).waitFor();
  await look(page, 'table');
  await page.getByRole('tab', { name: /Wanted/ }).click();
  await page.getByText('First seen').first().waitFor();
  await page.reload();
  await page.getByText('First seen').first().waitFor();
  await look(page, 'table-wanted');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('columnheader', { name: 'Why' }).waitFor();
  await look(page, 'table-versions');
  await page.getByRole('tab', { name: 'Where used' }).click();
  await page.getByRole('link', { name: /usage/i }).first().waitFor();
  await look(page, 'table-uses');
  expectCalm(page);
});

it('shows which rows of a table count today', async () => {
  await page.goto('/tables/contract-price');
  await page.getByText(/^\d+ rows$/).waitFor();
  const grid = page.getByRole('region', { name: 'Rows' });
  await page.getByLabel('Find a row').fill('2026-01-01');
  const shown = grid.getByRole('button');
  await shown.first().waitFor();
  const pastOf = (row: HTMLElement | SVGElement) => row.dataset['past'] === 'true';
  expect(await shown.first().evaluate(pastOf)).toBe(false);
  await page.getByLabel('Find a row').fill('2025-12-31');
  await shown.first().waitFor();
  expect(await shown.first().evaluate(pastOf)).toBe(true);
  await look(page, 'table-effective');
  expectCalm(page);
});

it('looks at a file row by row before it is imported, and shows contracts', async () => {
  await page.goto('/tables/item-xref');
  await importsRows();
  await page.goto('/contracts');
  await page.getByRole('tab', { name: 'Fields' }).waitFor();
  await look(page, 'contracts');
  expectCalm(page);
});

/** A file with a bad row is refused row by row before anything is changed; without it, it is brought in as a new version. */
async function importsRows(): Promise<void> {
  const { body } = await journey.hospital.api('/tables/item-xref/rows?environment=dev');
  const { rows } = body as { rows: { values: Record<string, string> }[] };
  const known = rows[0]!.values;
  const file = (...all: Record<string, string>[]) => {
    const names = Object.keys(known);
    const lines = all.map((row) => names.map((name) => JSON.stringify(row[name] ?? '')).join(','));
    return { name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from([names.join(','), ...lines].join('\n')) };
  };
  const good = [
    { ...known, description: 'Another description' },
    { ...known, item: 'NEW-1' },
  ];
  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog');
  const choose = dialog.locator('input[type=file]');
  await choose.setInputFiles(file(...good, { ...known, item: 'NEW-2', implant: 'perhaps' }));
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await preview.getByText('Line 4').waitFor();
  await look(page, 'table-import');
  expect(await dialog.getByRole('button', { name: 'Import 2 changes' }).isDisabled()).toBe(true);
  await choose.setInputFiles(file(...good));
  await preview.getByText('NEW-1').waitFor();
  await dialog.getByLabel('Why').fill('From the item master team');
  await dialog.getByRole('button', { name: 'Import 2 changes' }).click();
  await page.getByText(`${rows.length + 1} rows`, { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByText('From the item master team').waitFor();
}
