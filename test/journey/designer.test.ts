import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { canvasOf, openCanvas, until } from './support/canvas.ts';
import { drawAnew, setUp } from './support/draw.ts';
import { begin, large } from './support/flow.ts';
import { expectCalm, type Journey, openAs, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open({ clipboard: true });
  await signIn(page);
});

afterAll(() => journey.close());

it('opens the shipped flow, sends a sample, and watches the message walk', async () => {
  await page.getByRole('link', { name: 'Flows' }).click();
  await page.getByRole('link', { name: 'Procedure supply usage' }).click();
  const canvas = await canvasOf(page);
  await canvas.node('Post to the ERP').waitFor();
  // Where a flow is drawn the navigation makes room, until somebody says how they want it.
  await page.getByRole('button', { name: 'Widen the navigation' }).click();
  await page.getByRole('button', { name: 'Narrow the navigation' }).click();
  await page.mouse.move(720, 110);
  await look(page, 'designer');
  await page.getByRole('button', { name: 'Send a sample' }).click();
  await page
    .getByText(/Delivered: Post to the ERP, Take it off the shelf, Charge the patient/)
    .waitFor({ timeout: 60_000 });
  await canvas.node('Scanner').getByText('Came in').waitFor();
  await look(page, 'designer-walk');
  await canvas.node('Charge the patient').click();
  await page.keyboard.press('d');
  await page.getByText('Version 1 ran. In this draft 1 node is changed since.').waitFor();
  await canvas.node('Post to the ERP').locator('[data-visit="done"]').waitFor();
  expect(await canvas.node('Charge the patient').locator('[data-visit]').count()).toBe(0);
  await canvas.undo();
  await canvas.node('Charge the patient').locator('[data-visit="done"]').waitFor();
  await canvas.saved();
});

it('asks before a sample goes into an environment that is protected', async () => {
  const headers = { origin: new URL(journey.hospital.url).origin };
  const guard = (isProtected: boolean) =>
    page.request.put('/api/v1/environments/dev', { headers, data: { protected: isProtected } });
  expect((await guard(true)).status()).toBeLessThan(300);
  await openCanvas(page, 'procedure-supply-usage');
  await page.getByRole('button', { name: 'Send a sample' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send a sample into Development' });
  await dialog.getByText('goes through the live flow like a message from outside').waitFor();
  await look(page, 'designer-send');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  for (const told of [/Delivered: Post to the ERP/, /This very message was sent before/]) {
    await page.keyboard.press('Control+Enter');
    await dialog.getByRole('button', { name: 'Send into Development' }).click();
    await page.getByText(told).first().waitFor({ timeout: 60_000 });
  }
  expect((await guard(false)).status()).toBeLessThan(300);
  expectCalm(page);
});

it('an analyst draws procedure supply usage from blank by mouse; it is what is shipped, and all three partners hear of it', async () => {
  const { document } = (await journey.hospital.api('/flows/procedure-supply-usage/draft')).body as never as {
    document: FlowDocument;
  };
  // Doors of its own: those of the shipped flow are open.
  const own: Record<string, object> = {
    'trigger.http': { path: 'by-mouse' },
    'trigger.mllp': { application: 'MOUSE' },
  };
  const nodes = document.nodes.map((node) => ({ ...node, config: { ...node.config, ...own[node.type] } }));
  await page.goto('/flows');
  await page.getByRole('button', { name: 'New flow' }).click();
  const dialog = page.getByRole('dialog', { name: 'New flow' });
  await dialog.getByLabel('Name', { exact: true }).fill('Usage by mouse');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL('**/flows/usage-by-mouse');
  const canvas = await canvasOf(page);
  await page.getByText('How does a message come in?').waitFor();
  await look(page, 'designer-empty');

  await drawAnew(canvas, document);
  const wires = document.wires.length;
  await canvas.pull('Charge the patient', 'Check the usage');
  await page.getByText('A wire from Charge the patient to Check the usage would lead in a circle.').waitFor();
  expect(await canvas.wires()).toBe(wires);
  await page.getByRole('button', { name: /problem/ }).click();
  await page.getByText('Name an address or a connection.').first().waitFor();
  await look(page, 'designer-problems');
  await page.getByRole('button', { name: 'Close problems' }).click();
  await canvas.undo();
  await until(async () => (await canvas.wires()) === wires - 1, 'the last wire is gone');
  await canvas.redo();
  await until(async () => (await canvas.wires()) === wires, 'the wire is back');

  for (const node of nodes) await setUp(canvas, node);
  await page.getByRole('button', { name: 'No problems' }).waitFor();
  await canvas.saved();
  const drawn = (await journey.hospital.api('/flows/usage-by-mouse/draft')).body['document'] as never as FlowDocument;
  expect(inWords(drawn)).toEqual(inWords({ ...document, nodes }));

  await canvas.publish('The first of its kind');
  const { body } = await journey.hospital.api('/flows/usage-by-mouse/versions');
  expect(body['versions']).toMatchObject([{ version: 1, note: 'The first of its kind' }]);
  const usage = shipped('procedure-supply-usage', 'coronary-stent.json');
  // What is taken off the shelf is known by its control id alone.
  const takenOff = async () => {
    const { counts } = await journey.hospital.partner('inventory', '/_ledger');
    return (counts as Record<string, number>)['accepted'] ?? 0;
  };
  const before = await takenOff();
  expect((await journey.hospital.post('by-mouse', usage)).status).toBe(202);
  const { usageId } = JSON.parse(usage.toString());
  for (const partner of ['erp', 'billing'] as const) {
    await until(async () => {
      const books = JSON.stringify(await journey.hospital.partner(partner, '/_ledger'));
      return books.includes(usageId);
    }, `${partner} has it`);
  }
  await until(async () => (await takenOff()) === before + 1, 'it is taken off the shelf');
  expectCalm(page);
}, 240_000);

/** What a flow does, by the names of its nodes: ids and places are whoever drew it. */
function inWords({ nodes, wires }: FlowDocument) {
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name;
  const known = nodes.map(({ name, type, config }) => {
    // A host that is not set is the same as none.
    const { host, ...rest } = catalogue.get(type)!.config.parse(config) as { host?: string };
    return { name, type, config: host ? { host, ...rest } : rest };
  });
  return {
    nodes: known.sort((a, b) => a.name.localeCompare(b.name)),
    wires: wires.map(({ from, port, to }) => `${nameOf(from)} ${port} ${nameOf(to)}`).sort(),
  };
}

describe('edits', () => {
  it('puts in on a wire, disables, duplicates, removes, and takes it all back', async () => {
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

  it('keys go on to the canvas after a tool of it was pressed, and press the tool that has the focus', async () => {
    await begin(page, { id: 'tools', name: 'Tools', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'tools');
    await canvas.node('Usage arrives').waitFor();
    const selected = page.locator('.react-flow__node.selected');
    await page.keyboard.press('Control+a');
    await until(async () => (await selected.count()) === 6, 'all are selected');
    await canvas.node('Post to billing').click();
    await until(async () => (await selected.count()) === 1, 'a click on one of several means this one');
    await canvas.node('Post to the ERP').click({ modifiers: ['Shift'] });
    await page.getByRole('toolbar', { name: 'Selection' }).getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await until(async () => (await canvas.names()).length === 8, 'copies are there');
    await page.keyboard.press('Delete');
    await until(async () => (await canvas.names()).length === 6, 'the copies are gone');

    await canvas.node('Work out totals').click();
    const looking = () => page.locator('.react-flow__viewport').getAttribute('style');
    const before = await looking();
    await page.getByRole('button', { name: 'Zoom in' }).focus();
    await page.keyboard.press('Enter');
    await until(async () => (await looking()) !== before, 'it is larger');
    expect(await page.getByRole('dialog').count()).toBe(0);

    await page.keyboard.press('n');
    await page.getByRole('textbox', { name: 'Text of the note' }).fill('Beside the nodes');
    await page.keyboard.press('Escape');
    const note = (await page.locator('.react-flow__node-note').boundingBox())!;
    for (const name of await canvas.names()) {
      const { x, y, width, height } = (await canvas.node(name).boundingBox())!;
      const isApart =
        x + width <= note.x || note.x + note.width <= x || y + height <= note.y || note.y + note.height <= y;
      expect([name, isApart]).toEqual([name, true]);
    }
    await page.mouse.move(900, 300);
    await page.mouse.wheel(4000, 3000);
    await page.locator('.react-flow__node-note').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+f');
    await page.getByRole('button', { name: /^Beside the nodes/ }).click();
    await page.locator('.react-flow__node-note').waitFor();
    await canvas.saved();
    expectCalm(page);
  });

  it('offers by the right button what can be done with a node, a wire, several things, and the canvas', async () => {
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
    await page.getByRole('textbox', { name: 'Title of the frame' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Both partners');
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__node-frame').getByText('Both partners').waitFor();
    await page.keyboard.press('Escape');
    const arranged = page.waitForResponse((answer) => {
      const sent = answer.request().postData() ?? '';
      return answer.url().endsWith('/operations') && sent.includes('move-nodes') && sent.includes('edit-frame');
    });
    await page.keyboard.press('Shift+a');
    await arranged;
    const around = (await page.locator('.react-flow__node-frame').boundingBox())!;
    for (const name of ['Post to billing', 'Post to the ERP', 'Work out totals']) {
      const inner = (await canvas.node(name).boundingBox())!;
      const isIn = inner.y >= around.y && inner.y + inner.height <= around.y + around.height && inner.x >= around.x;
      expect([name, isIn && inner.x + inner.width <= around.x + around.width]).toEqual([name, true]);
    }
    await canvas.node('Work out totals').click();
    await page.keyboard.press('F2');
    await page.getByRole('textbox', { name: 'Name of the node' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Totals');
    await look(page, 'designer-rename');
    await page.keyboard.press('Enter');
    await canvas.node('Totals').waitFor();
    const before = await canvas.wires();
    const wire = (await page.locator('.react-flow__edge-interaction').first().boundingBox())!;
    await page.mouse.click(wire.x + wire.width / 2, wire.y + wire.height / 2, { button: 'right' });
    await page.getByRole('menuitem', { name: 'Remove the wire' }).click();
    await until(async () => (await canvas.wires()) === before - 1, 'the wire is gone');
    const board = page.locator('.react-flow');
    await board.click({ button: 'right', position: { x: 500, y: 640 } });
    await page.getByRole('menuitem', { name: 'Add a note here' }).click();
    await page.getByRole('textbox', { name: 'Text of the note' }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('Ask the ward first');
    await page.keyboard.press('Escape');
    await page.locator('.react-flow__node-note').getByText('Ask the ward first').waitFor();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Write' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await canvas.saved();
    expectCalm(page);
  });

  it('carries nodes, frames and notes to another flow by the clipboard, as JSON', async () => {
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
    const board = (await page.locator('.react-flow').boundingBox())!;
    const last = (await canvas.node('Take it off the shelf').boundingBox())!;
    expect(last.x + last.width).toBeLessThan(board.x + board.width);
    expect(last.y + last.height).toBeLessThan(board.y + board.height);
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
  await begin(page, { id: 'large', name: 'Large', from: { document: large('large', 500) } });
  const canvas = await openCanvas(page, 'large');
  await canvas.node('In').waitFor();
  await page.getByRole('img', { name: 'Map of the flow' }).click({ position: { x: 92, y: 104 } });
  await canvas.node('Step 485').waitFor();
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

it('a node among 500 that is dragged to the edge stays below the hand while the canvas moves along', async () => {
  const canvas = await openCanvas(page, 'large');
  await canvas.node('In').waitFor();
  const middle = async () => {
    const { x, y, width, height } = (await canvas.node('Step 1').boundingBox())!;
    return { x: x + width / 2, y: y + height / 2 };
  };
  const from = await middle();
  const board = (await page.locator('.react-flow').boundingBox())!;
  const edge = { x: board.x + board.width - 12, y: from.y };
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(edge.x, edge.y, { steps: 6 });
  await canvas.node('In').waitFor({ state: 'detached' });
  expect(Math.abs((await middle()).x - edge.x)).toBeLessThan(40);
  await page.mouse.up();
  await canvas.undo();
  expectCalm(page);
});

it('500 problems are a list that stays quick: to its end by the keyboard, and from there to the setting', async () => {
  const whole = large('wrong', 500);
  const { initial: config, version } = catalogue.get('enrich.lookup')!;
  const nodes = whole.nodes.map((node, i) => (i === 0 ? node : { ...node, type: 'enrich.lookup', version, config }));
  await begin(page, { id: 'wrong', name: 'Wrong', from: { document: { ...whole, nodes } } });
  const canvas = await openCanvas(page, 'wrong');
  await canvas.node('In').waitFor();
  await page.getByRole('button', { name: /problems/ }).click();
  const panel = page.getByRole('complementary', { name: 'Problems' });
  await panel.getByText('Choose the reference table').first().waitFor();
  expect(await panel.getByRole('listitem').count()).toBeLessThan(60);
  await look(page, 'designer-problems-many');
  const last = panel.getByRole('listitem').last();
  const place = (what: string) => last.getAttribute(what);
  await until(async () => {
    await panel.getByRole('region', { name: 'All problems' }).press('End');
    return (await place('aria-posinset')) === (await place('aria-setsize'));
  }, 'the end is shown');
  await last.getByRole('button', { name: /^Open / }).press('Enter');
  await page
    .getByRole('dialog', { name: /^Settings of Step/ })
    .getByLabel('Table')
    .waitFor();
  expectCalm(page);
});

it('somebody who may only look sees all of it, and changes nothing', async () => {
  const revision = async () => (await journey.hospital.api('/flows/procedure-supply-usage/draft')).body['revision'];
  const before = await revision();
  const operator = await openAs(journey, 'operator');
  const canvas = await openCanvas(operator, 'procedure-supply-usage');
  await operator.getByText('You may look at this flow, not change it.').waitFor();
  await canvas.node('Check the usage').click();
  for (const key of ['d', 'Delete', 'ArrowDown', 'F2', 'Control+d']) await operator.keyboard.press(key);
  const check = await canvas.open('Check the usage');
  expect(await check.getByLabel('Name of the node').isEditable()).toBe(false);
  expect(await check.getByRole('combobox', { name: 'Contract' }).isDisabled()).toBe(true);
  await check.getByRole('region', { name: 'Output' }).getByText('usageId').waitFor();
  await look(operator, 'node-to-look-at');
  await canvas.close(check);
  const code = await canvas.open('Work out the figures');
  await code.locator('.view-lines').getByText('Exact decimals').waitFor();
  await code.locator('.view-lines').click();
  await operator.keyboard.type('x');
  await canvas.close(code);
  const map = await canvas.open('To supply usage');
  await map.getByRole('tree', { name: 'Target' }).locator('[data-place="facility"]').click();
  expect(await map.getByRole('combobox', { name: 'Expression' }).isDisabled()).toBe(true);
  await canvas.close(map);
  await operator.getByText('All changes saved').waitFor();
  expectCalm(operator);

  const viewer = await openAs(journey, 'viewer');
  const seen = await openCanvas(viewer, 'procedure-supply-usage');
  const looked = await seen.open('Check the usage');
  await looked.getByText('Your role looks at flows without taking messages through them.').first().waitFor();
  expect(await viewer.getByRole('button', { name: 'Try it' }).count()).toBe(0);
  expect(await revision()).toBe(before);
  expectCalm(viewer);
});

interface Drawn {
  layout: { nodes: Record<string, { x: number; y: number }> };
}
