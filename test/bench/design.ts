import { gzipSync } from 'node:zlib';
import { emptyFlow, type FlowDocument } from '@throughline/flow';
import type { Page } from 'playwright-core';
import { setup as buildDesigner } from '../journey/support/build.ts';
import { launchChromium } from '../support/chromium.ts';
import { median, openDemo, signIn, tell } from './demo.ts';
import type { Bench } from './main.ts';

const NODES = 500;
const ROUNDS = 7;
const MOVE_MS = 2000;
/** As often as a mouse tells where it is. */
const HAND_MS = 8;

/** The designer with a flow of 500 nodes, in Chromium: first load, opening, an edit until it is painted, panning, dragging. */
export const design: Bench = async ({ count = NODES, rounds = ROUNDS }) => {
  await buildDesigner();
  const server = await openDemo();
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const scriptKb = await firstLoad(page);
    const document = large(count);
    await tell(page, 'POST', '/flows', { id: document.id, name: document.name, from: { document } });
    const opens: number[] = [];
    for (let round = 0; round < rounds; round++) opens.push(await openMs(page, count));
    const edits: number[] = [];
    for (let round = 0; round < 2 * rounds; round++) edits.push(await editMs(page));
    const pan = await panning(page);
    const drags: Frames[] = [];
    for (let round = 0; round < rounds; round++) drags.push(await dragging(page));
    return {
      nodes: count,
      opens: opens.map(Math.round),
      edits: edits.map(Math.round),
      pan,
      drags,
      targets: [
        { figure: 'first load, KB of script gzipped', value: scriptKb, atMost: 400 },
        { figure: `a flow of ${count} nodes opens, median ms`, value: Math.round(median(opens)), atMost: 1000 },
        { figure: 'an edit is painted, median ms', value: Math.round(median(edits)), atMost: 50 },
        {
          figure: 'frames per second while dragging, median',
          value: median(drags.map((one) => one.framesPerSecond)),
          atLeast: 50,
        },
      ],
    };
  } finally {
    await browser.close();
    await server.close();
  }
};

/** Everything of script that the designer needs to be drawn, from a cold cache. */
async function firstLoad(page: Page): Promise<number> {
  await signIn(page);
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.body());
  });
  await page.goto('/flows/procedure-supply-usage');
  await page.locator('.react-flow__node').first().waitFor();
  const sizes = (await Promise.all([...bodies])).map((body) => gzipSync(body).length);
  page.removeAllListeners('response');
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024);
}

/** From the click in the list until the nodes are painted. */
async function openMs(page: Page, count: number): Promise<number> {
  await page.goto('/flows');
  await page.getByRole('link', { name: 'Large' }).waitFor();
  await page.waitForTimeout(300);
  const ms = await page.evaluate(async () => {
    const began = performance.now();
    [...document.querySelectorAll('a')].find((link) => link.textContent === 'Large')!.click();
    while (document.querySelector('.react-flow__node') === null) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
  const known = await page.getByRole('button', { name: 'Outline and search' }).count();
  if (known !== 1) throw new Error(`the flow of ${count} nodes is not open`);
  return ms;
}

/** From the key until the frame with the change on it is on the screen. */
async function editMs(page: Page): Promise<number> {
  const node = page.locator('.react-flow__node-step').first();
  if ((await page.locator('.react-flow__node.selected').count()) === 0) await node.click();
  return page.evaluate(async () => {
    const isOff = () => document.querySelector('.react-flow__node.selected [data-disabled]') !== null;
    const before = isOff();
    const began = performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', bubbles: true, cancelable: true }));
    while (isOff() === before) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  });
}

interface Frames {
  framesPerSecond: number;
  longestMs: number;
}

/** Over the flow by the wheel, across many nodes and back. */
async function panning(page: Page): Promise<Frames> {
  await page.mouse.move(720, 500);
  return framesDuring(page, (i) => page.mouse.wheel(60 * Math.cos(i / 25), 40 * Math.cos(i / 40)));
}

/** A node in the middle of what is in sight: at the edge the canvas would go along. */
async function dragging(page: Page): Promise<Frames> {
  await page.waitForTimeout(500);
  const boxes = await page.evaluate(() =>
    [...document.querySelectorAll('.react-flow__node-step')].map((node) => {
      const { x, y, width, height } = node.getBoundingClientRect();
      return { x, y, width, height };
    }),
  );
  const far = (box: (typeof boxes)[number]) => Math.hypot(box.x + box.width / 2 - 760, box.y + box.height / 2 - 480);
  const box = boxes.reduce((a, b) => (far(b) < far(a) ? b : a));
  await page.mouse.move(box.x + 60, box.y + 20);
  await page.mouse.down();
  // The driver would run a script of its own in the page at every move with a button down; a mouse does not.
  const mouse = await page.context().newCDPSession(page);
  const frames = await framesDuring(page, async (i) => {
    const at = { x: box.x + 60 + 120 * Math.sin(i / 9), y: box.y + 20 + 60 * Math.cos(i / 7) };
    await mouse.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...at, button: 'left', buttons: 1 });
  });
  await mouse.detach();
  await page.mouse.up();
  return frames;
}

async function framesDuring(page: Page, move: (i: number) => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const seen = { frames: [] as number[], isOver: false };
    Object.assign(window, { seen });
    const tick = (at: number) => {
      seen.frames.push(at);
      if (!seen.isOver) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const began = Date.now();
  // A hand does not wait until its last move is drawn.
  const moves: Promise<void>[] = [];
  for (let i = 0; Date.now() - began < MOVE_MS; i++) {
    moves.push(move(i));
    await new Promise((resolve) => setTimeout(resolve, HAND_MS));
  }
  await Promise.all(moves);
  const frames = await page.evaluate(() => {
    const { seen } = window as unknown as { seen: { frames: number[]; isOver: boolean } };
    seen.isOver = true;
    return seen.frames;
  });
  const gaps = frames.slice(1).map((at, i) => at - frames[i]!);
  const span = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
  return { framesPerSecond: Math.round((gaps.length / span) * 1000), longestMs: Math.round(Math.max(...gaps)) };
}

/** Chains of 25 nodes below each other, each behind one trigger. */
function large(count: number): FlowDocument {
  const types = ['transform.map', 'transform.code', 'enrich.lookup', 'route.filter', 'transform.validate'];
  const config: Record<string, Record<string, unknown>> = {
    'transform.map': { text: '{ "usage": usageId }', tables: [] },
    'transform.code': { source: 'return message;\n', tables: [] },
    'enrich.lookup': {
      table: 'item-xref',
      keys: ['item'],
      at: null,
      each: null,
      column: null,
      into: 'xref',
      when: null,
      field: null,
      missing: { do: 'stop' },
    },
    'route.filter': { keep: 'true', reason: 'not wanted here' },
    'transform.validate': { contract: 'supply-usage@1' },
  };
  const trigger = { format: 'json', hint: '', keys: { business: [], correlation: null, idempotency: [], order: null } };
  const nodes = Array.from({ length: count }, (_, i) => {
    const type = i === 0 ? 'trigger.manual' : types[i % types.length]!;
    return { id: `n${i}`, type, version: 1, name: `Step ${i}`, config: i === 0 ? trigger : config[type]! };
  });
  const wires = nodes.slice(1).map(({ id }, i) => ({ from: (i + 1) % 25 === 0 ? 'n0' : `n${i}`, port: 'out', to: id }));
  const places = nodes.map(({ id }, i) => [id, { x: 250 * (i % 25), y: 100 * Math.floor(i / 25) }]);
  return {
    ...emptyFlow('large', 'Large'),
    nodes,
    wires,
    layout: { nodes: Object.fromEntries(places), frames: [], notes: [] },
  };
}
