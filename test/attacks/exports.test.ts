import { parseCsv } from '@throughline/formats';
import { afterAll, beforeAll, expect } from 'vitest';
import { node, until } from '../support/stage.ts';
import { type Arena, code, openArena } from './arena.ts';
import { attack } from './case.ts';
import { firstAdmin, type Person, somebody } from './people.ts';

/* SECURITY.md O02: cells that a spreadsheet would run are text in what people open, and untouched in what partners read. */
let arena: Arena;
let admin: Person;
/** `=` and its like, as they would fetch the canary. */
const formulas = () => {
  const { url } = arena.canaries;
  return [
    `=HYPERLINK("${url}/x","open")`,
    `=WEBSERVICE("${url}/y")`,
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '\t=1+1',
    '\r=1+1',
    '=1+1";=2+2',
  ];
};

beforeAll(async () => {
  arena = await openArena({ people: true });
  admin = await firstAdmin(arena);
}, 120_000);
afterAll(() => arena.close());
const here = () => arena;

/** Cells of a file that a spreadsheet would run when it is opened there. */
function running(csv: string): string[] {
  const cells = parseCsv(csv, { header: false }).rows.flatMap(({ cells: row }) => row);
  expect(cells.length).toBeGreaterThan(0);
  return cells.filter((cell) => /^[=+\-@\t\r\0]/.test(cell) && !/^[+-]?\d+([.,]\d+)*$/.test(cell));
}

/** Every route that answers with a file of cells; a new one without an address here fails. */
const FILES: Record<string, string> = {
  '/runs/export': '?environment=dev',
  '/audit/export': '',
};

attack('O02', 'every export for people', here, async (_, leaks) => {
  const described = (await (await fetch(`${arena.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { summary?: string }>>;
  };
  const exporting = Object.entries(described.paths)
    .filter(([path, { get }]) => /export/.test(path) || /CSV/.test(get?.summary ?? ''))
    .map(([path]) => path.replace('/api/v1', ''));
  expect(exporting.sort()).toEqual(Object.keys(FILES).sort());

  const keys = {
    ...{ idempotency: ['id'], order: null, correlation: 'key' },
    business: [{ name: 'key', path: 'key', class: 'open' }],
  };
  const flow = await arena.flow([], { trigger: { keys } });
  const kept: string[] = [];
  for (const [i, key] of formulas().entries()) {
    const answer = await arena.post(flow, { id: `F-${i}`, key }, { 'x-correlation-id': `=1+${i}` });
    if (answer.status === 202) kept.push(key);
  }
  expect(kept.length).toBeGreaterThan(5);
  await until(async () => (await arena.stage.ledger(flow))['send']?.delivered === kept.length, 20);
  for (const [i, formula] of formulas().entries()) {
    const name = formula.replaceAll(/[\t\r]/g, ' ').trim();
    const more = { role: 'viewer', password: 'a password of these exports' };
    const made = await admin.ask('post', '/users', { email: `cell${i}@hospital.test`, name, ...more });
    expect(made.status, made.text).toBe(201);
    const person = { email: `cell${i}@hospital.test`, password: more.password };
    const asked = await fetch(`${arena.url}/api/v1/session`, {
      method: 'POST',
      headers: { origin: new URL(arena.url).origin, 'content-type': 'application/json' },
      body: JSON.stringify(person),
    });
    expect(asked.status).toBe(200);
    const reason = formula.trim();
    await admin.ask('post', '/releases', { environment: 'dev', flows: [flow], title: reason });
  }
  const { sql } = arena.stage.store;
  // An entry whose every text begins so, as an address or a name of theirs might.
  expect((await sql`select 1 from audit where actor_name like '=%' or actor_name like '@%'`).length).toBeGreaterThan(0);
  for (const [path, query] of Object.entries(FILES)) {
    const { status, text } = await admin.ask('get', `${path}${query}`);
    leaks.push(text);
    expect([path, status]).toEqual([path, 200]);
    expect([path, running(text)]).toEqual([path, []]);
    expect([path, text.includes('cmd|')]).toEqual([path, true]);
  }
  await expectCsvType('/runs/export?environment=dev');
});

/** A file to be kept, not a page. */
async function expectCsvType(path: string): Promise<void> {
  const made = await admin.ask('post', '/tokens', { name: 'export', permissions: ['run.see'] });
  const reader = somebody(arena, { authorization: `Bearer ${String(made.body['token'])}` });
  expect((await reader.ask('get', path)).status).toBe(200);
  const answer = await fetch(`${arena.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${String(made.body['token'])}` },
  });
  await answer.text();
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+"$/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
}

attack('O02', 'a table for a partner keeps every cell as it was', here, async () => {
  const rows = formulas().map((cell, i) => ({ n: String(i), cell, amount: '-12.50' }));
  const build = node('build', 'transform.build', { format: 'csv', csv: { delimiter: ',', header: true } });
  const flow = await arena.flow([code('return message.rows;'), build]);
  const [sent] = await arena.sent(flow, { rows });
  expect(parseCsv(sent!).rows.map(({ record }) => record)).toEqual(rows);
  // And of one that came as a table, each cell.
  const passing = await arena.flow([], { trigger: { format: 'csv' } });
  expect((await arena.post(passing, 'cell\n=1+1\n', { 'content-type': 'text/csv' })).status).toBe(202);
  await until(() => arena.partner.arrivals.some(({ path }) => path === `/${passing}`), 15);
  expect(arena.partner.arrivals.find(({ path }) => path === `/${passing}`)!.body).toBe('{"cell":"=1+1"}');
});
