import { contract } from '@throughline/contracts';
import { afterAll, beforeAll, expect } from 'vitest';
import { sendMllp } from '../support/hospital.ts';
import { flowOf, node, until } from '../support/stage.ts';
import { type Arena, code, openArena } from './arena.ts';
import { attack } from './case.ts';

/* SECURITY.md H03 and H04: X12, which no door reads, and FHIR, which is JSON here and refused by its content. */
let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
  const nodes = [
    node('in', 'trigger.mllp', { types: [] }),
    node('send', 'connector.http', { connection: 'partner', url: '/mllp' }),
  ];
  await arena.live(flowOf('mllp', nodes, ['in>send']));
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

const ISA =
  'ISA*00*          *00*          *ZZ*SUPPLIER       *ZZ*HOSPITAL       *261118*0930*^*00501*000000001*0*P*:~';
const order = (number: string, count: number) =>
  `GS*PO*SUPPLIER*HOSPITAL*20261118*0930*1*X*005010~ST*850*${number}~BEG*00*SA*PO-1**20261118~SE*${count}*${number}~GE*1*1~`;
const INTERCHANGES: [string, string][] = [
  ['ISA of 105 bytes', `${ISA.replace('          *00', '         *00')}${order('0001', 3)}IEA*1*000000001~`],
  ['a separator inside data', `${ISA}${order('0001', 3).replace('PO-1', 'PO*1~2')}IEA*1*000000001~`],
  ['SE counts wrong', `${ISA}${order('0001', 99)}IEA*1*000000001~`],
  ['GE and IEA count wrong', `${ISA}${order('0001', 3).replace('GE*1', 'GE*7')}IEA*9*000000001~`],
  ['two interchanges', `${ISA}${order('0001', 3)}IEA*1*000000001~`.repeat(2)],
  ['cut off', `${ISA}GS*PO*SUPPLIER*HOSP`],
  ['another control number', `${ISA}${order('0001', 3)}IEA*1*000000777~`],
  ['about the patient', `${ISA}${order('0001', 3)}NM1*QC*1*ZZCANARY*PAT****MI*999-CANARY~IEA*1*000000001~`],
];
for (const [what, text] of INTERCHANGES) {
  attack('H03', what, here, async (_, leaks) => {
    const json = await arena.flow([]);
    const named = await arena.post(json, text, { 'content-type': 'application/edi-x12' });
    expect([named.status, ((await named.json()) as { code: string }).code]).toEqual([415, 'content_type']);
    for (const [format, type] of [
      ['json', 'application/json'],
      ['hl7v2', 'application/hl7-v2'],
    ] as const) {
      const flow = await arena.flow([], { trigger: { format } });
      const answer = await arena.post(flow, text, { 'content-type': type });
      const said = await answer.text();
      leaks.push(said);
      expect([format, answer.status]).toEqual([format, 400]);
      expect(JSON.parse(said)).toMatchObject({
        code: expect.stringMatching(/^[a-z0-9_]+$/),
        title: expect.any(String),
      });
      expect(said).not.toMatch(/ZZCANARY|999-CANARY|\/work|node_modules/);
      expect((await arena.stage.ledger(flow))['send']?.accepted ?? 0).toBe(0);
    }
    // A lower layer could not say whose it is: the line is closed without a word.
    const accepted = (await arena.stage.ledger('mllp'))['send']?.accepted ?? 0;
    await expect(sendMllp(arena.mllpPort, Buffer.from(text))).rejects.toThrow('closed without an acknowledgement');
    expect((await arena.stage.ledger('mllp'))['send']?.accepted ?? 0).toBe(accepted);
    // As text it is carried for those who read it: whole, one message, no byte another.
    const carried = await arena.flow([], { trigger: { format: 'text' } });
    expect((await arena.post(carried, text, { 'content-type': 'text/plain' })).status).toBe(202);
    expect((await arena.last(carried)).sent).toEqual([text]);
    expect((await arena.stage.ledger(carried))['send']).toMatchObject({ accepted: 1, delivered: 1 });
  });
}

/** Takes patients alone, as FHIR has them. */
const patients = code(
  'if (message.resourceType !== "Patient" || message.id === "") throw new Error("no patient"); return message;',
);

attack('H04', 'a resource of another type, where a contract stands at the door', here, async (_, leaks) => {
  const flow = await arena.flow([], { trigger: { contract: 'supply-usage@1' } });
  const { name, id } = arena.canaries.patient;
  const example = contract('supply-usage@1')!.examples[0]!.message as object;
  for (const message of [
    { resourceType: 'Patient', id, name: [{ text: name }] },
    { resourceType: 'Bundle', type: 'message', entry: [{ resource: example }] },
    { ...example, resourceType: 'SupplyDelivery', patient: { id, authority: name, reference: arena.canaries.url } },
  ]) {
    const answer = await arena.post(flow, message);
    const said = await answer.text();
    leaks.push(said);
    expect([answer.status, (JSON.parse(said) as { code: string }).code]).toEqual([422, 'contract_violation']);
    expect(said).not.toMatch(/ZZCANARY|999-CANARY/);
  }
  expect((await arena.stage.ledger(flow))['send']?.accepted ?? 0).toBe(0);
});

attack(
  'H04',
  'a bundle of 5,000 entries and a bad one: each entry has its own end, a transaction one for all',
  here,
  async () => {
    const entry = Array.from({ length: 5000 }, (_, i) => ({ resourceType: 'Patient', id: i === 3123 ? '' : `P-${i}` }));
    const split = node('split', 'route.split', { items: { expr: 'entry' } });
    const batch = await arena.flow([split, { ...patients, id: 'check', name: 'check' }]);
    expect((await arena.post(batch, { resourceType: 'Bundle', type: 'batch', entry })).status).toBe(202);
    await until(async () => {
      const { delivered = 0, quarantined = 0 } = (await arena.stage.ledger(batch))['send'] ?? {};
      return delivered + quarantined >= 5000;
    }, 60);
    const { accepted, delivered, quarantined } = (await arena.stage.ledger(batch))['send']!;
    expect([delivered, quarantined]).toEqual([4999, 1]);
    expect(accepted).toBe(delivered + quarantined);
    const sent = arena.partner.arrivals.filter(({ path }) => path === `/${batch}`).map(({ body }) => body);
    expect(new Set(sent).size).toBe(4999);
    const all = code(
      'for (const one of message.entry) if (one.id === "") throw new Error("one of them"); return message;',
    );
    const whole = await arena.fate(await arena.flow([all]), { resourceType: 'Bundle', type: 'transaction', entry });
    expect([whole.stop?.code, whole.sent]).toEqual(['code_error', []]);
  },
  120,
);

attack('H04', 'references to each other in a circle, and to places inside, lead nowhere', here, async () => {
  const at = `${arena.canaries.url}/Patient/1`;
  const resource = {
    resourceType: 'Observation',
    contained: [
      { resourceType: 'Group', id: 'a', member: [{ entity: { reference: '#b' } }] },
      { resourceType: 'Group', id: 'b', member: [{ entity: { reference: '#a' } }] },
    ],
    subject: { reference: at },
    link: [{ relation: 'next', url: at }],
    implicitRules: at,
    meta: { profile: [at], source: `${at}#` },
    valueAttachment: { contentType: 'text/html', url: at },
    text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml"><img src="${at}"/></div>` },
  };
  expect(await arena.sent(await arena.flow([]), resource)).toEqual([JSON.stringify(resource)]);
  const split = node('split', 'route.split', { items: { expr: 'contained' } });
  const flow = await arena.flow([split]);
  expect((await arena.post(flow, resource)).status).toBe(202);
  await until(async () => (await arena.stage.ledger(flow))['send']?.delivered === 2, 20);
  // What a server answers is read the same way: its next page is nobody's to fetch.
  arena.partner.answer = (_, res, commit) => {
    commit();
    res.writeHead(200, { 'content-type': 'application/fhir+json', location: at, link: `<${at}>; rel="next"` });
    res.end(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', link: [{ relation: 'next', url: at }] }));
  };
  expect((await arena.fate(await arena.flow([]), {})).stop).toBeNull();
});

const outcome = (severity: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity, code: 'business-rule', diagnostics: 'ZZCANARY^PAT has no coverage' }],
});
const entries = (...responses: object[]) => ({
  ...{ resourceType: 'Bundle', type: 'batch-response' },
  entry: responses.map((response) => ({ response })),
});
const ANSWERS: [string, object, string | null][] = [
  ['an OperationOutcome of severity error', outcome('error'), 'operation_outcome'],
  ['an OperationOutcome of severity fatal', outcome('fatal'), 'operation_outcome'],
  ['one that only warns', outcome('warning'), null],
  ['a batch with a refused entry', entries({ status: '201' }, { status: '422 no' }), 'bundle_entry_refused'],
  ['a batch with an outcome inside', entries({ status: '200', outcome: outcome('error') }), 'bundle_entry_refused'],
  ['a batch that went through', entries({ status: '201 Created' }, { status: '200' }), null],
];
for (const [what, body, expected] of ANSWERS) {
  attack('H04', `status 200 with ${what}`, here, async (_, leaks) => {
    arena.partner.answer = (__, res, commit) => {
      commit();
      res.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
    };
    const flow = await arena.flow([]);
    const { stop } = await arena.fate(flow, { resourceType: 'Claim' });
    leaks.push(JSON.stringify(stop));
    expect(stop?.code ?? null).toBe(expected);
    expect(JSON.stringify(stop)).not.toContain('ZZCANARY');
    const { delivered, quarantined } = (await arena.stage.ledger(flow))['send']!;
    expect([delivered, quarantined]).toEqual(expected === null ? [1, 0] : [0, 1]);
  });
}
