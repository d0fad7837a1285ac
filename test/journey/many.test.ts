import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { flowOf, goLive, node, until } from './support/live.ts';
import { look } from './support/look.ts';

const MANY = 10_000;
let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

/** Every record of a file is a message; `check` is what a version makes of it. */
const records = (check: ReturnType<typeof node>) =>
  flowOf(
    'records',
    [
      node('in', 'trigger.http', {
        path: 'records',
        format: 'csv',
        keys: { idempotency: [], order: null, business: [], correlation: null },
      }),
      check,
      node('drop', 'connector.file', { folder: 'records' }),
    ],
    ['in>check', 'check>drop'],
  );
const broken = records(node('check', 'transform.code', { source: 'throw new Error("not yet");\n' }));
const mended = records(node('check', 'route.filter', { keep: 'false', reason: 'not wanted here' }));

interface Progress {
  state: string;
  items: { made?: number; pending?: number };
  outcome: { running: number; done: number; quarantined: number };
}

it('plans 10,000 messages, replays them, pauses, goes on, and cancels the rest', async () => {
  const { hospital } = journey;
  await goLive(hospital, broken);
  const file = `id,n\n${Array.from({ length: MANY }, (_, i) => `r${i},${i}`).join('\n')}\n`;
  const accepted = await fetch(`${hospital.url}/in/dev/records`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: file,
  });
  expect(accepted.status).toBe(202);
  await goLive(hospital, mended);

  const page = await journey.open();
  await signIn(page);
  await page.goto('/dev/quarantine');
  await page.getByText('10,000 messages of 1 cause').waitFor({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Replay all…' }).click();
  await page.getByText('From the beginning').click();
  await page.getByText('10,000 messages would be replayed').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Try some' }).click();
  await page.getByText('All that were tried would go through').waitFor({ timeout: 30_000 });
  await page.getByLabel('Reason').fill('The rule is in the flow now');
  await page.getByRole('button', { name: 'Replay 10,000 messages' }).click();
  await page.waitForURL('**/dev/replays/*', { timeout: 60_000 });
  const id = new URL(page.url()).pathname.split('/').at(-1)!;
  const progress = async () => (await hospital.api(`/replays/${id}`)).body as unknown as Progress;
  const made = async () => (await progress()).items.made ?? 0;

  await until(async () => (await made()) > 0, 60);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  const held = await made();
  expect(held).toBeLessThan(MANY);
  await look(page, 'replay-paused');
  expect(await made()).toBe(held);

  await page.getByRole('button', { name: 'Go on' }).click();
  await until(async () => (await made()) > held, 60);
  await page.getByRole('button', { name: 'Cancel the rest' }).click();
  await page.getByText('Cancelled').waitFor();
  await until(async () => (await progress()).outcome.running === 0, 60);

  const { state, items, outcome } = await progress();
  expect(state).toBe('cancelled');
  expect((items.made ?? 0) + (items.pending ?? 0)).toBe(MANY);
  expect(outcome).toEqual({ running: 0, done: items.made, quarantined: 0 });
  const { body } = await hospital.api('/quarantine/groups?environment=dev');
  expect((body as { groups: { count: number }[] }).groups.map(({ count }) => count)).toEqual([items.pending]);
  expectCalm(page);
}, 240_000);
