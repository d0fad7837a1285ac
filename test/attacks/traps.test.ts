import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Hospital, openHospital, type Partner, shipped } from '../support/hospital.ts';
import { until } from '../support/stage.ts';
import { type Canaries, everythingStored, plantCanaries } from './canaries.ts';
import { attack } from './case.ts';

/*
 * SECURITY.md H05: messages in good form that say what cannot be. Each is named by rule and field, nobody hears half of one, and
 * mended as a copy it reaches everybody once. The hospital is the demo's, with its partners.
 */
const FLOW = 'procedure-supply-usage';
const PARTNERS: Partner[] = ['inventory', 'billing', 'erp'];
const folder = mkdtempSync(join(tmpdir(), 'throughline-traps-'));
let hospital: Hospital;
let store: Store;
let canaries: Canaries;

beforeAll(async () => {
  canaries = await plantCanaries(folder);
  hospital = await openHospital();
  store = await openStore({ url: hospital.databaseUrl, masterKey: hospital.masterKey, name: 'traps', max: 2 });
}, 120_000);
afterAll(async () => {
  await store.close();
  await hospital.close();
  await canaries.close();
  rmSync(folder, { recursive: true });
});
const here = () => ({ canaries, logged: () => '', partner: { arrivals: [] } });

/** A shipped message, about the canary patient. */
function aboutThePatient(name: string): string {
  const text = shipped(FLOW, name).toString();
  const about = text.replace(/MRN-\d+/g, canaries.patient.id);
  expect(about).not.toBe(text);
  return about;
}

/** What partners have done, each effect with its key. */
async function effects(): Promise<{ partner: Partner; key: string; effect: unknown }[]> {
  const all = await Promise.all(
    PARTNERS.map(async (partner) => {
      const { entries } = (await hospital.partner(partner, '/_ledger?limit=1000&outcome=accepted')) as unknown as {
        entries: { key: string; effect: unknown }[];
      };
      return entries.map(({ key, effect }) => ({ partner, key, effect }));
    }),
  );
  return all.flat();
}

interface Stopped {
  id: string;
  node: string;
  code: string;
  path: string | null;
  sentence: string;
}

async function stopped(): Promise<Stopped[]> {
  const { body } = await hospital.api(`/quarantine?environment=dev&flow=${FLOW}&state=open&limit=200`);
  return body['messages'] as Stopped[];
}

/** What is wrong, the field that is to be named, and the mend; how many of the partners are then concerned. */
const TRAPS: [string, string, Pick<Stopped, 'node' | 'code' | 'path'>, (text: string) => string, Partner[]][] = [
  [
    'an unknown unit',
    'bad-unknown-unit.json',
    { node: 'any-unit', code: 'lookup_missing', path: 'lines[0].unit' },
    (text) => text.replace('"XY"', '"EA"'),
    PARTNERS,
  ],
  [
    'an unmapped item',
    'bad-unmapped-item.json',
    { node: 'item', code: 'lookup_missing', path: 'lines[3].item' },
    (text) => text.replace('IMP-99999', 'DRP-411'),
    ['inventory', 'erp'],
  ],
  [
    'a missing price',
    'bad-missing-price.json',
    { node: 'price', code: 'lookup_missing', path: 'lines[0].item' },
    (text) => text.replace('STN-3018', 'STN-3012'),
    PARTNERS,
  ],
  [
    'a negative quantity',
    'bad-negative-quantity.hl7',
    { node: 'check', code: 'contract_violation', path: 'lines[0].quantity' },
    (text) => text.replace('|-4|', '|4|'),
    PARTNERS,
  ],
  [
    'a date of zeros',
    'bad-date-zero.hl7',
    { node: 'check', code: 'contract_violation', path: 'occurredAt' },
    (text) => text.replace('00000000', '20261117094210-0600'),
    PARTNERS,
  ],
  [
    'another facility',
    'bad-wrong-facility.json',
    { node: 'place', code: 'lookup_missing', path: 'location' },
    (text) => text.replace('"NORTH"', '"WEST"').replace('N-OR-1', 'OR-1'),
    ['inventory', 'erp'],
  ],
];
for (const [what, name, stop, mend, concerned] of TRAPS) {
  attack('H05', what, here, async (_, leaks) => {
    const before = await effects();
    const known = (await stopped()).map(({ id }) => id);
    const text = aboutThePatient(name);
    if (name.endsWith('.hl7')) expect((await hospital.mllp(Buffer.from(text)))[1]).toMatch(/^MSA\|AA\|/);
    else expect((await hospital.post('supply-usage', text)).status).toBe(202);
    let found: Stopped | undefined;
    await until(async () => {
      found = (await stopped()).find(({ id }) => !known.includes(id));
      return found !== undefined;
    });
    leaks.push(JSON.stringify(found));
    expect(found).toMatchObject(stop);
    expect(JSON.stringify(found)).not.toContain(canaries.patient.id);
    expect(await effects()).toEqual(before);

    const edited = mend(text);
    expect(edited).not.toBe(text);
    const replay = {
      ...{ environment: 'dev', quarantine: { ids: [found!.id] }, from: 'received', edited },
      ...{ reason: 'mended by hand' },
    };
    expect((await hospital.api('/replays', { method: 'POST', json: replay })).status).toBe(201);
    const since = async () => (await effects()).filter(({ key }) => !before.some((one) => one.key === key));
    await until(async () => (await since()).length >= concerned.length, 20);
    const heard = await since();
    expect(heard.map(({ partner }) => partner).sort()).toEqual([...concerned].sort());
    expect((await stopped()).some(({ id }) => id === found!.id)).toBe(false);
  });
}

attack('H05', 'a quantity below nothing, in JSON: refused at the door, by its field', here, async (_, leaks) => {
  const before = await effects();
  const { status, body } = await hospital.post('supply-usage', aboutThePatient('bad-negative-quantity.json'));
  leaks.push(JSON.stringify(body));
  expect([status, body['code'], body['path']]).toEqual([422, 'contract_violation', 'lines[4].quantity']);
  expect(JSON.stringify(body)).not.toContain(canaries.patient.id);
  expect(await effects()).toEqual(before);
});

attack(
  'H05',
  'a merge of two patients: no flow takes it, so that nothing is moved in silence',
  here,
  async (_, leaks) => {
    const before = await effects();
    const { id } = canaries.patient;
    const merge = `MSH|^~\\&|ADT|WEST|THROUGHLINE|WEST|20261118||ADT^A40^ADT_A39|A40-1|P|2.5.1\rEVN|A40|20261118\rPID|1||${id}^^^WEST^MR||DOE^JANET\rMRG|MRN-448812^^^WEST^MR\r`;
    const ack = await hospital.mllp(Buffer.from(merge));
    leaks.push(ack.join('\r'));
    expect(ack[1]).toMatch(/^MSA\|AR\|A40-1/);
    expect(ack.find((segment) => segment.startsWith('ERR|'))).toContain('door_unknown');
    expect(ack.join('\r')).not.toContain(id);
    expect(await effects()).toEqual(before);
  },
);

attack('H05', 'and of all these patients nothing stands in clear anywhere', here, async () => {
  for (const [table, text] of await everythingStored(store)) {
    expect([table, text.includes(canaries.patient.id)]).toEqual([table, false]);
  }
});
