import type { Page } from 'playwright-core';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCalm, type Journey, openAs, openJourney, reveal, signIn } from './support/journey.ts';
import { flowOf, goLive, node, until } from './support/live.ts';
import { look } from './support/look.ts';

/*
 * What nobody would send, and what is no longer there: each is shown sensibly, nothing executes, nothing hangs.
 */
let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open();
  await signIn(page);
});

afterAll(() => journey.close());

const MARKUP = `<img src=x onerror="window.ran=1"><script>window.ran=1</script>`;

const http = (path: string, format: string) =>
  node('in', 'trigger.http', {
    ...{ path, format },
    keys: {
      ...{ idempotency: [], order: null, correlation: format === 'json' ? 'id' : null },
      business: format === 'json' ? [{ name: 'usage', path: 'id', class: 'open' }] : [],
    },
  });
const drop = (folder: string) => node('drop', 'connector.file', { folder });

/** The newest run of a flow, when it is so far. */
async function runOf(flow: string, state: string): Promise<string> {
  let found: { id: string }[] = [];
  await until(async () => {
    const { body } = await journey.hospital.api(`/runs?environment=dev&flow=${flow}&state=${state}`);
    found = body['runs'] as { id: string }[];
    return found.length > 0;
  }, 20);
  return found[0]!.id;
}

async function told(method: string, path: string, json: unknown): Promise<Record<string, unknown>> {
  const { status, body } = await journey.hospital.api(path, { method, json });
  if (status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(body)}`);
  return body;
}

/** Markup is read as the text it is: it stands there, and nothing came of it. */
async function isText(where: string): Promise<void> {
  await page.goto(where);
  await page.getByText(MARKUP).first().waitFor();
  const came = await page.evaluate(() => [document.querySelectorAll('img[src=x]').length, 'ran' in window]);
  expect([where, ...came]).toEqual([where, 0, false]);
}

it('shows markup in every text field as the text it is', async () => {
  const { hospital } = journey;
  const check = { ...node('check', 'route.filter', { keep: '$error(id)' }), name: MARKUP };
  const odd = flowOf('odd', [http('odd', 'json'), check, drop('odd')], ['in>check', 'check>drop']);
  await goLive(hospital, { ...odd, name: MARKUP, description: MARKUP });
  await hospital.post('odd', JSON.stringify({ id: MARKUP, [MARKUP]: MARKUP, own: { $masked: 1, shape: 2 } }));
  const run = await runOf('odd', 'quarantined');
  const { body } = await hospital.api('/quarantine?environment=dev&flow=odd');
  const { id } = (body as { messages: { id: string }[] }).messages[0]!;
  const quarantine = { environment: 'dev', quarantine: { ids: [id] } };
  await told('PUT', '/quarantine/care', { ...quarantine, owner: MARKUP, note: MARKUP });
  const column = { name: 'code', title: MARKUP, type: 'text', required: true };
  const definition = { name: 'odd', title: MARKUP, description: MARKUP, key: ['code'], effective: false };
  const rows = [{ line: 1, values: { code: MARKUP } }];
  const table = { environment: 'dev', definition: { ...definition, columns: [column] }, rows, note: MARKUP };
  await told('POST', '/tables', table);

  await isText('/dev');
  await isText('/dev/quarantine');
  await page.getByRole('button', { name: 'Show the messages' }).first().click();
  await page.locator('a[href*="/quarantine/"]').first().click();
  await page.getByRole('heading', { name: 'Destinations' }).waitFor();
  await isText(`/dev/quarantine/${id}`);
  await look(page, 'quarantine-markup');
  await isText(`/dev/runs?flow=odd&q=${encodeURIComponent(MARKUP)}`);
  await page.getByRole('button', { name: 'Views' }).click();
  await page.getByLabel('Name of the view').fill(MARKUP);
  await page.getByRole('button', { name: 'Keep', exact: true }).click();
  await page.getByRole('menuitem', { name: MARKUP }).waitFor();
  await isText(`/dev/runs/${run}`);
  await isText(`/dev/timeline?key=${encodeURIComponent(MARKUP)}`);
  await isText('/tables');
  await isText('/tables/odd');
  const replay = crypto.randomUUID();
  await told('POST', '/replays', { ...quarantine, id: replay, reason: MARKUP, from: 'received' });
  await isText('/dev/replays');
  await isText(`/dev/replays/${replay}`);
  expectCalm(page);
}, 40_000);

it('shows bytes that are no text as bytes, and why they could not be read', async () => {
  const { hospital } = journey;
  await goLive(hospital, flowOf('notes', [http('notes', 'text'), drop('notes')], ['in>drop']));
  await hospital.post('notes', Buffer.from([0x4d, 0x53, 0x48, 0xff, 0xfe, 0x00, 0x80, 0x81]), 'text/plain');
  const operator = await openAs(journey, 'operator');
  await operator.goto(`/dev/runs/${await runOf('notes', 'quarantined')}`);
  await operator.getByText('These bytes are no text').waitFor();
  await operator.getByText('The text is not utf-8: byte 3 cannot be read as text.').waitFor();
  await reveal(operator, 'What did they send?');
  await operator.getByText('4d 53 48 ff fe 00 80 81').waitFor();
  await look(operator, 'trace-undecodable');
});

it('shows a run whose flow is gone, with the version that ran', async () => {
  const { hospital } = journey;
  await goLive(hospital, {
    ...flowOf('passing', [http('passing', 'json'), drop('passing')], ['in>drop']),
    name: 'Passing',
  });
  await hospital.post('passing', '{"id": "P-1"}');
  const run = await runOf('passing', 'done');
  await page.goto('/dev');
  await page.getByRole('button', { name: 'More for Passing' }).click();
  await page.getByRole('menuitem', { name: 'Stop taking messages…' }).click();
  await look(page, 'home-stop');
  await page.getByRole('dialog').getByRole('button', { name: 'Stop taking messages' }).click();
  await page.getByText('Version 1, stopped').waitFor();
  await until(async () => (await hospital.post('passing', '{"id": "P-2"}')).status === 404, 10);
  expect((await page.request.delete('/api/v1/flows/passing', { headers: { origin: hospital.url } })).status()).toBe(
    204,
  );
  await page.goto(`/dev/runs/${run}`);
  await page.getByText('Its flow is no longer here').waitFor();
  await page.getByLabel('The flow as it ran').getByText('drop').first().waitFor();
  await page.goto('/dev/runs');
  await page.getByText('Passing').first().waitFor();
  expectCalm(page);
});

it('says that expired content is gone, and replays nothing of it', async () => {
  const { hospital } = journey;
  await goLive(hospital, flowOf('aged', [http('aged', 'json'), drop('aged')], ['in>drop']));
  await hospital.post('aged', '{"id": "A-1"}');
  const run = await runOf('aged', 'done');
  const sql = postgres(hospital.databaseUrl, { max: 1, connection: { search_path: 'throughline' } });
  await sql`delete from message_body where message_id = (select message_id from run where id = ${run})`;
  await sql`delete from trace where run_id = ${run}`;
  await sql.end();
  await page.goto(`/dev/runs/${run}`);
  await page.getByText('what the message said is gone').waitFor();
  await look(page, 'trace-expired');
  expect(await page.getByRole('button', { name: 'Replay…' }).count()).toBe(0);
  await page.goto('/dev/runs?flow=aged');
  await page.getByRole('button', { name: 'Replay these…' }).click();
  await page.getByText('Nothing would be replayed').waitFor();
  await page.getByText('1 message cannot: past retention').waitFor();
  expect(await page.getByRole('button', { name: 'Replay 0 messages' }).isDisabled()).toBe(true);
  const mine = { environment: 'dev', runs: [run], id: crypto.randomUUID(), reason: 'all the same' };
  const made = await told('POST', '/replays', mine);
  expect(made).toMatchObject({ total: 0 });

  // Among others that are still here it is left out, and said to be.
  await hospital.post('aged', '{"id": "A-2"}');
  await until(async () => {
    const { body } = await hospital.api('/runs?environment=dev&flow=aged&state=done');
    return (body['runs'] as unknown[]).length === 2;
  }, 20);
  await page.goto('/dev/runs?flow=aged');
  await page.getByRole('button', { name: 'Replay these…' }).click();
  await page.getByText('1 message would be replayed').waitFor();
  await page.getByText('1 message cannot: past retention').waitFor();
  await page.getByLabel('Reason').fill('What is left of them');
  await page.getByRole('button', { name: 'Replay 1 message' }).click();
  await page.waitForURL('**/dev/replays/*');
  await page.getByText('Went through').locator('..').getByText('1', { exact: true }).waitFor();
  expectCalm(page);
});

it.each([5, -5])('counts by the hospital’s clock where the browser’s is %i hours off', async (hours) => {
  await journey.hospital.post('odd', '{"id": "late"}');
  const window = await journey.open();
  await window.clock.setSystemTime(Date.now() + hours * 3_600_000);
  await signIn(window);
  await window.goto('/dev');
  const oldest = window.getByRole('region', { name: 'Needs a person' });
  await oldest
    .getByText(/, for \d+ (s|min)/)
    .first()
    .waitFor();
  await window.goto('/dev/runs?since=15m');
  await window.getByText(/^\d+ runs?$/).waitFor();
  expect(await window.getByText('0 runs').count()).toBe(0);
  expectCalm(window);
});
