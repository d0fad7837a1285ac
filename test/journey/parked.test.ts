import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCalm, type Journey, openAs, openJourney, reveal } from './support/journey.ts';
import { byLocation, door, flowOf, goLive, ledgerOf, sendInTurn, toErp, until } from './support/live.ts';
import { look } from './support/look.ts';

/* A message that the ERP refuses parks its order key: it is replaced or skipped, and what waits behind it follows in order. */
let journey: Journey;
let page: Page;

const expr = String((toErp.config['body'] as { expr: string }).expr).replace('"2026-11-18"', 'day');
const post = { ...toErp, config: { ...toErp.config, body: { expr } } };

beforeAll(async () => {
  journey = await openJourney();
  await goLive(journey.hospital, flowOf('kept', [door('kept', 'park'), post], ['in>post']));
  page = await openAs(journey, 'operator');
});

afterAll(() => journey.close());

const days = ['2026-09-15', '2026-11-18', '2026-11-19', '2026-11-20'];

/** The first of a location goes into a closed period, the others wait behind it; opens the first. */
async function parked(location: string): Promise<string[]> {
  const { hospital } = journey;
  const sent = await sendInTurn(
    hospital,
    'kept',
    days.map((day) => ({ location, day })),
  );
  let id = '';
  await until(async () => {
    const { body } = await hospital.api('/quarantine?environment=dev&flow=kept&state=open');
    id = (body as { messages: { id: string }[] }).messages[0]?.id ?? '';
    return id !== '';
  }, 20);
  await page.goto(`/dev/quarantine/${id}`);
  const behind = page.getByRole('region', { name: '3 messages behind it' });
  for (const next of ['01', '02', '03']) await behind.getByText(`${location}.${next}`).waitFor();
  expect(byLocation(await ledgerOf(hospital, 'erp', 'accepted')).get(location)).toBeUndefined();
  return sent.get(location)!;
}

const taken = (location: string, ids: string[]) =>
  until(async () => {
    const found = byLocation(await ledgerOf(journey.hospital, 'erp', 'accepted')).get(location);
    return JSON.stringify(found) === JSON.stringify(ids);
  }, 20);

it('replaces the message that parks a key by an edited copy, tried while one types', async () => {
  const ids = await parked('OR-1');
  await page.getByLabel('masked').first().waitFor();
  await look(page, 'quarantine-parked');
  await reveal(page, 'The day is wrong');
  await page.getByRole('button', { name: 'Replay an edited copy…' }).click();
  const copy = page.getByLabel('The copy');
  const text = await copy.inputValue();
  expect(text).toContain('2026-09-15');
  await copy.fill(text.replace('"2026-09-15"', '2026-09'));
  await page.getByText(/^json_malformed/).waitFor();
  expect(await page.getByRole('button', { name: 'Plan the replay' }).isDisabled()).toBe(true);
  await copy.fill(text.replace('2026-09-15', '2026-11-15'));
  await page.getByText('It would go through to Post to the ERP').waitFor();
  await look(page, 'quarantine-edit');
  await page.getByRole('button', { name: 'Plan the replay' }).click();
  await page.getByLabel('Reason').fill('Posted on the day it was used');
  await page.getByRole('button', { name: 'Replay 1 message' }).click();
  await page.waitForURL('**/dev/replays/*');
  await page.getByText('an edited copy').waitFor();
  await taken('OR-1', ids);
});

it('skips the message that parks a key, with a reason that the audit keeps', async () => {
  const [, ...behind] = await parked('OR-2');
  await page.getByRole('button', { name: 'Skip…' }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('Booked by hand in September');
  await page.getByRole('dialog').getByRole('button', { name: 'Skip', exact: true }).click();
  await taken('OR-2', behind);
  await page.getByText(/^skipped by operator/).waitFor();
  const { body } = await journey.hospital.api('/audit?limit=5');
  expect(JSON.stringify(body)).toContain('Booked by hand in September');
  // What was skipped stays on record, and everything is accounted for.
  await expect
    .poll(async () => (await journey.hospital.api('/ledger?environment=dev&flow=kept')).body)
    .toMatchObject({ destinations: [{ accepted: 8, delivered: 7, quarantined: 1, inFlight: 0 }] });
});

it('releases the message that parks a key when its cause is gone, and what waits follows in order', async () => {
  const ids = await parked('OR-3');
  await journey.hospital.partner('erp', '/_periods/2026-09', { open: true });
  await page.getByRole('button', { name: 'Release and replay…' }).click();
  await page.getByText('1 message would be replayed').waitFor();
  await page.getByLabel('Reason').fill('September is open again');
  await page.getByRole('button', { name: 'Replay 1 message' }).click();
  await taken('OR-3', ids);
  expect(await ledgerOf(journey.hospital, 'erp', 'repeated')).toEqual([]);
  expectCalm(page);
});
