import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hospital, openHospital, PASSWORD } from '../support/hospital.ts';

let hospital: Hospital;
const folder = mkdtempSync(join(tmpdir(), 'throughline-code-'));
beforeAll(async () => {
  hospital = await openHospital();
});
afterAll(async () => {
  await hospital.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A token of the first admin with the rights that a pipeline needs. */
async function token(): Promise<string> {
  const origin = { origin: hospital.url, 'content-type': 'application/json' };
  const signIn = await fetch(`${hospital.url}/api/v1/session`, {
    method: 'POST',
    headers: origin,
    body: JSON.stringify({ email: 'admin@throughline.local', password: PASSWORD }),
  });
  const cookie = signIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const permissions = [
    'flow.see',
    'flow.publish',
    'release.make',
    'environment.see',
    'environment.manage',
    'connection.see',
    'connection.manage',
  ];
  const made = await fetch(`${hospital.url}/api/v1/tokens`, {
    method: 'POST',
    headers: { ...origin, cookie },
    body: JSON.stringify({ name: 'pipeline', permissions }),
  });
  return ((await made.json()) as { token: string }).token;
}

describe('as code', { timeout: 120_000 }, () => {
  it('plans and applies environments and connections, and finds nothing to do the second time', async () => {
    const asked = await token();
    const run = (...args: string[]) => hospital.throughline(...args, '--token', asked);
    const file = join(folder, 'hospital.json');
    const wanted = {
      environments: { staging: { title: 'Staging', colour: 'grape', settings: { variables: { SITE: 'MAIN' } } } },
      connections: {
        staging: {
          erp: { type: 'http', settings: { baseUrl: 'https://erp.example', auth: 'none' }, classes: ['open'] },
        },
      },
    };
    writeFileSync(file, JSON.stringify(wanted));
    const plan = await run('apply', file, '--plan');
    expect(plan.out).toContain('+ environment staging');
    expect(plan.out).toContain('+ connection staging/erp');
    expect(plan.exit).toBe(1);
    expect((await run('apply', file)).exit).toBe(0);
    expect(await run('apply', file, '--plan')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('Nothing differs.'),
    });
    writeFileSync(
      file,
      JSON.stringify({ ...wanted, environments: { staging: { ...wanted.environments.staging, title: 'Stage' } } }),
    );
    expect((await run('apply', file, '--plan')).out).toContain('~ environment staging: title');
  });

  it('releases, plans, promotes and rolls back without asking anybody', async () => {
    const asked = await token();
    const run = (...args: string[]) => hospital.throughline(...args, '--token', asked);
    expect((await run('release', '--title', 'First', '--flow', 'item-lookup')).out).toContain('made    release 1');
    expect((await run('release', '--title', 'Again', '--flow', 'item-lookup')).out).toContain('same    release 1');
    const plan = await run('promote', '1', '--to', 'staging', '--plan');
    expect(plan.out).toContain('added      item-lookup: not there → version 1');
    const promoted = await run('promote', '1', '--to', 'staging', '--reason', 'tested in dev');
    expect(promoted).toMatchObject({ exit: 0, out: expect.stringContaining('live  in staging') });
    const nothing = await run('rollback', '--environment', 'staging', '--reason', 'too soon');
    expect(nothing.exit).toBe(4);
  });

  it('pulls what it pushed, byte for byte', async () => {
    const asked = await token();
    const pulled = await hospital.throughline('pull', 'item-lookup', '--flows', folder, '--token', asked);
    expect(pulled.exit).toBe(0);
    const shipped = readFileSync(new URL('../../flows/item-lookup/flow.json', import.meta.url));
    expect(readFileSync(join(folder, 'item-lookup', 'flow.json')).equals(shipped)).toBe(true);
  });
});
