import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { flowOf, goLive, node, until } from './support/live.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

const keys = { idempotency: [], order: null, business: [], correlation: null };
const document = flowOf(
  'large',
  [
    node('in', 'trigger.http', { path: 'large', limitMb: 50, keys }),
    node('mark', 'transform.code', { source: 'return { ...message, counted: message.lines.length };\n' }),
    node('drop', 'connector.file', { folder: 'large' }),
  ],
  ['in>mark', 'mark>drop'],
);
const line = (n: number) => ({ line: n, item: `IMP-${n}`, quantity: 1, unit: 'EA', note: 'x'.repeat(60) });
const message = (megabytes: number) =>
  JSON.stringify({ id: `of ${megabytes} MB`, lines: Array.from({ length: megabytes * 8500 }, (_, n) => line(n)) });

async function runOf(id: string): Promise<string> {
  let found: { id: string }[] = [];
  await until(async () => {
    const { body } = await journey.hospital.api(`/runs?environment=dev&flow=large&search=${id}`);
    found = (body as { runs: { id: string }[] }).runs;
    return found.length > 0;
  }, 60);
  return found[0]!.id;
}

it('opens a message of five megabytes, compares it with what a step made of it, and replays it', async () => {
  const { hospital } = journey;
  await goLive(hospital, document);
  const text = message(5);
  expect(text.length).toBeGreaterThan(5_000_000);
  const { body } = await hospital.post('large', text);
  const run = await runOf(String(body['messageId']));
  const page = await journey.open();
  await signIn(page);
  await page.goto(`/dev/runs/${run}`);
  await page.getByText('Done').first().waitFor({ timeout: 60_000 });

  await page.getByRole('button', { name: /Received/ }).click();
  const received = page.getByRole('region', { name: 'Message as received' }).last();
  await received.getByText('lines').first().waitFor({ timeout: 30_000 });
  await received.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await received.getByText('}').last().waitFor();

  await page.getByRole('button', { name: /mark/ }).first().click();
  await page.getByLabel('Differences').getByText('counted').waitFor({ timeout: 30_000 });
  await look(page, 'trace-large');

  await page.getByRole('button', { name: 'Replay…' }).click();
  await page.getByText('1 message would be replayed').waitFor();
  await page.getByRole('button', { name: 'Try some' }).click();
  await page.getByText('It would go through').waitFor({ timeout: 30_000 });
  await page.getByLabel('Reason').fill('again');
  await page.getByRole('button', { name: 'Replay 1 message' }).click();
  await page.waitForURL('**/dev/replays/*');
  await page.getByText('Went through').locator('..').getByText('1', { exact: true }).waitFor({ timeout: 60_000 });
  expectCalm(page);
}, 180_000);

it('shows the beginning of a message of 48 MB, and stays quick', async () => {
  const { body } = await journey.hospital.post('large', message(44));
  const run = await runOf(String(body['messageId']));
  const page = await journey.open();
  await signIn(page);
  await page.goto(`/dev/runs/${run}`);
  await page.getByRole('button', { name: /Received/ }).click({ timeout: 60_000 });
  await page.getByText('Only the beginning is shown').waitFor({ timeout: 60_000 });
  expectCalm(page);
}, 180_000);
