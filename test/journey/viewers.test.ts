import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { expectCalm, type Journey, openAs, openJourney, reveal } from './support/journey.ts';
import { flowOf, goLive, node, until } from './support/live.ts';
import { look } from './support/look.ts';

/* Every form a message can have, as a person who may see it reads it. */
let journey: Journey;
let page: Page;

const keys = { idempotency: [], order: null, business: [], correlation: null };
const door = (path: string, format: string, more = {}) => node('in', 'trigger.http', { path, format, keys, ...more });
const drop = (folder: string) => node('drop', 'connector.file', { folder });
const through = (id: string, format: string, source: string, more = {}) =>
  flowOf(
    id,
    [door(id, format, more), { ...node('change', 'transform.code', { source }), name: 'Change it' }, drop(id)],
    ['in>change', 'change>drop'],
  );

beforeAll(async () => {
  journey = await openJourney();
  const { hospital } = journey;
  const changed = `{ ...message, segments: message.segments.map((s) => (s.id === 'PID' ? { ...s, f8: [{ c1: 'U' }] } : s)) }`;
  await Promise.all([
    goLive(hospital, through('letters', 'text', 'console.log("read", message.length);\nreturn { text: message };\n')),
    goLive(hospital, through('sheet', 'csv', 'return { rows: message };\n', { records: 'whole' })),
    goLive(hospital, through('segments', 'hl7v2', `return ${changed};\n`)),
  ]);
  page = await openAs(journey, 'operator');
});

afterAll(() => journey.close());

/** Its envelope counts a segment too many. */
const INTERCHANGE = [
  'ISA*00*          *00*          *ZZ*WEST           *ZZ*SUPPLIER       *261118*1015*^*00501*000000905*0*P*:~',
  'GS*PO*WEST*SUPPLIER*20261118*1015*1*X*005010~',
  'ST*850*0001~',
  'BEG*00*SA*PO-4711**20261118~',
  'N1*ST*West campus~',
  'PO1*1*10*BX*3.2**VP*DRP-411~',
  'PID*F****<b>Drape</b>, blue~',
  'CTT*1~',
  'SE*8*0001~',
  'GE*1*1~',
  'IEA*1*000000905~',
].join('\n');

/** Opens what became of a message, with what was received in front. */
async function arrived(flow: string, content: string | Buffer, contentType: string): Promise<void> {
  const { status, body } = await journey.hospital.post(flow, content, contentType);
  expect([flow, status, body['code']]).toEqual([flow, 202, undefined]);
  let run: { id: string; state: string } | undefined;
  await until(async () => {
    const found = await journey.hospital.api(`/runs?environment=dev&search=${String(body['messageId'])}`);
    run = (found.body['runs'] as { id: string; state: string }[])[0];
    return run?.state === 'done';
  }, 20);
  await page.goto(`/dev/runs/${run!.id}`);
}

/** The same with nothing masked. */
async function opened(flow: string, content: string | Buffer, contentType: string): Promise<void> {
  await arrived(flow, content, contentType);
  await reveal(page, 'Looking at every form');
}

const received = () => page.getByRole('region', { name: 'Message as received' }).last();

/** Only the rows in sight are drawn. */
async function scrolledTo(text: string): Promise<void> {
  await expect
    .poll(async () => {
      await received().evaluate((list) => list.scrollBy(0, list.clientHeight / 2));
      return received().getByText(text).count();
    })
    .toBeGreaterThan(0);
}

it('reads XML as a tree, and its text by the line', async () => {
  const order = `<?xml version="1.0"?>\n<order id="PO-1">\n  <line item="IMP-1">2 &amp; more</line>\n  <line item="IMP-2"/>\n</order>\n`;
  await opened('letters', order, 'application/xml');
  await received().getByText('"2 & more"').waitFor();
  await look(page, 'trace-xml');
  await page.getByLabel('How to show it').getByText('Text').click();
  await received().getByText('<order id="PO-1">').waitFor();
  await look(page, 'trace-text');
  await page.getByLabel('How to show it').getByText('Bytes').click();
  await received().getByText('3c 3f 78 6d 6c').waitFor();
  await look(page, 'trace-bytes');
});

it('names the parts of XML and X12 to whoever has revealed nothing, and hides their values', async () => {
  const order = '<order id="PO-4711">\n  <line item="IMP-10293">for Doe, Jane</line>\n</order>\n';
  await arrived('letters', order, 'application/xml');
  await received().getByText('"AA-9999"').waitFor();
  await received().getByText('"aaa Aaa, Aaaa"').waitFor();
  for (const name of ['order', 'line', 'item']) await received().getByText(name).first().waitFor();
  await look(page, 'trace-xml-masked');
  await arrived('letters', INTERCHANGE, 'application/edi-x12');
  await received().getByText('BEG').first().waitFor();
  await received().getByText('AA-9999').first().waitFor();
  await look(page, 'trace-x12-masked');
  const shown = await page.content();
  for (const value of ['PO-4711', 'IMP-10293', 'Jane', 'West campus', 'Drape']) expect(shown).not.toContain(value);
});

it('reads X12 loop by loop, and says what its envelope has wrong', async () => {
  await opened('letters', INTERCHANGE, 'application/edi-x12');
  await page.getByText('SE-01 says 8 segments; there are 7.').waitFor();
  await look(page, 'trace-x12');
  await scrolledTo('Purchase order 850, number 0001');
  await scrolledTo('Line of the order · Line');
  await scrolledTo('<b>Drape</b>, blue');
});

it('reads CSV as a grid, and what code wrote', async () => {
  const csv = 'item,quantity,unit\nIMP-10293,1,EA\nHIP-20110,2,EA\n"DRP-411, blue",10,BX\n';
  await opened('sheet', csv, 'text/csv');
  await received().getByText('DRP-411, blue').waitFor();
  await look(page, 'trace-csv');
  await page
    .getByRole('button', { name: /Change it/ })
    .first()
    .click();
  await page.getByLabel('Differences').getByText('rows').first().waitFor();
  await opened('letters', 'Dear colleague', 'text/plain');
  await page
    .getByRole('button', { name: /Change it/ })
    .first()
    .click();
  await page.getByLabel('What to show').getByText('Log 1').click();
  await page.getByText('read 14').waitFor();
  await look(page, 'trace-log');
});

it('reads HL7 v2 by its places and their names, and tells a difference by them', async () => {
  const message = shipped('procedure-supply-usage', 'knee-replacement.hl7');
  await opened('segments', message, 'application/hl7-v2');
  await received().getByText('Sending Application').waitFor();
  await look(page, 'trace-hl7-revealed');
  await page
    .getByRole('button', { name: /Change it/ })
    .first()
    .click();
  await page.getByLabel('Differences').getByText('PID-8 Administrative Sex').waitFor();
  await look(page, 'trace-hl7-difference');

  await page.getByRole('button', { name: 'Replay…' }).click();
  await page.getByRole('button', { name: 'Edit a copy instead…' }).click();
  const copy = page.getByLabel('The copy');
  const text = await copy.inputValue();
  expect(text.split('\n').length).toBeGreaterThan(3);
  await copy.fill(`PID|1\n${text}`);
  await page.getByText(/^hl7_/).waitFor();
  await copy.fill(text.replace('PID|1', 'PID|2'));
  await page.getByText('It would go through; left out unless you send again').waitFor();
  await look(page, 'trace-edit');
  await page.getByRole('button', { name: 'Plan the replay' }).click();
  await page.getByText('From the beginning, with your copy').waitFor();
  await page.getByText('1 left out').waitFor();
  await page.getByLabel('Send again where it is confirmed').check();
  await page.getByText('a second effect there').waitFor();
  await page.getByLabel('Reason').fill('The set id was wrong');
  await page.getByRole('button', { name: 'Replay 1 message' }).click();
  await page.getByText('an edited copy').waitFor();
  await page.getByText('Went through').locator('..').getByText('1', { exact: true }).waitFor();
  expectCalm(page);
});
