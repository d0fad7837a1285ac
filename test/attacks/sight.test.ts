import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@throughline/contracts';
import { saveConnection } from '@throughline/store';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Arena, code, openArena } from './arena.ts';
import { holds } from './canaries.ts';
import { attack } from './case.ts';
import { type Office, openOffice } from './office.ts';

/* SECURITY.md L04, and L01 where people look: what each may see of a patient, and what a destination may be sent. */
let arena: Arena;
let office: Office;
/** A message about the patient that was delivered, and one that stopped. */
const seen = { flow: '', run: '', stopped: '', quarantined: '' };
const PATIENT = /ZZCANARY|999-CANARY/;

beforeAll(async () => {
  arena = await openArena();
  office = await openOffice(arena);
  const patient = { name: 'patient', path: 'patient.id', class: 'phi' };
  const keys = { idempotency: ['usageId'], order: null, business: [patient], correlation: null };
  const trigger = { contract: 'supply-usage@1', keys };
  const log = code('console.log("for " + message.patient.id); return message;');
  seen.flow = await arena.flow([log], { trigger });
  const accepted = (await (await arena.post(seen.flow, aboutThePatient('U-1'))).json()) as { messageId: string };
  seen.run = accepted.messageId;
  await arena.last(seen.flow);
  const failing = await arena.flow([code('throw new Error("no bed for " + message.clinician.name);')], { trigger });
  const { stop } = await arena.fate(failing, aboutThePatient('U-2'));
  Object.assign(seen, { stopped: stop!.run, quarantined: stop!.id });
}, 180_000);
afterAll(async () => {
  await office.close();
  await arena.close();
});
const here = () => arena;

function aboutThePatient(usageId: string): object {
  const example = contract('supply-usage@1')!.examples[0]!.message as Record<string, unknown>;
  const { name, id } = arena.canaries.patient;
  return { ...example, usageId, patient: { id, authority: 'WEST' }, clinician: { id, name } };
}

/** Every way to look at the two messages, their flow and what was kept of them. */
const looks = () => {
  const { id } = arena.canaries.patient;
  const key = encodeURIComponent(id);
  const ofRuns = [seen.run, seen.stopped].flatMap((run) => {
    return [`/runs/${run}`, `/runs/${run}/message`, ...[0, 1, 2].map((step) => `/runs/${run}/steps/${step}`)];
  });
  const listed = [
    ...['runs', 'quarantine', 'quarantine/groups', 'replays', 'ledger', 'destinations', 'rates', 'flows', 'unmapped'],
    ...['runs/export', 'policies', 'connections', 'doors', 'clients'],
  ].map((path) => `/${path}?environment=dev`);
  const searched = [
    `/runs?environment=dev&search=${key}`,
    `/runs/export?environment=dev&search=${key}&format=json`,
    `/timeline?environment=dev&key=${key}`,
    `/audit?text=${key}`,
  ];
  return [
    ...[...ofRuns, ...listed, ...searched],
    `/quarantine/${seen.quarantined}`,
    `/quarantine/${seen.quarantined}/message`,
    `/flows/${seen.flow}`,
    `/flows/${seen.flow}/versions/1`,
    `/flows/${seen.flow}/diff?before=draft&after=1`,
    '/audit/export',
  ];
};

attack('L04', 'whoever has no right to patients’ data opens everything there is', here, async (_, leaks) => {
  let answered = 0;
  for (const role of ['viewer', 'analyst', 'operator', 'steward', 'admin', 'auditor']) {
    const { cookie } = await office.person(role);
    for (const path of looks()) {
      const answer = await office.ask('GET', path, { cookie });
      leaks.push(answer.text);
      expect([role, path, answer.status < 500]).toEqual([role, path, true]);
      // What one asked for oneself is said back by nobody.
      expect([role, path, PATIENT.exec(answer.text)?.[0]]).toEqual([role, path, undefined]);
      if (answer.status === 200) answered++;
    }
    const plan = { environment: 'dev', runs: [seen.run], from: 'received' };
    const planned = await office.ask('POST', '/replays/plan', { cookie, json: plan });
    const fixture = await office.ask('POST', `/runs/${seen.run}/fixtures`, { cookie, json: { name: 'seen' } });
    for (const { text } of [planned, fixture]) expect(text).not.toMatch(PATIENT);
    const raw = await office.ask('GET', `/runs/${seen.run}/message/raw`, { cookie });
    expect([role, raw.status]).toEqual([role, 403]);
  }
  expect(answered).toBeGreaterThan(100);
});

attack(
  'L04',
  'to see a patient takes the right, a reason and an entry in the audit; it ends, and it is one’s own',
  here,
  async () => {
    const { cookie } = await office.person('operator');
    const path = `/runs/${seen.run}`;
    const reveal = (who: string, json: object) => office.ask('POST', `${path}/reveal`, { cookie: who, json });
    for (const json of [{}, { reason: '' }, { reason: 'x' }, { reason: 'a good one', minutes: 10_000 }]) {
      expect((await reveal(cookie, json)).status).toBe(400);
    }
    for (const role of ['viewer', 'analyst', 'steward', 'admin', 'auditor']) {
      expect([role, (await reveal((await office.person(role)).cookie, { reason: 'just curious' })).status]).toEqual([
        role,
        403,
      ]);
    }
    const token = await office.token(['run.see', 'message.see']);
    expect((await office.ask('POST', `${path}/reveal`, { token, json: { reason: 'by a machine' } })).status).toBe(403);
    expect((await reveal(cookie, { reason: 'the charge is disputed', minutes: 1 })).status).toBe(200);
    const { sql } = arena.stage.store;
    const entries = await sql`select actor, reason, address from audit where act = 'message.reveal'`;
    expect([...entries]).toEqual([
      { actor: expect.stringMatching(/^user:/), reason: 'the charge is disputed', address: '127.0.0.1' },
    ]);
    const open = await office.ask('GET', `${path}/message`, { cookie });
    expect(open.text).toContain(arena.canaries.patient.name);
    expect((await office.ask('GET', `${path}/message/raw`, { cookie })).text).toContain(arena.canaries.patient.id);
    const other = await office.person('operator');
    expect((await office.ask('GET', `${path}/message`, { cookie: other.cookie })).text).not.toMatch(PATIENT);
    expect((await office.ask('GET', `/runs/${seen.stopped}/message`, { cookie })).text).not.toMatch(PATIENT);
    await sql`update reveal set until = now()`;
    expect((await office.ask('GET', `${path}/message`, { cookie })).text).not.toMatch(PATIENT);
  },
);

attack(
  'L04',
  'a destination is sent the fields that its connection lists; the rest is left out and counted',
  here,
  async () => {
    await saveConnection(arena.stage.store, {
      ...{ environment: 'dev', name: 'minimal', type: 'http', by: 'test' },
      settings: { baseUrl: arena.partner.url, fields: ['usageId', 'lines[].item', 'lines[].quantity'] },
    });
    const send = { connection: 'minimal' };
    const [body] = await arena.sent(await arena.flow([], { send }), aboutThePatient('U-3'));
    expect(body).not.toMatch(PATIENT);
    expect(Object.keys(JSON.parse(body!) as object)).toEqual(['usageId', 'lines']);
    const metrics = await (await fetch(`${arena.url}/metrics`)).text();
    expect(
      Number(/fields_left_out_total\{environment="dev",connection="minimal"\} (\d+)/.exec(metrics)?.[1]),
    ).toBeGreaterThan(8);
    // What cannot be told apart into fields is not sent at all.
    const before = arena.partner.arrivals.length;
    const flow = await arena.flow([], { send: { ...send, body: { expr: '"patient " & patient.id' } } });
    const { stop } = await arena.fate(flow, aboutThePatient('U-4'));
    expect(stop).toMatchObject({ code: 'fields_unreadable' });
    expect(arena.partner.arrivals.length).toBe(before);
  },
);

attack('L01', 'no answer of the API and no pull into a repository shows a secret', here, async (_, leaks) => {
  const { secret } = arena.canaries;
  arena.partner.answer = (__, res) => void res.writeHead(401).end(`unknown token ${secret}`);
  await arena.fate(seen.flow, aboutThePatient('U-5'));
  const tried = await office.ask('POST', '/connections/partner/try', {
    cookie: office.admin,
    json: { environment: 'dev' },
  });
  expect(tried.body).toMatchObject({ ok: false });
  arena.partner.answer = (__, res, commit) => {
    commit();
    res.writeHead(200).end('{}');
  };
  leaks.push(tried.text);
  const paths = [...looks(), '/secrets?environment=dev', '/connections?environment=dev', '/environments/dev', '/keys'];
  for (const path of paths) leaks.push((await office.ask('GET', path, { cookie: office.admin })).text);
  const folder = mkdtempSync(join(tmpdir(), 'throughline-pull-'));
  const all = ['flow.see', 'table.see', 'environment.see', 'connection.see', 'release.make'];
  const given = ['--flows', folder, '--with', 'tables', 'contracts', 'releases'];
  const pulled = await office.throughline(await office.token(all), 'pull', ...given);
  expect(pulled).toMatchObject({ exit: 0 });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) leaks.push(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  }
  rmSync(folder, { recursive: true });
  expect(leaks.length).toBeGreaterThan(40);
  for (const text of leaks) expect(holds(text, secret)).toBe(false);
});
