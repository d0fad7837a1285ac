import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

const usage = JSON.parse(shipped('procedure-supply-usage', 'shelf-runs-low.json').toString()) as {
  usageId: string;
  lines: Record<string, unknown>[];
};

async function stopAt(item: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const lines = [{ ...usage.lines[0], item, quantity: 1 }];
    const { status } = await journey.hospital.post(
      'supply-usage',
      JSON.stringify({ ...usage, usageId: `${item}-${i}`, lines }),
    );
    expect(status).toBe(202);
  }
}

async function acceptedAtErp(): Promise<{ key: string }[]> {
  const { entries } = (await journey.hospital.partner('erp', '/_ledger?limit=500')) as unknown as {
    entries: { outcome: string; key: string }[];
  };
  return entries.filter(({ outcome }) => outcome === 'accepted');
}

/** Eight screens, each looked at in four pictures. */
it('adds a missing row from the quarantine and heals exactly the messages that missed it', async () => {
  const page = await journey.open();
  await signIn(page);
  await page.goto('/dev/quarantine');
  await page.getByText('Nothing waits for a person').waitFor();
  await look(page, 'quarantine-empty');

  await stopAt('UNMAPPED-STENT', 25);
  await stopAt('UNMAPPED-SCREW', 10);
  await stopAt('UNMAPPED-DRAPE', 5);
  await journey.hospital.post('supply-usage', shipped('procedure-supply-usage', 'bad-closed-period.json'));
  await page.getByText('41 messages of 2 causes').waitFor();
  await look(page, 'quarantine');
  expect(await acceptedAtErp()).toHaveLength(0);
  await page.getByLabel('Find a cause').fill('http_409');
  await page.getByRole('article', { name: 'lookup_missing' }).waitFor({ state: 'detached' });
  await page.reload();
  expect(await page.getByLabel('Find a cause').inputValue()).toBe('http_409');
  await page.getByRole('article', { name: 'http_409' }).waitFor();
  await page.getByLabel('Find a cause').fill('no such cause');
  await page.getByText('No cause has this text').waitFor();
  await page.goto('/dev');
  await page
    .getByRole('region', { name: 'Needs a person' })
    .getByRole('link', { name: /item-xref/ })
    .click();
  await page.getByRole('article', { name: 'lookup_missing' }).waitFor();
  expect(await page.getByRole('article').count()).toBe(1);
  await page.getByLabel('Find a cause').fill('');
  await page.getByRole('article').nth(1).waitFor();

  await page.getByRole('button', { name: 'Nobody yet' }).first().click();
  await page.getByRole('button', { name: 'Me', exact: true }).click();
  await page.getByLabel('Note').fill('With the item master team');
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('article').first().getByText('With the item master team').waitFor();
  expect(await page.getByRole('button', { name: 'Nobody yet' }).count()).toBe(1);
  await page.getByRole('img', { name: 'Last 24 hours: 40' }).waitFor();

  const row = page.getByText('UNMAPPED-STENT').locator('..');
  await row.getByRole('button', { name: 'Add the row and heal' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Item number in the ERP', exact: true }).fill('40020221');
  await dialog.getByRole('textbox', { name: 'Description', exact: true }).fill('Stent, as opened');
  await dialog.getByRole('textbox', { name: 'Stock unit', exact: true }).fill('EA');
  await dialog.getByRole('textbox', { name: 'Preferred supplier', exact: true }).fill('S-9');
  await dialog.getByRole('textbox', { name: 'Supplier catalogue number', exact: true }).fill('ST-1');
  await dialog.getByRole('textbox', { name: 'Product category', exact: true }).fill('DRESS');
  for (const name of ['Stays in the patient', 'Kept in counted stock', 'Charged to the patient']) {
    await dialog.getByLabel(name).first().click();
    await page.getByRole('option', { name: 'No' }).click();
  }
  await look(page, 'quarantine-heal');
  await dialog.getByRole('button', { name: /then plan the replay/ }).click();
  await page.getByText('25 messages would be replayed').waitFor();
  await look(page, 'replay-plan');
  await page.getByRole('button', { name: 'Replay 25 messages' }).click();
  await page.waitForURL('**/dev/replays/*');
  await page.getByText('25 of 25').waitFor();
  await look(page, 'replay');
  await page.goto('/dev/replays');
  await page.getByText('Row UNMAPPED-STENT added').waitFor();
  await look(page, 'replays');

  await page.goto('/dev/quarantine');
  await page.getByRole('button', { name: 'Show the messages' }).first().click();
  await page.getByText('By form').waitFor();
  await look(page, 'quarantine-messages');
  await page.locator('a[href*="/quarantine/"]').first().click();
  await page.getByRole('heading', { name: 'Destinations' }).waitFor();
  await page.getByLabel('masked').first().waitFor();
  await look(page, 'quarantine-one');
  expectCalm(page);
}, 240_000);
