import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { catalogue } from '@throughline/nodes/definitions';
import { makeRelease, promote, promotionsOf, system } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';

/** A partner that takes what comes to /old, refuses what comes to /new, and takes its time over /slow. */
let partner: Server;
let stage: Stage;
const arrived: string[] = [];
beforeAll(async () => {
  partner = createServer((req, res) => {
    arrived.push(req.url ?? '');
    req.resume().on('end', () => {
      const answer = () =>
        res.writeHead(req.url === '/new' ? 422 : 200, { 'content-type': 'application/json' }).end('{}');
      if (req.url === '/slow') setTimeout(answer, 250);
      else answer();
    });
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  stage = await openStage();
  await stage.connect('erp', `http://127.0.0.1:${(partner.address() as AddressInfo).port}`);
});
afterAll(async () => {
  await stage.close();
  await new Promise((resolve) => partner.close(resolve));
});

const by = system('test');
const flow = (url: string, id = 'receipts', text = '$') =>
  flowOf(
    id,
    [
      node('in', 'trigger.http', { path: id }),
      node('map', 'transform.map', { text }),
      node('erp', 'connector.http', { connection: 'erp', url }),
    ],
    ['in>map', 'map>erp'],
  );
const release = (title: string, flows: string[] | null = null) =>
  makeRelease(
    stage.store,
    by,
    { environment: 'dev', flows, tables: 'content', title, note: '' },
    { catalogue, contracts: () => undefined },
  );
const guard = { minRuns: 10, errorShare: 0.5, rejectShare: 0.1, p95Ms: null };

describe('a phased release', () => {
  it('halts itself when a partner starts rejecting, and goes back; no message is lost', async () => {
    await stage.live(flow('/new'));
    const next = await release('New address');
    await stage.live(flow('/old'));
    const now = await release('As it is');
    await promote(stage.store, by, { release: now.id, environment: 'dev', reason: 'as it is', rollout: null });
    const rule = { kind: 'attribute' as const, path: 'facility', values: ['EAST'] };
    const { id, state } = await promote(stage.store, by, {
      release: next.id,
      environment: 'dev',
      reason: 'east first',
      rollout: { rule, guard },
    });
    expect(state).toBe('phased');
    const send = async (n: number, facility: string) => {
      const answer = await stage.send('receipts', { n, facility }, { 'idempotency-key': `${facility}-${n}` });
      expect(answer.status).toBe(202);
    };
    // The door hears of the candidate within a moment.
    await until(async () => {
      await send(Math.random(), 'EAST');
      return arrived.includes('/new');
    });
    for (let n = 0; n < 30; n++) {
      await send(n, 'WEST');
      if (n % 2 === 0) await send(n, 'EAST');
    }
    await until(async () => (await promotionsOf(stage.store, { id }))[0]!.state === 'halted');
    const [halted] = await promotionsOf(stage.store, { id });
    expect(halted!.verdict).toMatch(/^Destinations refused \d+ of \d+ messages/);
    const seen = arrived.filter((url) => url === '/new').length;
    await until(async () => {
      const before = arrived.filter((url) => url === '/new').length;
      await send(Math.random(), 'EAST');
      await new Promise((resolve) => setTimeout(resolve, 100));
      return arrived.filter((url) => url === '/new').length === before;
    });
    expect(arrived.filter((url) => url === '/new').length).toBeLessThan(seen + 25);
    const { erp } = await stage.ledger('receipts');
    expect(erp!.accepted).toBe(erp!.delivered + erp!.quarantined + erp!.filtered + erp!.inFlight);
    expect(arrived.filter((url) => url === '/old').length).toBeGreaterThanOrEqual(30);
    const versions = await stage.store.sql<{ version: number; count: number }[]>`
      select p.version, count(*)::int as count from run r join pin p on p.id = r.pin_id group by 1 order by 1`;
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
    const entries = await stage.store.sql<{ actor: string }[]>`select actor from audit where act = 'release.halt'`;
    expect(entries.map(({ actor }) => actor)).toEqual(['system:rollout']);
  });

  it.each([
    ['stop with an error', { errorShare: 0.3 }, ['/old', '$error("no")'], /^\d+ of \d+ messages were quarantined/],
    ['take too long', { p95Ms: 150 }, ['/slow', '$'], /^95 of 100 runs took up to \d+ ms; 150 ms at most/],
  ] as const)('halts itself when messages %s', async (_, change, [url, text], words) => {
    const id = `halts-${Object.keys(change)[0]!.toLowerCase()}`;
    await stage.live(flow(url, id, text));
    const next = await release(`New ${id}`, [id]);
    await stage.live(flow('/old', id));
    const now = await release(`Now ${id}`, [id]);
    await promote(stage.store, by, { release: now.id, environment: 'dev', reason: 'as it is', rollout: null });
    const lenient = { minRuns: 10, errorShare: 1, rejectShare: 1, p95Ms: null, ...change };
    const rollout = { rule: { kind: 'share' as const, share: 0.5 }, guard: lenient };
    const promotion = await promote(stage.store, by, { release: next.id, environment: 'dev', reason: 'half', rollout });
    let n = 0;
    await until(async () => {
      const sent = Array.from({ length: 10 }, () => stage.send(id, { n }, { 'idempotency-key': `${id}-${n++}` }));
      expect(new Set((await Promise.all(sent)).map(({ status }) => status))).toEqual(new Set([202]));
      const [found] = await promotionsOf(stage.store, { id: promotion.id });
      return found!.state === 'halted';
    }, 20);
    expect((await promotionsOf(stage.store, { id: promotion.id }))[0]!.verdict).toMatch(words);
    const [live] = await stage.store.sql`
      select version, candidate_version from deployment where flow_id = ${id} and active`;
    expect(live).toEqual({ version: 2, candidate_version: null });
  });
});
