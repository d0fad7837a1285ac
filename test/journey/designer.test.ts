import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { canvasOf, openCanvas, until } from './support/canvas.ts';
import { begin, large } from './support/flow.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

async function signedIn(options: Parameters<Journey['open']>[0] = {}) {
  const page = await journey.open(options);
  await signIn(page);
  return page;
}

it('opens the shipped flow, sends a sample, and watches the message walk', async () => {
  const page = await signedIn();
  await page.getByRole('link', { name: 'Flows' }).click();
  await page.getByRole('link', { name: 'Procedure supply usage' }).click();
  const canvas = await canvasOf(page);
  await canvas.node('Post to the ERP').waitFor();
  await look(page, 'designer');
  await page.getByRole('button', { name: 'Send a sample' }).click();
  await page
    .getByText(/Delivered: Post to the ERP, Take it off the shelf, Charge the patient/)
    .waitFor({ timeout: 60_000 });
  await canvas.node('Scanner').getByText('Came in').waitFor();
  await look(page, 'designer-walk');
});

const POSTING = `(
  $used := $;
  $expenses := lines.{ "account": accounts.expenseAccount, "debit": quantity * 100, "costCentre": $used.place.costCentre };
  $stocks := lines.{ "account": accounts.inventoryAccount, "credit": quantity * 100 };
  {
    "postingId": "JE-" & usageId,
    "postingDate": $substring(occurredAt, 0, 10),
    "facility": facility,
    "currency": "USD",
    "reference": usageId,
    "memo": "Supplies used in a procedure",
    "lines": $append($expenses, $stocks)#$i.$merge([{ "line": $i + 1 }, $])
  }
)`;

it('an analyst draws procedure supply usage from blank by mouse, as far as the ERP, and the ERP hears of it', async () => {
  const page = await signedIn({ clipboard: true });
  await page.goto('/flows');
  await page.getByRole('button', { name: 'New flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByLabel('Name', { exact: true }).fill('Usage to finance');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/flows/usage-to-finance');
  const canvas = await canvasOf(page);
  await page.getByText('How does a message come in?').waitFor();
  await look(page, 'designer-empty');

  const row = ['Receive over HTTP', 'Validate', 'Look up', 'Look up', 'Look up', 'Map', 'Send over HTTP'];
  for (const [i, type] of row.entries()) {
    await canvas.drop(type, { x: 120 + (i % 4) * 220, y: i < 4 ? 240 : 420 });
  }
  const drawn = ['Receive over HTTP', 'Validate', 'Look up', 'Look up 2', 'Look up 3', 'Map', 'Send over HTTP'];
  for (const [i, name] of drawn.slice(1).entries()) await canvas.wire(drawn[i]!, name);
  await canvas.pull('Send over HTTP', 'Validate');
  await page.getByText('A wire from Send over HTTP to Validate would lead in a circle.').waitFor();
  expect(await canvas.wires()).toBe(6);
  await page.getByRole('button', { name: /problem/ }).click();
  await page.getByText('Name an address or a connection.').waitFor();
  await look(page, 'designer-problems');
  await page.getByRole('button', { name: 'Close problems' }).click();
  await canvas.undo();
  await until(async () => (await canvas.wires()) === 5, 'the last wire is gone');
  await canvas.redo();
  await until(async () => (await canvas.wires()) === 6, 'the wire is back');

  await canvas.configure('Receive over HTTP', { Path: 'usage-to-finance' });
  await canvas.configure('Look up', { Table: 'locations', 'Key 1': 'location', 'Write into': 'place' });
  const ofLine = { 'For each element of': 'lines' };
  await canvas.configure('Look up 2', { Table: 'item-xref', ...ofLine, 'Key 1': 'item', 'Write into': 'facts' });
  await canvas.configure('Look up 3', {
    ...{ Table: 'category-accounts', ...ofLine },
    ...{ 'Key 1': 'facts.category', 'Write into': 'accounts' },
  });
  await canvas.map('Map', POSTING);
  await canvas.configure('Send over HTTP', { Connection: 'erp', Address: '/postings' });
  await page.getByRole('button', { name: 'No problems' }).waitFor();
  await canvas.saved();
  await canvas.publish('The first of its kind');
  const { body } = await journey.hospital.api('/flows/usage-to-finance/versions');
  expect(body['versions']).toMatchObject([{ version: 1, note: 'The first of its kind' }]);

  const usage = shipped('procedure-supply-usage', 'coronary-stent.json');
  expect((await journey.hospital.post('usage-to-finance', usage)).status).toBe(202);
  const { usageId } = JSON.parse(usage.toString());
  await until(async () => {
    const books = JSON.stringify(await journey.hospital.partner('erp', '/_ledger'));
    return books.includes(`JE-${usageId}`);
  }, 'the ERP has posted it');
  expectCalm(page);
});

describe('edits', () => {
  it('puts in on a wire, disables, duplicates, removes, and takes it all back', async () => {
    const page = await signedIn();
    await begin(page, { id: 'bench-copy', name: 'Bench copy', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'bench-copy');
    await canvas.node('Usage arrives').waitFor();
    const before = await canvas.wires();
    await page.locator('.react-flow__edge').first().hover({ force: true });
    await page
      .getByRole('button', { name: /^Put a node between/ })
      .first()
      .click();
    await page.getByRole('combobox').fill('code');
    await page.keyboard.press('Enter');
    await until(async () => (await canvas.wires()) === before + 1, 'a node is in the wire');
    await page.keyboard.press('Control+a');
    await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
    await look(page, 'designer-selection');
    await page.keyboard.press('d');
    await canvas.node('Usage arrives').getByText('Disabled').waitFor();
    const count = (await canvas.names()).length;
    await page.keyboard.press('Control+d');
    await until(async () => (await canvas.names()).length > count, 'copies are there');
    await page.keyboard.press('Delete');
    for (let i = 0; i < 4; i++) await page.keyboard.press('Control+z');
    await until(async () => (await canvas.wires()) === before, 'all is as it was');
    await canvas.saved();
    expectCalm(page);
  });

  it('offers by the right button what can be done with a node, a wire, several things, and the canvas', async () => {
    const page = await signedIn();
    await begin(page, { id: 'menus', name: 'Menus', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'menus');
    await canvas.choose('Work out totals', 'Disable');
    await canvas.node('Work out totals').getByText('Disabled').waitFor();
    await canvas.choose('Work out totals', 'Select what is behind it');
    await page.getByRole('toolbar', { name: 'Selection' }).getByText('4 selected').waitFor();
    await canvas.node('Work out totals').click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Align top' }).waitFor();
    await look(page, 'designer-menu');
    await page.getByRole('menuitem', { name: 'Align top' }).click();
    const top = async (name: string) => Math.round((await canvas.node(name).boundingBox())!.y);
    await until(async () => (await top('Post to billing')) === (await top('Post to the ERP')), 'they are aligned');
    await page.keyboard.press('Shift+a');
    await until(async () => (await top('Post to billing')) !== (await top('Post to the ERP')), 'they are arranged');
    await page.keyboard.press('f');
    await page.locator('.react-flow__node-frame').waitFor();
    const before = await canvas.wires();
    const wire = (await page.locator('.react-flow__edge-interaction').first().boundingBox())!;
    await page.mouse.click(wire.x + wire.width / 2, wire.y + wire.height / 2, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove the wire' }).click();
    await until(async () => (await canvas.wires()) === before - 1, 'the wire is gone');
    const board = page.locator('.react-flow');
    await board.click({ button: 'right', position: { x: 500, y: 640 } });
    await page.getByRole('menuitem', { name: 'Add a note here' }).click();
    await page.locator('.react-flow__node-note').waitFor();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Write' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await canvas.saved();
    expectCalm(page);
  });

  it('carries nodes, frames and notes to another flow by the clipboard, as JSON', async () => {
    const page = await signedIn({ clipboard: true });
    await begin(page, { id: 'copied', name: 'Copied' });
    await openCanvas(page, 'procedure-supply-usage');
    await page.locator('.react-flow__node-step').first().waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    const copied = JSON.parse(await page.evaluate(() => navigator.clipboard.readText()));
    expect([copied.frames.length, copied.notes.length]).toEqual([4, 1]);
    const canvas = await openCanvas(page, 'copied');
    await page.getByText('How does a message come in?').waitFor();
    await page.keyboard.press('Control+v');
    await canvas.saved();
    const { body } = await journey.hospital.api('/flows/copied/draft');
    const { nodes, wires, layout } = body['document'] as {
      nodes: object[];
      wires: object[];
      layout: { frames: object[]; notes: object[] };
    };
    expect([nodes.length, wires.length]).toEqual([copied.nodes.length, copied.wires.length]);
    expect([layout.frames.length, layout.notes.length]).toEqual([4, 1]);
    await page.keyboard.press('Control+z');
    await page.getByText('How does a message come in?').waitFor();
    expectCalm(page);
  });
});

it('a flow of 500 nodes: found, opened at, edited, moved, taken back', async () => {
  const page = await signedIn();
  await begin(page, { id: 'large', name: 'Large', from: { document: large('large', 500) } });
  const canvas = await openCanvas(page, 'large');
  await canvas.node('In').waitFor();
  await page.keyboard.press('Control+f');
  await page.getByLabel('Find in the flow').fill('step 499');
  await page.getByRole('button', { name: /^Step 499/ }).click();
  await canvas.node('Step 499').waitFor();
  await look(page, 'designer-large');
  const box = (await canvas.node('Step 499').boundingBox())!;
  await page.mouse.move(box.x + 90, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 150, box.y + 80, { steps: 4 });
  await page.mouse.up();
  await page.keyboard.press('d');
  await canvas.node('Step 499').getByText('Disabled').waitFor();
  await canvas.saved();
  const draft = async () => (await journey.hospital.api('/flows/large/draft')).body['document'] as never as Drawn;
  const { x, y } = large('large', 500).layout.nodes['n499'] as { x: number; y: number };
  expect((await draft()).layout.nodes['n499']).not.toEqual({ x, y });
  await canvas.undo();
  await canvas.undo();
  await canvas.saved();
  expect((await draft()).layout.nodes['n499']).toEqual({ x, y });
  expectCalm(page);
});

interface Drawn {
  layout: { nodes: Record<string, { x: number; y: number }> };
}
