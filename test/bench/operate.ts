import { emptyFlow, type FlowDocument } from '@throughline/flow';
import type { Page } from 'playwright-core';
import postgres from 'postgres';
import { setup as buildDesigner } from '../journey/support/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { type Cpu, cpuNow, cpuSince } from './cpu.ts';
import { type Demo, median, openDemo, signIn, tell } from './demo.ts';
import type { Bench } from './main.ts';
import { storeRuns } from './stored.ts';

const RUNS = 100_000;
const STEPS = 200;
const ROUNDS = 5;
/** A message as it was received, read as a tree. */
const TREE = 'section[aria-label="Message as received"] [aria-expanded]';

/** What an operator waits for, in Chromium: many runs listed, filtered and searched, a long trace, a message of five megabytes. */
export const operate: Bench = async ({ count = RUNS, rounds = ROUNDS }) => {
  await buildDesigner();
  const demo = await openDemo();
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ baseURL: demo.url, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await signIn(page);
    await goLive(page, demo, long());
    await goLive(page, demo, large());
    const traces: string[] = [];
    for (let i = 0; i < 2 * (rounds + 1); i++) traces.push(await send(demo, page, 'long', { id: `long ${i}` }));
    const lines = Array.from({ length: 42_500 }, (_, line) => ({ line, item: `IMP-${line}`, note: 'x'.repeat(80) }));
    const messages: string[] = [];
    for (let i = 0; i <= rounds; i++) messages.push(await send(demo, page, 'large', { id: `large ${i}`, lines }));
    await fill(demo, count);

    const found = {
      listed: await several(rounds, (round) => listTook(page, round)),
      filtered: await several(rounds, (round) => filterTook(page, round)),
      searched: await several(rounds, (round) => searchTook(page, `stored-${1000 + round}`)),
      'trace of 200 steps': await several(rounds, (round) =>
        openTook(page, `/dev/runs/${traces[round]}`, '[aria-labelledby="steps"] li:nth-child(150)'),
      ),
      // Its drawing follows when the steps are there. Others, that the page has nothing of yet.
      'trace of 200 steps drawn': await several(rounds, (round) =>
        openTook(page, `/dev/runs/${traces[rounds + 1 + round]}`, '.react-flow__node:nth-child(150)'),
      ),
      'message of 5 MB': await several(rounds, (round) => openTook(page, `/dev/runs/${messages[round]}`, TREE)),
    };
    const ms = (name: keyof typeof found) => median(found[name].map((took) => took.ms));
    return {
      runs: count,
      ms: Object.fromEntries(Object.entries(found).map(([name, all]) => [name, all.map((took) => took.ms)])),
      cpuMs: Object.fromEntries(Object.entries(found).map(([name, all]) => [name, medianCpu(all)])),
      targets: [
        { figure: `${count} runs listed, median ms`, value: ms('listed'), atMost: 300 },
        { figure: `${count} runs filtered, median ms`, value: ms('filtered'), atMost: 300 },
        { figure: `${count} runs searched by business key, median ms`, value: ms('searched'), atMost: 300 },
        { figure: 'a trace of 200 steps opens, median ms', value: ms('trace of 200 steps'), atMost: 300 },
        {
          figure: 'a run of a message of 5 MB opens and shows it, median ms',
          value: ms('message of 5 MB'),
          atMost: 2000,
        },
      ],
    };
  } finally {
    await browser.close();
    await demo.close();
  }
};

/** By the clock on the wall, and by the processor time of each part: on a busy machine only the second says something. */
interface Took {
  ms: number;
  cpu: Cpu;
}

async function several(rounds: number, measure: (round: number) => Promise<Took>): Promise<Took[]> {
  const all: Took[] = [];
  // The first finds caches cold and is left out.
  for (let round = 0; round <= rounds; round++) all.push(await measure(round));
  return all.slice(1);
}

function medianCpu(all: readonly Took[]): Cpu {
  const of = (part: keyof Cpu) => median(all.map(({ cpu }) => cpu[part]));
  return { node: of('node'), sandbox: of('sandbox'), postgres: of('postgres'), browser: of('browser') };
}

async function took(measure: () => Promise<number>): Promise<Took> {
  const before = cpuNow();
  const ms = Math.round(await measure());
  return { ms, cpu: cpuSince(before) };
}

/** From an address of the app to another, as a link goes, until something is painted. */
async function openTook(page: Page, to: string, selector: string): Promise<Took> {
  await page.locator('nav a[href="/dev/replays"]').click();
  await page.getByRole('heading', { name: 'Replays', level: 1 }).waitFor();
  await page.getByText('Nothing has been replayed').waitFor();
  return took(() =>
    page.evaluate(
      async ([path, wanted]) => {
        const began = performance.now();
        history.pushState({}, '', path);
        window.dispatchEvent(new PopStateEvent('popstate'));
        while (document.querySelector(wanted!) === null) await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        await new Promise(requestAnimationFrame);
        return performance.now() - began;
      },
      [to, selector],
    ),
  );
}

// Another span each time: the page has nothing of it yet.
const spanOf = (round: number) => `since=${28 - round}d`;
const listTook = (page: Page, round: number) => openTook(page, `/dev/runs?${spanOf(round)}`, 'tr[aria-rowindex="20"]');
const filterTook = (page: Page, round: number) =>
  openTook(page, `/dev/runs?state=quarantined&flow=procedure-supply-usage&${spanOf(round)}`, 'tr[aria-rowindex="20"]');
const searchTook = (page: Page, key: string) => openTook(page, `/dev/runs?q=${key}`, 'tr[aria-rowindex="2"]');

/** A hundred thousand runs of the last four weeks, of the flow that the demo has. */
async function fill(demo: Demo, count: number): Promise<void> {
  const sql = postgres(demo.databaseUrl, { max: 1, connection: { search_path: 'throughline' } });
  const [live] = await sql<{ id: number }[]>`
    insert into pin (deployment_id, version, tables, destinations)
    select id, version, '[]', array['erp', 'inventory', 'billing'] from deployment where flow_id = 'procedure-supply-usage'
    returning deployment_id as id`;
  await sql.end();
  await storeRuns(demo.databaseUrl, live!.id, count, () => {});
}

async function goLive(page: Page, demo: Demo, document: FlowDocument): Promise<void> {
  await tell(page, 'POST', `/flows/${document.id}/versions`, { document });
  await tell(page, 'PUT', `/flows/${document.id}/live`, { environment: 'dev', version: 1 });
  const isOpen = async () => (await fetch(`${demo.url}/in/dev/${document.id}`, { method: 'OPTIONS' })).status !== 404;
  while (!(await isOpen())) await page.waitForTimeout(50);
}

/** Sends a message and waits until its run is done; answers the run. */
async function send({ url }: Demo, page: Page, flow: string, message: object): Promise<string> {
  const answer = await fetch(`${url}/in/dev/${flow}`, {
    method: 'POST',
    body: JSON.stringify(message),
    headers: { 'content-type': 'application/json' },
  });
  if (answer.status !== 202) throw new Error(`the door of ${flow} answered ${answer.status}`);
  const { messageId } = (await answer.json()) as { messageId: string };
  await page.goto(`/dev/runs?q=${messageId}&state=done`);
  const link = page.getByRole('link', { name: 'Done' }).first();
  await link.waitFor({ timeout: 60_000 });
  return (await link.getAttribute('href'))!.split('/').at(-1)!;
}

const keys = { business: [], correlation: null, idempotency: [], order: null };
const trigger = (path: string) => ({
  path,
  method: 'POST',
  format: 'json',
  records: 'each',
  authentication: { mode: 'none' },
  answer: { mode: 'accepted' },
  limitMb: 20,
  keys,
});

function long(): FlowDocument {
  return chain('long', STEPS, (i) => ({ text: `$merge([$, {"n": ${i}}])`, tables: [] }));
}

function large(): FlowDocument {
  return chain('large', 1, () => ({ text: '$', tables: [] }));
}

function chain(id: string, count: number, config: (i: number) => Record<string, unknown>): FlowDocument {
  const nodes = Array.from({ length: count + 1 }, (_, i) => ({
    id: `n${i}`,
    type: i === 0 ? 'trigger.http' : 'transform.map',
    version: 1,
    name: i === 0 ? 'Door' : `Step ${i}`,
    config: i === 0 ? trigger(id) : config(i),
  }));
  const drop = { id: 'drop', type: 'connector.file', version: 1, name: 'Drop', config: { folder: id } };
  const all = [...nodes, drop];
  return {
    ...emptyFlow(id, id),
    nodes: all,
    wires: all.slice(1).map((node, i) => ({ from: all[i]!.id, port: 'out', to: node.id })),
    layout: {
      nodes: Object.fromEntries(all.map((node, i) => [node.id, { x: 250 * (i % 20), y: 100 * Math.floor(i / 20) }])),
      frames: [],
      notes: [],
    },
  };
}
