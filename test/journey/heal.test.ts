import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCalm, type Journey, openAs, openJourney, signIn } from './support/journey.ts';
import {
  byLocation,
  door,
  flowOf,
  goLive,
  ledgerOf,
  node,
  sendInTurn,
  toBilling,
  toErp,
  until,
} from './support/live.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
  await goLive(journey.hospital, places);
});

afterAll(() => journey.close());

const kinds = ['used', 'wasted', 'returned'];
const find = (kind: string) =>
  node(kind, 'enrich.lookup', {
    ...{ table: 'item-xref', column: 'erpItem', into: 'erpItem', field: kind },
    ...{ keys: [kind], when: `kind = "${kind}"` },
  });

/** Billing is charged first; then the item is looked up, in one of three places; then the ERP gets its entry. */
const places = flowOf(
  'three-places',
  [door('three-places', 'continue'), toBilling, ...kinds.map(find), toErp],
  ['in>charge', 'charge>used', 'used>wasted', 'wasted>returned', 'returned>post'],
);

it('heals exactly the 40 messages that missed one row, in order, with no second posting anywhere', async () => {
  const { hospital } = journey;
  const messages = Array.from({ length: 40 }, (_, i) => {
    const kind = kinds[i < 25 ? 0 : i < 35 ? 1 : 2]!;
    return { location: `OR-${i % 4}`, kind, [kind]: 'NEW-STENT' };
  });
  const sent = await sendInTurn(hospital, 'three-places', messages);
  const other = { id: 'OR-9.00', location: 'OR-9', kind: 'used', used: 'NEVER-MAPPED' };
  await hospital.post('three-places', JSON.stringify(other));

  const page = await openAs(journey, 'operator');
  await page.goto('/dev/quarantine');
  await page.getByText('41 messages of 3 causes').waitFor({ timeout: 60_000 });
  expect(await ledgerOf(hospital, 'billing', 'accepted')).toHaveLength(41);
  expect(await ledgerOf(hospital, 'erp', 'accepted')).toHaveLength(0);

  const row = page.getByText('NEW-STENT').first().locator('..');
  await row.getByRole('button', { name: 'Add the row and heal' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('40 messages stopped because this row is missing').waitFor();
  for (const [label, value] of [
    ['Item number in the ERP', '40020221'],
    ['Description', 'Stent, as opened'],
    ['Stock unit', 'EA'],
    ['Preferred supplier', 'S-9'],
    ['Supplier catalogue number', 'ST-1'],
    ['Product category', 'DRESS'],
  ] as const) {
    await dialog.getByRole('textbox', { name: label, exact: true }).fill(value);
  }
  for (const name of ['Stays in the patient', 'Kept in counted stock', 'Charged to the patient']) {
    await dialog.getByLabel(name).first().click();
    await page.getByRole('option', { name: 'No' }).click();
  }
  await dialog.getByRole('button', { name: /then plan the replay/ }).click();
  await page.getByText('40 messages would be replayed').waitFor();
  await page
    .getByRole('row', { name: /Charge the patient/ })
    .getByText('40 left out')
    .waitFor();
  await page.getByRole('button', { name: 'Try some' }).click();
  await page.getByText('All that were tried would go through').waitFor({ timeout: 30_000 });
  await page
    .getByRole('button', { name: /goes to Post to the ERP/ })
    .first()
    .click();
  await page.getByText('would get this message').first().waitFor();
  await look(page, 'replay-dry-run');

  // A second operator looked at the same plan, and both press at once; one of them twice.
  const colleague = await journey.open();
  await signIn(colleague);
  await colleague.goto('/dev/quarantine');
  await colleague.getByRole('button', { name: 'Replay all…' }).first().click();
  const theirs = colleague.getByRole('dialog');
  await theirs.getByText('From the beginning').click();
  await theirs.getByLabel('Reason').fill('mended by a colleague');
  await theirs.getByText('messages would be replayed').waitFor();
  await Promise.all([
    page.getByRole('button', { name: 'Replay 40 messages' }).dblclick(),
    theirs.getByRole('button', { name: /^Replay \d+ messages$/ }).click(),
  ]);
  await page.waitForURL('**/dev/replays/*');
  await until(async () => (await ledgerOf(hospital, 'erp', 'accepted')).length === 40, 60);

  await page.goto('/dev/quarantine');
  await page.getByText('1 message of 1 cause').waitFor({ timeout: 30_000 });
  expect(byLocation(await ledgerOf(hospital, 'erp', 'accepted'))).toEqual(sent);
  expect(await ledgerOf(hospital, 'erp', 'repeated')).toEqual([]);
  expect(await ledgerOf(hospital, 'billing', 'accepted')).toHaveLength(41);
  expect(await ledgerOf(hospital, 'billing', 'repeated')).toEqual([]);
  expectCalm(page);
}, 180_000);
