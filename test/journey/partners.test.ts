import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { byLocation, door, flowOf, goLive, ledgerOf, sendInTurn, toBilling, toErp, until } from './support/live.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

it('keeps billing going while the ERP is down for a minute, and lets everything through, in order, when it is back', async () => {
  const { hospital } = journey;
  await goLive(hospital, flowOf('both', [door('both', 'park'), toBilling, toErp], ['in>charge', 'in>post']));
  await hospital.partner('erp', '/_misbehave', { mode: 'reset' });
  const downAt = Date.now();
  const rooms = (count: number) => Array.from({ length: count }, (_, i) => ({ location: `OR-${i % 3}` }));
  const sent = await sendInTurn(hospital, 'both', rooms(24));
  const charged = (count: number) =>
    until(async () => (await ledgerOf(hospital, 'billing', 'accepted')).length === count, 60);

  const page = await journey.open();
  await signIn(page);
  const partner = (name: string) =>
    page.getByRole('region', { name: 'Partners' }).getByRole('row', { name: new RegExp(`${name}.*both`) });
  await partner('Post to the ERP').getByText('Circuit open').waitFor({ timeout: 60_000 });
  await charged(24);
  await partner('Charge the patient').getByText('Answers').waitFor();
  await partner('Post to the ERP').getByText('oldest').waitFor();
  await partner('Post to the ERP').scrollIntoViewIfNeeded();
  await look(page, 'home-outage');

  await page.goto('/dev/timeline?key=OR-1.03');
  await page.getByText('not delivered yet').waitFor();
  await look(page, 'timeline-hole');

  // Who would replay now is told that it waits.
  await page.goto('/dev/runs?q=OR-0.00');
  await page.getByRole('link', { name: 'Running' }).click();
  await page.getByRole('button', { name: 'Replay…' }).click();
  await page.getByText(/does not take messages now \(answer_lost\); they wait for it/).waitFor({ timeout: 15_000 });
  await page.getByText('It is still under way and goes on without a replay').waitFor();
  await look(page, 'replay-outage');

  // At the end of the minute billing takes what comes as at its beginning.
  await page.waitForTimeout(Math.max(0, 60_000 - (Date.now() - downAt)));
  expect(await ledgerOf(hospital, 'erp', 'accepted')).toEqual([]);
  const late = await sendInTurn(hospital, 'both', rooms(6), 8);
  const calledAt = Date.now();
  await charged(30);
  expect(Date.now() - calledAt).toBeLessThan(10_000);

  await hospital.partner('erp', '/_misbehave', { mode: 'none' });
  await until(async () => (await ledgerOf(hospital, 'erp', 'accepted')).length === 30, 60);
  await page.getByText('not delivered yet').waitFor({ state: 'detached' });
  await page.goto('/dev');
  await partner('Post to the ERP').getByText('Answers').waitFor({ timeout: 30_000 });
  const inOrder = new Map([...sent].map(([location, ids]) => [location, [...ids, ...late.get(location)!]]));
  expect(byLocation(await ledgerOf(hospital, 'erp', 'accepted'))).toEqual(inOrder);
  expect(await ledgerOf(hospital, 'billing', 'repeated')).toEqual([]);

  // What the first of them went through is on its trace: what failed, how long each try took, and the receipt.
  await page.goto('/dev/runs?q=OR-0.00');
  await page.getByRole('link', { name: 'Done' }).click();
  const tries = page.getByRole('region', { name: 'Attempts and receipts' });
  await tries.getByText('answer_lost').first().waitFor();
  await tries
    .getByText(/^took \d/)
    .first()
    .waitFor();
  await tries.getByText(/^JE-\d{6}$/).waitFor();
  expectCalm(page);
}, 240_000);

it('releases the postings of a closed period once it is open again', async () => {
  const { hospital } = journey;
  const usage = JSON.parse(shipped('procedure-supply-usage', 'bad-closed-period.json').toString()) as object;
  const ids = ['SEP-1', 'SEP-2', 'SEP-3'];
  for (const usageId of ids) await hospital.post('supply-usage', JSON.stringify({ ...usage, usageId }));

  const page = await journey.open();
  await signIn(page);
  await page.goto('/dev/quarantine');
  const cause = page.getByRole('article', { name: 'http_409 at erp' });
  await cause.getByText('period_closed').waitFor({ timeout: 60_000 });
  await cause.getByText('3', { exact: true }).waitFor({ timeout: 30_000 });
  const posted = async () => (await ledgerOf(hospital, 'erp', 'accepted')).filter((id) => id.startsWith('JE-SEP-'));
  expect(await posted()).toEqual([]);

  await hospital.partner('erp', '/_periods/2026-09', { open: true });
  await cause.getByRole('button', { name: 'Replay all…' }).click();
  await page.getByText('3 messages would be replayed').waitFor();
  // What a partner took of late says how long it would take.
  await page.getByText(/^erp took up to \d+ a minute of late: about [\d.]+ s$/).waitFor();
  await page.getByLabel('Reason').fill('Finance opened September again');
  await page.getByRole('button', { name: 'Replay 3 messages' }).click();
  await page.waitForURL('**/dev/replays/*');
  await page.getByText('Went through').locator('..').getByText('3', { exact: true }).waitFor({ timeout: 60_000 });
  expect((await posted()).sort()).toEqual(ids.map((id) => `JE-${id}`));
  // What is not charged goes off the shelf alone.
  const { counts } = (await hospital.partner('inventory', '/_ledger')) as { counts: Record<string, number> };
  expect(counts['accepted']).toBe(3);
  await page.goto('/dev/quarantine');
  await page.getByText('Nothing waits for a person').waitFor();
  expectCalm(page);
}, 180_000);
