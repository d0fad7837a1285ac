import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Hospital, openHospital, type Partner, shipped } from './support/hospital.ts';
import { until } from './support/stage.ts';

const FLOW = 'procedure-supply-usage';
const folder = fileURLToPath(new URL(`../flows/${FLOW}/`, import.meta.url));

interface Expected {
  refused?: { code: string; path?: string };
  stops?: { step: string; code: string; path?: string }[];
}
const bad = readdirSync(`${folder}messages`)
  // By itself a good message.
  .filter((name) => name.startsWith('bad-') && name !== 'bad-key-reused.json')
  .map((name) => ({ name, ...(JSON.parse(readFileSync(`${folder}expected/${name}.json`, 'utf8')) as Expected) }));

let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital();
}, 120_000);
afterAll(() => hospital.close());

async function accepted(): Promise<{ accepted: number; inFlight: number }[]> {
  const { body } = await hospital.api(`/ledger?environment=dev&flow=${FLOW}`);
  return body['destinations'] as { accepted: number; inFlight: number }[];
}

async function heard(): Promise<number> {
  let count = 0;
  for (const name of ['inventory', 'billing', 'erp'] satisfies Partner[]) {
    const { entries } = (await hospital.partner(name, '/_ledger?outcome=accepted')) as { entries: Answer[] };
    count += entries.length;
  }
  return count;
}

describe('refused at the door, nothing accepted', () => {
  it.each(bad.filter(({ refused }) => refused !== undefined))('$name', async ({ name, refused }) => {
    const before = await accepted();
    if (name.endsWith('.hl7')) {
      const ack = await hospital.mllp(shipped(FLOW, name));
      expect(ack[1]).toMatch(/^MSA\|A[ER]\|/);
      expect(ack.find((segment) => segment.startsWith('ERR|'))).toContain(refused!.code);
    } else {
      const { status, body } = await hospital.post('supply-usage', shipped(FLOW, name));
      expect([status, body['code'], body['path']]).toEqual([422, refused!.code, refused!.path]);
    }
    expect(await accepted()).toEqual(before);
    expect(await heard()).toBe(0);
  });

  it.each([
    ['a batch without a message', 'BHS|^~\\&||WARD||HUB|20261118093000||||B1\rPID|1||4711\rBTS|1\r'],
    ['an empty frame', ''],
  ])('%s names nobody to answer: its connection is closed', async (_, content) => {
    await expect(hospital.mllp(Buffer.from(content))).rejects.toThrow('closed without an acknowledgement');
  });
});

async function quarantined() {
  const { body } = await hospital.api(`/quarantine?environment=dev&flow=${FLOW}&limit=200`);
  return body['messages'] as { node: string; code: string; path: string | null }[];
}

describe('quarantined with step, code and field; no partner hears of it', () => {
  it.each(bad.filter(({ stops }) => stops !== undefined))('$name', async ({ name, stops }) => {
    const before = (await quarantined()).length;
    if (name.endsWith('.hl7')) expect((await hospital.mllp(shipped(FLOW, name)))[1]).toMatch(/^MSA\|AA\|/);
    else expect((await hospital.post('supply-usage', shipped(FLOW, name))).status).toBe(202);
    await until(async () => (await quarantined()).length === before + 1);
    const [newest] = await quarantined();
    const [stop] = stops!;
    expect(newest).toMatchObject({ node: stop!.step, code: stop!.code, path: stop!.path ?? null });
    expect((await accepted()).every(({ inFlight }) => inFlight === 0)).toBe(true);
    expect(await heard()).toBe(0);
  });
});
