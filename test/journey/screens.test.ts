import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

async function send(flow: string, door: string, names: string[]): Promise<void> {
  for (const name of names) {
    const { status } = await journey.hospital.post(door, shipped(flow, name));
    expect(status).toBe(202);
  }
}

it('shows home, timeline, tables and contracts with what has happened', async () => {
  const page = await journey.open();
  await signIn(page);
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
  await page.getByText('since').first().waitFor();
  await look(page, 'home-full');

  await page.goto('/dev/runs?state=quarantined');
  await page.getByText('http_409').waitFor();
  const { usageId } = JSON.parse(shipped('procedure-supply-usage', 'bad-closed-period.json').toString()) as {
    usageId: string;
  };
  await page.goto(`/dev/timeline?key=${usageId}`);
  await page.getByText('waits for a person').first().waitFor();
  await look(page, 'timeline');

  await page.goto('/tables');
  await page.getByText('wanted').first().waitFor();
  await look(page, 'tables');
  await page.getByRole('link', { name: 'Item cross-reference' }).click();
  await page.getByRole('tab', { name: /Wanted/ }).waitFor();
  await page.getByText(/^\d+ rows$/).waitFor();
  await look(page, 'table');
  await page.getByRole('tab', { name: /Wanted/ }).click();
  await page.getByText('First seen').first().waitFor();
  await look(page, 'table-wanted');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await page.getByRole('columnheader', { name: 'Why' }).waitFor();
  await look(page, 'table-versions');
  await page.getByRole('tab', { name: 'Where used' }).click();
  await page.getByRole('link', { name: /usage/i }).first().waitFor();
  await look(page, 'table-uses');
  await page.getByRole('tab', { name: 'Rows' }).click();
  await page.getByRole('button', { name: 'Import…' }).click();
  await page.getByRole('dialog').waitFor();
  await look(page, 'table-import');

  await page.goto('/contracts');
  await page.getByRole('tab', { name: 'Fields' }).waitFor();
  await look(page, 'contracts');
  expectCalm(page);
});
