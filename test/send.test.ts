import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Hospital, openHospital, shipped } from './support/hospital.ts';
import { flowOf, node, until } from './support/stage.ts';

const FLOW = 'procedure-supply-usage';
const messages = fileURLToPath(new URL(`../flows/${FLOW}/messages/`, import.meta.url));

let hospital: Hospital;
let folder: string;
beforeAll(async () => {
  hospital = await openHospital();
  folder = mkdtempSync(join(tmpdir(), 'throughline-send-'));
  const keys = { idempotency: ['id'], order: null, business: [], correlation: null };
  const document = flowOf(
    'by-hand',
    [node('hand', 'trigger.manual', { keys }), node('drop', 'connector.file', { folder: 'sent' })],
    ['hand>drop'],
  );
  const fixtures = [
    { name: 'one', kind: 'message', node: 'hand', contentType: 'application/json', body: '{"id":"f1"}' },
  ];
  const published = await hospital.api('/flows/by-hand/versions', {
    method: 'POST',
    json: { document: { ...document, fixtures } },
  });
  expect(published.body).toMatchObject({ version: 1 });
  await hospital.api('/flows/by-hand/live', { method: 'PUT', json: { environment: 'dev', version: 1 } });
}, 120_000);
afterAll(async () => {
  await hospital.close();
  rmSync(folder, { recursive: true, force: true });
});

const send = (flow: string, json: Record<string, unknown>) =>
  hospital.api(`/flows/${flow}/messages`, { method: 'POST', json: { environment: 'dev', ...json } });

async function delivered(flow: string): Promise<number> {
  const { body } = await hospital.api(`/ledger?environment=dev&flow=${flow}`);
  const lines = body['destinations'] as { delivered: number }[];
  return lines.reduce((sum, line) => sum + line.delivered, 0);
}

it('fires a manual trigger once for each key, with a message or a sample of the flow', async () => {
  const first = await send('by-hand', { message: { text: '{"id":"m1"}' } });
  expect(first).toMatchObject({ status: 202, body: { trigger: 'hand', repeat: false } });
  const again = await send('by-hand', { message: { text: '{"id":"m1"}' } });
  expect(again).toMatchObject({ status: 202, body: { messageId: first.body['messageId'], repeat: true } });
  expect(await send('by-hand', { message: { text: '{"id":"m1","other":1}' } })).toMatchObject({
    status: 422,
    body: { code: 'key_reused' },
  });
  expect((await send('by-hand', { message: { fixture: 'one' } })).status).toBe(202);
  await until(async () => (await delivered('by-hand')) === 2);
  const { body } = await hospital.api('/audit?act=message.send');
  const entries = body['entries'] as { object: string; summary: string }[];
  expect(entries.map(({ object }) => object)).toContain(`message:${String(first.body['messageId'])}`);
});

it('refuses what the door would refuse, and what is not there', async () => {
  const codeOf = async (flow: string, json: Record<string, unknown>) => {
    const { status, body } = await send(flow, json);
    return [status, body['code']];
  };
  expect(await codeOf('by-hand', { message: { text: '{"id":' } })).toEqual([400, 'json_malformed']);
  expect(await codeOf('by-hand', { message: { text: 'x', contentType: 'text/csv' } })).toEqual([415, 'content_type']);
  expect(await codeOf('by-hand', { message: { fixture: 'two' } })).toEqual([400, 'fixture_unknown']);
  expect(await codeOf('by-hand', { message: { text: '{}' }, trigger: 'nobody' })).toEqual([400, 'trigger_unknown']);
  expect(await codeOf('none', { message: { text: '{}' } })).toEqual([409, 'not_live']);
  const bad = shipped(FLOW, 'bad-negative-quantity.json').toString('base64');
  expect(await send(FLOW, { message: { base64: bad } })).toMatchObject({
    status: 422,
    body: { code: 'contract_violation', errors: [{ field: 'lines[4].quantity' }] },
  });
});

it('sends files into any live flow from the command line', async () => {
  const before = await delivered(FLOW);
  for (const name of ['knee-replacement.json', 'knee-replacement.hl7']) {
    const sent = await hospital.throughline('send', FLOW, join(messages, name));
    expect(sent).toMatchObject({ exit: 0, out: expect.stringMatching(/^Accepted: message [0-9a-f-]{36} by \w+/) });
  }
  await until(async () => (await delivered(FLOW)) === before + 6);
  expect(await hospital.throughline('send', FLOW, join(messages, 'knee-replacement.json'))).toMatchObject({
    exit: 0,
    out: expect.stringContaining('Known already'),
  });
  writeFileSync(join(folder, 'bad.json'), '{');
  expect(await hospital.throughline('send', FLOW, join(folder, 'bad.json'))).toMatchObject({ exit: 4 });
  expect(await hospital.throughline('send', FLOW)).toMatchObject({ exit: 2 });
});
