import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Partners, startPartners } from '../index.ts';
import { chargeMessage, knock, Mllp, post, usage } from '../testing/knock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partners-'));
});
afterEach(() => rm(folder, { recursive: true }));

const anyPorts = { inventoryPort: 0, billingPort: 0, erpPort: 0 };
const charge = (url: string, i: number) =>
  post(`${url}/charges`, { ...chargeMessage, chargeId: `CH-${i}` }, { 'idempotency-key': `k-${i}` });

/** The partners as a process of their own; kill -9 with `kill`. */
async function spawnPartners(): Promise<{ places: Partners; kill: () => Promise<void> }> {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const ports = ['inventory-port', 'inventory-http-port', 'billing-port', 'erp-port'].map((name) => `--${name}=0`);
  const child = spawn(process.execPath, [main, ...ports, `--folder=${folder}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface(child.stdout)) {
    const kill = async () => {
      child.kill('SIGKILL');
      await gone;
    };
    return { places: JSON.parse(line), kill };
  }
  throw new Error('The partners ended before they began.');
}

describe('the ledger file', () => {
  it('holds every answered charge after kill -9 under load, and a restart goes on from it', async () => {
    const { places, kill } = await spawnPartners();
    const answered = new Set<string>();
    const worker = async (_: unknown, first: number) => {
      for (let i = first; ; i += 16) {
        const { status, body } = await charge(places.billingUrl, i);
        if (status === 201) answered.add(String(body['chargeId']));
      }
    };
    const load = Promise.allSettled(Array.from({ length: 16 }, worker));
    await expect.poll(() => answered.size, { timeout: 20_000 }).toBeGreaterThan(200);
    await kill();
    await load;

    const again = await startPartners({ ...anyPorts, folder });
    const { body } = await knock(`${again.billingUrl}/_ledger?limit=100000`);
    const kept = new Set((body['entries'] as { effect: { chargeId: string } }[]).map(({ effect }) => effect.chargeId));
    expect([...answered].filter((id) => !kept.has(id))).toEqual([]);
    const repeated = await charge(again.billingUrl, 0);
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    await again.close();
  }, 40_000);

  it('keeps stock, reorders and answers over a restart', async () => {
    const first = await startPartners({ ...anyPorts, folder });
    const before = await new Mllp(first.inventoryMllpPort).ask(usage('M1', [{ item: '40020221', quantity: '40' }]));
    await first.close();
    const second = await startPartners({ ...anyPorts, folder });
    expect((await knock(`${second.inventoryUrl}/stock/40020221/OR-4`)).body).toMatchObject({
      onHand: 8,
      reorder: 'RQ-000001',
    });
    const again = await new Mllp(second.inventoryMllpPort).ask(usage('M1', [{ item: '40020221', quantity: '40' }]));
    expect(again).toEqual(before);
    expect((await knock(`${second.inventoryUrl}/stock/40020221/OR-4`)).body).toMatchObject({ onHand: 8 });
    await second.close();
  });

  it('cuts off a line torn by a crash', async () => {
    const first = await startPartners({ ...anyPorts, folder });
    await charge(first.billingUrl, 1);
    await first.close();
    const file = join(folder, 'billing.ledger.jsonl');
    const whole = await readFile(file, 'utf8');
    await appendFile(file, '{"seq":2,"at":"2026-11');
    const second = await startPartners({ ...anyPorts, folder });
    expect((await knock(`${second.billingUrl}/_stats`)).body).toMatchObject({ charges: 1, entries: 1 });
    await charge(second.billingUrl, 2);
    await second.close();
    expect((await readFile(file, 'utf8')).startsWith(whole)).toBe(true);
    expect((await readFile(file, 'utf8')).trim().split('\n').length).toBe(2);
  });

  it('is emptied by a reset', async () => {
    const partners = await startPartners({ ...anyPorts, folder });
    await charge(partners.billingUrl, 1);
    await post(`${partners.billingUrl}/_reset`, {});
    expect(await readFile(join(folder, 'billing.ledger.jsonl'), 'utf8')).toBe('');
    expect((await charge(partners.billingUrl, 1)).body).toMatchObject({ id: 'CHG-000001' });
    await partners.close();
  });
});

describe('startPartners', () => {
  it('leaves nothing running when a port is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    await expect(startPartners({ ...anyPorts, erpPort: port })).rejects.toThrow('EADDRINUSE');
    await new Promise((resolve) => taken.close(resolve));
  });
});
