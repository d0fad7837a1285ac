import { emptyFlow, type FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dragTo, editor } from './support/editor.ts';
import { begin } from './support/flow.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open();
  await signIn(page);
});

afterAll(() => journey.close());

const LINES = 36_000;
const usage = {
  usageId: 'SU-1',
  lines: Array.from({ length: LINES }, (_, i) => ({
    line: i + 1,
    item: `IMP-${i}`,
    description: `A part that is written with a few more words, so that ${LINES} of them are five megabytes`,
    quantity: i % 7,
  })),
};

function document(): FlowDocument {
  const node = (id: string, type: string, config: object) => {
    const initial = catalogue.get(type)!.initial as Record<string, unknown>;
    return { id, type, version: 1, name: id, config: { ...initial, ...config } };
  };
  const body = JSON.stringify(usage);
  expect(body.length).toBeGreaterThan(5_000_000);
  return {
    ...emptyFlow('large-sample', 'Large sample'),
    nodes: [
      node('in', 'trigger.manual', {}),
      node('some', 'route.filter', { keep: '$count(lines) > 10', reason: 'too few' }),
      node('map', 'transform.map', { text: '{"usage": usageId, "count": $count(lines), "first": lines[0].item}' }),
    ],
    wires: [
      { from: 'in', port: 'out', to: 'some' },
      { from: 'some', port: 'out', to: 'map' },
    ],
    fixtures: [{ name: 'large', kind: 'message', node: 'in', contentType: 'application/json', body }],
  } as FlowDocument;
}

/** The longest that the page stood still while something was done. */
async function longestStill(work: () => Promise<unknown>): Promise<number> {
  await page.evaluate(() => {
    const seen = { last: performance.now(), longest: 0 };
    Object.assign(window, { seen });
    const tick = (at: number) => {
      seen.longest = Math.max(seen.longest, at - seen.last);
      seen.last = at;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await work();
  return page.evaluate(() => (window as unknown as { seen: { longest: number } }).seen.longest);
}

it('opens, scrolls and searches a sample of 5 MB, and answers while one writes', async () => {
  await begin(page, { id: 'large-sample', name: 'Large sample', from: { document: document() } });
  await page.goto('/flows/large-sample?node=some');
  const input = page.getByRole('tree', { name: 'Input' });
  await input.getByText('usageId').waitFor();
  await page.getByRole('region', { name: 'Output' }).getByText('usageId').waitFor();

  const still = await longestStill(async () => {
    await input.getByText('lines', { exact: true }).click();
    await input.focus();
    await page.keyboard.press('End');
    await input.getByText(String(LINES - 1), { exact: true }).waitFor();
    for (let i = 0; i < 20; i++) await page.mouse.wheel(0, -400);
  });
  expect(still).toBeLessThan(2500);
  await look(page, 'large-sample');

  const keep = page.getByRole('combobox', { name: 'Keep when' });
  await keep.fill('$count(lines) < 10');
  await page.getByRole('region', { name: 'Output' }).getByText('Filtered here').waitFor();
  await page.getByLabel('Search input').fill('IMP-31777');
  await input.getByText('31777', { exact: true }).waitFor();
  await keep.fill('$count(lines) > 10');
  await page.getByRole('region', { name: 'Output' }).getByText('usageId').waitFor();

  await page.goto('/flows/large-sample?node=map');
  const target = page.getByRole('tree', { name: 'Target' });
  await expect.poll(() => target.locator('[data-place="count"]').textContent()).toContain(String(LINES));
  expectCalm(page);
});

it('maps 500 fields a side', async () => {
  const names = Array.from({ length: 500 }, (_, i) => `f${i}`);
  const { fixtures, nodes, ...rest } = document();
  const text = `{ ${names.map((name) => `"${name}": ${name}`).join(', ')} }`;
  const body = JSON.stringify(Object.fromEntries(names.map((name) => [name, `of ${name}`])));
  const made = {
    ...rest,
    nodes: nodes.map((one) => (one.id === 'map' ? { ...one, config: { ...one.config, text } } : one)),
    wires: [{ from: 'in', port: 'out', to: 'map' }],
    fixtures: fixtures.map((one) => ({ ...one, body })),
  };
  await begin(page, { id: 'wide', name: 'Wide', from: { document: made } });
  await page.goto('/flows/wide?node=map');
  const source = page.getByRole('tree', { name: 'Source' });
  const target = page.getByRole('tree', { name: 'Target' });
  await expect.poll(() => target.locator('[data-place="f0"]').textContent()).toContain('of f0');
  const still = await longestStill(async () => {
    for (const tree of [source, target]) {
      await tree.focus();
      await page.keyboard.press('End');
    }
    await dragTo(page, source.locator('[data-path="f499"]'), target.locator('[data-place="f498"]'));
    await expect.poll(() => target.locator('[data-place="f498"]').textContent()).toContain('of f499');
  });
  expect(still).toBeLessThan(1000);
  await look(page, 'mapper-wide');
  expectCalm(page);
});

it('takes one from a file', async () => {
  await begin(page, { id: 'from-a-file', name: 'From a file', from: { document: { ...document(), fixtures: [] } } });
  await page.goto('/flows/from-a-file?node=some');
  await page.getByRole('button', { name: 'Add a sample' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a sample' });
  await dialog.getByLabel('Name').fill('from a file');
  const buffer = Buffer.from(JSON.stringify(usage));
  await dialog.locator('input[type=file]').setInputFiles({ name: 'usage.json', mimeType: 'application/json', buffer });
  await dialog.getByText('million characters').waitFor();
  await look(page, 'large-sample-added');
  await dialog.getByRole('button', { name: 'Keep with the flow' }).click();
  await page.getByRole('button', { name: 'Sample: from a file. Change' }).waitFor();
  await editor(page).getByRole('tree', { name: 'Input' }).getByText('usageId').waitFor();
  expectCalm(page);
});
