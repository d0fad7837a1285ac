import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Hospital, openHospital } from '../support/hospital.ts';
import { pipelineToken } from '../support/token.ts';

let hospital: Hospital;
const folder = mkdtempSync(join(tmpdir(), 'throughline-code-'));
beforeAll(async () => {
  hospital = await openHospital();
});
afterAll(async () => {
  await hospital.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every file below a folder but those of this test itself. */
function list(below: string): string[] {
  return readdirSync(below, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath !== folder)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

describe('as code', { timeout: 120_000 }, () => {
  it('plans and applies environments and connections, and finds nothing to do the second time', async () => {
    const asked = await pipelineToken(hospital.url);
    const run = (...args: string[]) => hospital.throughline(...args, '--token', asked);
    const file = join(folder, 'hospital.json');
    const wanted = {
      environments: { staging: { title: 'Staging', colour: 'grape', settings: { variables: { SITE: 'MAIN' } } } },
      connections: {
        staging: {
          erp: { type: 'http', settings: { baseUrl: 'https://erp.example', auth: 'none' }, classes: ['open'] },
          adt: { type: 'mllp', settings: { host: 'adt.example' } },
          files: { type: 'sftp', settings: { host: 'files.example', username: 'us', hostKeys: [FINGERPRINT] } },
          stock: { type: 'sql', settings: { host: 'db.example', database: 'stock', username: 'us' } },
          broker: { type: 'amqp', settings: { host: 'mq.example', username: 'us' } },
          archive: { type: 'file', settings: { folder: 'archive' } },
        },
      },
    };
    writeFileSync(file, JSON.stringify(wanted));
    const plan = await run('apply', file, '--plan');
    expect(plan.out).toContain('+ environment staging');
    for (const name of Object.keys(wanted.connections.staging)) {
      expect(plan.out).toContain(`+ connection staging/${name}`);
    }
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
    const asked = await pipelineToken(hospital.url);
    const run = (...args: string[]) => hospital.throughline(...args, '--token', asked);
    expect((await run('release', '--title', 'First', '--flow', 'item-lookup')).out).toContain('made    release 1');
    expect((await run('release', '--title', 'Again', '--flow', 'item-lookup')).out).toContain('same    release 1');
    const plan = await run('promote', '1', '--to', 'staging', '--plan');
    expect(plan.out).toContain('added      item-lookup: not there → version 1');
    const promoted = await run('promote', '1', '--to', 'staging', '--reason', 'tested in dev');
    expect(promoted).toMatchObject({ exit: 0, out: expect.stringContaining('live  in staging') });
    const nothing = await run('rollback', '--environment', 'staging', '--reason', 'too soon');
    expect(nothing.exit).toBe(4);
    expect((await run('release', '--title', 'Everything')).out).toContain('made    release 2');
    const refused = await run('promote', '2', '--to', 'staging', '--reason', 'all of it');
    expect(refused).toMatchObject({ exit: 4, out: expect.stringMatching(/billing/) });
  });

  it('makes roles and folders what a file says', async () => {
    const asked = await pipelineToken(hospital.url);
    const file = join(folder, 'roles.json');
    const roles = { 'flow-reader': { title: 'Flow reader', sentence: 'Reads flows.', permissions: ['flow.see'] } };
    writeFileSync(file, JSON.stringify({ roles, folders: { supply: ['item-lookup'] } }));
    const run = (...args: string[]) => hospital.throughline('apply', file, ...args, '--token', asked);
    const plan = await run('--plan');
    expect(plan.out).toContain('+ role flow-reader');
    expect(plan.out).toContain('~ flow item-lookup: folder supply');
    expect((await run()).exit).toBe(0);
    expect((await run('--plan')).out).toContain('Nothing differs.');
  });

  it('opens doors to clients as a file says, never their keys', async () => {
    const asked = await pipelineToken(hospital.url);
    const file = join(folder, 'doors.json');
    const write = (calls: number, active: boolean) => {
      const doors = { dev: { 'item-lookup': { question: { owner: 'Supply', rate: { calls, seconds: 60 } } } } };
      const proxies = { dev: [{ name: 'edge', ranges: ['10.1.1.7'], forwards: true, certificate: null }] };
      const open = [{ flow: 'item-lookup', node: 'question' }];
      writeFileSync(file, JSON.stringify({ proxies, doors, clients: { dev: { Scanners: { doors: open, active } } } }));
    };
    write(100, true);
    const run = (...args: string[]) => hospital.throughline('apply', file, ...args, '--token', asked);
    const plan = await run('--plan');
    expect(plan.out.trim().split('\n')).toEqual([
      '+ proxies dev: edge',
      '+ door dev/item-lookup/question',
      '+ client dev/Scanners',
    ]);
    expect(plan.exit).toBe(1);
    expect((await run()).exit).toBe(0);
    expect(await run('--plan')).toMatchObject({ exit: 0, out: expect.stringContaining('Nothing differs.') });
    write(50, false);
    expect((await run('--plan')).out.trim().split('\n')).toEqual([
      '~ door dev/item-lookup/question: rate',
      '~ client dev/Scanners: active',
    ]);
    expect((await run()).exit).toBe(0);
    expect((await run('--plan')).out).toContain('Nothing differs.');
    writeFileSync(file, JSON.stringify({ secrets: { dev: { erp: 'never here' } } }));
    expect(await run()).toMatchObject({ exit: 2, out: expect.stringContaining('has secrets; a file may have') });
    writeFileSync(file, JSON.stringify({ clients: { nowhere: { Scanners: {} } } }));
    expect(await run('--plan')).toMatchObject({ exit: 2, out: expect.stringContaining('which is no environment') });
  });

  it('carries tables, contracts and releases there and back, byte for byte', async () => {
    const asked = await pipelineToken(hospital.url);
    const run = (...args: string[]) => hospital.throughline(...args, '--flows', folder, '--token', asked);
    const all = ['--with', 'tables', 'contracts', 'releases'];
    expect((await run('pull', ...all)).exit).toBe(0);
    const files = () => new Map(list(folder).map((path) => [path, readFileSync(path, 'utf8')]));
    const before = files();
    expect([...before.keys()].some((path) => path.includes('/releases/'))).toBe(true);
    expect(before.has(join(folder, 'contracts', 'supply-usage@1.json'))).toBe(true);
    expect(await run('diff', ...all)).toMatchObject({ exit: 0, out: expect.stringContaining('Nothing differs.') });
    const suppliers = join(folder, 'tables', 'suppliers.csv');
    writeFileSync(suppliers, before.get(suppliers)!.replace(/\n[^\n]+\n$/, '\n'));
    const shorter = readFileSync(suppliers, 'utf8');
    expect(await run('diff', ...all)).toMatchObject({ exit: 1, out: expect.stringContaining('1 rows more') });
    expect((await run('push', 'item-lookup', '--with', 'tables')).out).toContain('pushed');
    expect((await run('pull', ...all)).exit).toBe(0);
    expect(files()).toEqual(new Map(before).set(suppliers, shorter));
  });

  it('takes a release from a file only as it was written, and only once', async () => {
    const asked = await pipelineToken(hospital.url);
    const [path] = list(join(folder, 'releases'));
    const file = JSON.parse(readFileSync(path!, 'utf8')) as { id: string; content: { policies: string[] } };
    const take = (body: object) =>
      fetch(`${hospital.url}/api/v1/releases/import`, {
        method: 'POST',
        headers: { authorization: `Bearer ${asked}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect(await (await take(file)).json()).toMatchObject({ id: file.id, made: false });
    file.content.policies.push('anything-goes');
    expect(await (await take(file)).json()).toMatchObject({ code: 'release_altered' });
  });

  it('pulls what it pushed, byte for byte', async () => {
    const asked = await pipelineToken(hospital.url);
    const pulled = await hospital.throughline('pull', 'item-lookup', '--flows', folder, '--token', asked);
    expect(pulled.exit).toBe(0);
    const shipped = readFileSync(new URL('../../flows/item-lookup/flow.json', import.meta.url));
    expect(readFileSync(join(folder, 'item-lookup', 'flow.json')).equals(shipped)).toBe(true);
  });
});
