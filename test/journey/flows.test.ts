import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { canvasOf, openCanvas } from './support/canvas.ts';
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

const API = {
  openapi: '3.0.0',
  info: { title: 'Billing' },
  servers: [{ url: 'https://billing.example/v1' }],
  paths: {
    '/charges/{id}': {
      put: {
        summary: 'Put a charge',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        requestBody: { content: { 'application/json': { example: { amount: '12.50' } } } },
        responses: { 200: { description: 'Taken' } },
      },
    },
  },
};

it('begins a flow from a sample message: door, check, mapping and connector', async () => {
  await page.goto('/flows');
  await page.getByRole('link', { name: 'Procedure supply usage' }).waitFor();
  await look(page, 'flows');
  await page.getByRole('button', { name: 'New flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByRole('radio', { name: 'Sample message' }).click();
  await dialog.getByLabel('Message').fill(shipped('procedure-supply-usage', 'knee-replacement.json').toString());
  await dialog.getByLabel('Name', { exact: true }).fill('From a scan');
  await look(page, 'flows-new-sample');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/flows/from-a-scan');
  const canvas = await canvasOf(page);
  await canvas.node('Validate').getByText('Against supply-usage@1').waitFor();
  expect(await canvas.names()).toEqual(['Receive over HTTP', 'Validate', 'Map', 'Send over HTTP']);
});

it('begins a flow around an operation of an API, and says which connection it wants', async () => {
  await page.goto('/flows');
  await page.getByRole('button', { name: 'New flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByRole('radio', { name: 'OpenAPI' }).click();
  await dialog.getByLabel('OpenAPI description').fill('{"openapi": ');
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('OpenAPI description').fill(JSON.stringify(API));
  await dialog.getByRole('combobox', { name: 'Operation' }).click();
  await page.getByRole('option', { name: /PUT \/charges/ }).click();
  await dialog.getByLabel('Name', { exact: true }).fill('Charge');
  await look(page, 'flows-new-openapi');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/flows/charge');
  const canvas = await canvasOf(page);
  await canvas.node('Put a charge').getByText('PUT /charges/').waitFor();
  await page.getByRole('button', { name: '1 problem' }).click();
  await page.getByText('choose the connection whose base address it belongs to').waitFor();
  await page.getByRole('button', { name: 'Open Put a charge' }).click();
  await page.getByRole('dialog', { name: 'Settings of Put a charge' }).waitFor();
  expectCalm(page);
});

it('refuses broken and newer files in words, keeps what it does not know, and shows a circle', async () => {
  await page.goto('/flows');
  await page.getByRole('button', { name: 'New flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByRole('radio', { name: 'Saved flow' }).click();
  const choose = async (text: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      dialog.getByRole('button', { name: 'File', exact: true }).click(),
    ]);
    await chooser.setFiles({ name: 'flow.json', mimeType: 'application/json', buffer: Buffer.from(text) });
  };
  await choose('{ "schema": 1, ');
  await dialog.getByText(/The text is not JSON/).waitFor();
  await choose('{ "schema": 99, "id": "x" }');
  await dialog.getByText(/schema version 99/).waitFor();
  const nodes = ['a', 'b'].map((id) => ({ id, type: 'transform.map', version: 1, name: id, config: { text: '$' } }));
  const strange = { id: 'scale', type: 'acme.scale', version: 4, name: 'Weigh it', config: { port: 7 } };
  const wires = ['a', 'b'].map((from, i) => ({ from, port: 'out', to: ['b', 'a'][i]! }));
  const layout = { nodes: { a: { x: 0, y: 0 }, b: { x: 260, y: 0 }, scale: { x: 0, y: 120 } }, frames: [], notes: [] };
  await choose(JSON.stringify({ schema: 1, id: 'odd', name: 'Odd', nodes: [...nodes, strange], wires, layout }));
  await dialog.getByText('1 of unknown type, kept as they are').waitFor();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/flows/odd');
  const canvas = await canvasOf(page);
  await canvas.node('Weigh it').getByText('acme.scale').waitFor();
  await page.getByRole('button', { name: /problems/ }).click();
  await page.getByText('These nodes lead in a circle: a → b → a').waitFor();
  await look(page, 'designer-odd');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByText(/problems keep this flow from running/).waitFor();
  await look(page, 'publish-blocked');
  const { body } = await journey.hospital.api('/flows/odd/draft');
  expect(body['document']).toMatchObject({ nodes: expect.arrayContaining([expect.objectContaining(strange)]) });
});

it('archives a flow and brings it back as it was', async () => {
  await begin(page, { id: 'put-away', name: 'Put away', from: { flow: 'usage-benchmark' } });
  const drawing = await journey.open();
  await signIn(drawing);
  const canvas = await openCanvas(drawing, 'put-away');
  await canvas.node('Work out totals').click();
  await page.goto('/flows');
  await page.getByRole('button', { name: 'More for Put away' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await page.getByRole('link', { name: 'Put away' }).waitFor({ state: 'detached' });
  await page.getByRole('radiogroup', { name: 'Which flows' }).getByText('Archived').click();
  await page.waitForURL('**/flows?show=archived');
  await page.getByText('Put away', { exact: true }).waitFor();
  await look(page, 'flows-archived');
  // Who draws on it at that moment is told, and loses nothing.
  await drawing.getByRole('alert').getByText('Somebody archived this flow').waitFor();
  await drawing.keyboard.press('d');
  await canvas.node('Work out totals').getByText('Disabled').waitFor();
  await look(drawing, 'designer-archived');
  await page.getByRole('button', { name: 'Bring back Put away' }).click();
  await page.getByText('Nothing is archived').waitFor();
  await page.goto('/flows');
  await page.getByRole('link', { name: 'Put away' }).waitFor();
  await drawing.reload();
  await canvas.node('Work out totals').getByText('Disabled').waitFor();
  await canvas.saved();
  await drawing.goto('/flows/nowhere');
  await drawing.getByText('This flow cannot be opened').waitFor();
  await drawing.getByRole('link', { name: 'All flows' }).click();
  await drawing.getByRole('link', { name: 'Put away' }).waitFor();
  expectCalm(page);
});

it('publishes, compares versions, and restores one', async () => {
  await page.goto('/flows');
  await page.getByRole('button', { name: 'More for Usage benchmark' }).click();
  await page.getByRole('menuitem', { name: 'New flow from this one' }).click();
  const copying = page.getByRole('dialog', { name: 'New flow' });
  await copying.getByLabel('Name', { exact: true }).fill('Compared');
  await copying.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/flows/compared');
  const first = { method: 'POST', json: { revision: 1, note: 'As it was' } };
  expect((await journey.hospital.api('/flows/compared/versions', first)).body).toMatchObject({ version: 1 });
  const canvas = await openCanvas(page, 'compared');
  const code = { op: 'configure-node', node: 'totals', at: '/source', value: 'return { ...message, total: 0 };' };
  const moved = { op: 'move-nodes', nodes: { totals: { x: 600, y: 300 } } };
  const operations = { base: 1, session: 'another-hand', number: 1, operations: [code, moved] };
  expect((await journey.hospital.api('/flows/compared/operations', { method: 'POST', json: operations })).status).toBe(
    200,
  );
  await canvas.node('Post to billing').click();
  await page.keyboard.press('d');
  await canvas.node('Post to the ERP').click();
  await page.keyboard.press('Delete');
  await canvas.saved();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog', { name: 'Publish' }).getByText('1 node removed').waitFor();
  await look(page, 'publish');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByText('1 node removed, 2 nodes changed, 1 wire removed, 1 node moved.').waitFor();
  await page.getByText('– of 5').waitFor();
  await page.getByRole('switch', { name: 'Words, samples and drawing too' }).click();
  await page.getByText('– of 4').waitFor();
  await page.getByRole('button', { name: 'Next difference' }).click();
  const differences = page.getByRole('navigation', { name: 'Differences' });
  await differences.getByText('Post to the ERP').first().waitFor();
  await look(page, 'versions');
  await differences.getByText('Work out totals').click();
  await page.getByRole('button', { name: 'Side by side' }).click();
  const beside = page.getByRole('dialog', { name: 'Code of Work out totals' });
  await beside.locator('.modified .line-insert').first().waitFor();
  await beside.locator('.original .line-delete').first().waitFor();
  await look(page, 'versions-code');
  await beside.getByRole('button', { name: 'Close' }).click();
  await beside.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Restore version 1' }).click();
  await page.waitForURL('**/flows/compared');
  await canvas.node('Post to the ERP').waitFor();
  expectCalm(page);
});
