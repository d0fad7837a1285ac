import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Complaint } from './complaint.ts';
import { program } from './program.ts';

const flows = fileURLToPath(new URL('../../../flows', import.meta.url));
const message = (flow: string, name: string) => join(flows, flow, 'messages', name);

const PRICES = JSON.stringify({
  ...{ name: 'prices', title: 'Prices', key: ['code'], effective: false },
  columns: [
    { name: 'code', title: 'Code', type: 'text', required: true },
    { name: 'price', title: 'Price', type: 'decimal', required: true },
  ],
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command line; `ok` is what it reported, or the kind of its complaint. */
async function throughline(...args: string[]) {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  let ok: boolean | string = true;
  const server = { url: undefined, token: undefined };
  try {
    await program({ out: print, err: print }, server, (found) => {
      ok = found;
    }).parseAsync(['node', 'throughline', ...args]);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    ok = error.exit;
    print(error.message);
  }
  return { ok, out: printed.join('\n') };
}

it('validates: names node and field of what is wrong, expressions too', async () => {
  const whole = await throughline('validate', '--flows', flows, 'item-lookup');
  expect(whole.ok).toBe(true);
  expect(whole.out).toMatch(/^ok {6}item-lookup: 14 steps, 0 destinations$/m);
  // What the rules of the house say of it is worth a look, and keeps nothing from being published.
  expect(whole.out).toMatch(/^warning item-lookup \S+ \/authentication: .*anybody.*\[door_open\]$/m);
  const document = JSON.parse(readFileSync(join(flows, 'item-lookup/flow.json'), 'utf8')) as {
    nodes: { id: string; config: Record<string, unknown> }[];
  };
  document.nodes.find(({ id }) => id === 'answer')!.config['text'] = '{"item": item';
  document.nodes.find(({ id }) => id === 'master')!.config['ttlS'] = -1;
  writeFileSync(join(folder, 'flow.json'), JSON.stringify(document));
  const { ok, out } = await throughline('validate', '--flows', flows, folder);
  expect(ok).toBe(false);
  expect(out).toMatch(/^error .* master \/ttlS: .*at least 0.*\[config_invalid\]$/m);
  expect(out).toMatch(/^error .* answer \/text: .*\[expression_syntax\]$/m);
});

it('tests: prints where a message is not as expected', async () => {
  const { ok, out } = await throughline('test', '--flows', flows, '--only', 'stocked-suture', 'item-lookup');
  expect([ok, out]).toEqual([
    true,
    'ok      item-lookup stocked-suture.json\n1 message of 1 flow played, 0 not as expected',
  ]);
});

it.each([
  ['no rows beside it', { 'prices.json': PRICES }, /prices\.csv: It is not there: .* \[table_csv_missing\]$/m],
  [
    'a definition that is none',
    { 'prices.json': '{"name": "prices"}' },
    /prices\.json: It describes no table: .* \[table_invalid\]$/m,
  ],
  [
    'another name inside',
    { 'prices.json': PRICES.replace('"prices"', '"costs"') },
    /called costs; .* \[table_invalid\]$/m,
  ],
  ['no JSON', { 'prices.json': '{' }, /prices\.json: It is not JSON\. \[json_malformed\]$/m],
  [
    'a column twice',
    { 'prices.json': PRICES, 'prices.csv': 'code,code\n' },
    /prices\.csv: .* \[csv_duplicate_header\]$/m,
  ],
  [
    'a row cut short',
    { 'prices.json': PRICES, 'prices.csv': 'code,price\nA\n' },
    /prices\.csv, line 2: .* \[csv_ragged_row\]$/m,
  ],
  [
    'a price that is none',
    { 'prices.json': PRICES, 'prices.csv': 'code,price\nA,x\n' },
    /prices\.csv, line 2: Price must be .* \[row_type\]$/m,
  ],
] as [string, Record<string, string>, RegExp][])(
  'tests nothing on a table of %s, and says what it lacks',
  async (_, files, said) => {
    const place = mkdtempSync(join(folder, 'tables-'));
    cpSync(join(flows, 'usage-benchmark'), join(place, 'usage-benchmark'), { recursive: true });
    mkdirSync(join(place, 'tables'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(place, 'tables', name), text);
    const { ok, out } = await throughline('test', '--flows', place);
    expect([ok, out]).toEqual(['findings', expect.stringMatching(said)]);
  },
);

it('runs one message and prints its trace, with the answer that was chosen', async () => {
  const stopped = await throughline(
    'run',
    'procedure-supply-usage',
    message('procedure-supply-usage', 'bad-unknown-unit.json'),
    '--flows',
    flows,
  );
  expect(stopped.ok).toBe(false);
  expect(stopped.out).toMatch(/^stopped +any-unit: lookup_missing at lines\[0\]\.unit: /m);
  const closed = await throughline(
    ...['run', 'procedure-supply-usage', message('procedure-supply-usage', 'knee-replacement.hl7'), '--flows', flows],
    ...['--answer', 'erp=Period closed', '--json'],
  );
  expect(JSON.parse(closed.out)).toMatchObject({ outcome: { stops: [{ step: 'erp', code: 'http_409' }] } });
});

it('parses: a tree, a refusal with its place, counts of a folder', async () => {
  const tree = await throughline('parse', message('procedure-supply-usage', 'bill-only-implant.hl7'));
  expect(JSON.parse(tree.out)).toMatchObject({
    segments: [{ id: 'MSH' }, { id: 'PID' }, { id: 'PV1' }, { id: 'ORC' }, { id: 'RQD' }, { id: 'RQ1' }, { id: 'ZSU' }],
  });
  const refused = await throughline('parse', message('procedure-supply-usage', 'bad-segment-name.hl7'));
  expect(refused.ok).toBe(false);
  expect(refused.out).toMatch(/:5 \(offset 257\): .*\[hl7_bad_segment\]$/);
  const counted = await throughline(
    'parse',
    '--check',
    join(flows, 'procedure-supply-usage/messages'),
    join(flows, 'tables'),
  );
  expect(counted.ok).toBe(true);
  expect(counted.out).toMatch(/^hl7v2 +\d+ +\d+ +2 +\d+$/m);
  expect(counted.out).not.toContain('CHANGED');
});

it('tells two flows apart', async () => {
  const path = join(flows, 'usage-benchmark/flow.json');
  expect(await throughline('diff', path, path)).toEqual({ ok: true, out: 'No difference.' });
  const changed = join(folder, 'changed.json');
  writeFileSync(changed, readFileSync(path, 'utf8').replace('"url": "/erp"', '"url": "/ledger"'));
  const { ok, out } = await throughline('diff', path, changed);
  expect([ok, out]).toEqual([
    false,
    '~ node erp (Post to the ERP) /config/url: "/erp" → "/ledger"\nMessages may be treated differently.',
  ]);
});

it('ends a wrong command line, a missing server and one that is away in ways of their own', async () => {
  expect(await throughline('nonsense')).toMatchObject({ ok: 'usage' });
  expect(await throughline('validate', 'no-such-flow', '--flows', flows)).toMatchObject({
    ok: 'usage',
    out: expect.stringContaining('no-such-flow'),
  });
  expect(await throughline('ledger')).toMatchObject({ ok: 'usage', out: expect.stringContaining('THROUGHLINE_URL') });
  expect(await throughline('ledger', '--server', 'http://127.0.0.1:1', '--token', 'x')).toMatchObject({
    ok: 'unreachable',
  });
  expect(await throughline('--help')).toMatchObject({ ok: 'ok', out: expect.stringContaining('Exit codes:') });
});
