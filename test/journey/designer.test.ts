import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCanvas, until } from './support/canvas.ts';
import { begin } from './support/flow.ts';
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
