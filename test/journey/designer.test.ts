import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canvasOf, openCanvas, until } from './support/canvas.ts';
import { begin } from './support/flow.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
}, 120_000);

afterAll(() => journey.close());

const PATIENT = 120_000;

async function signedIn(options: Parameters<Journey['open']>[0] = {}) {
  const page = await journey.open(options);
  await signIn(page);
  return page;
}

describe('the first five minutes', () => {
  it(
    'opens the shipped flow, sends a sample, and watches the message walk',
    async () => {
      const page = await signedIn();
      await page.getByRole('link', { name: 'Flows' }).click();
      await page.getByRole('link', { name: 'Procedure supply usage' }).click();
      const canvas = await canvasOf(page);
      await canvas.node('Post to the ERP').waitFor();
      await look(page, 'designer');
      await page.getByRole('button', { name: 'Send a sample' }).click();
      await page.getByText(/Delivered: Post to the ERP, Take it off the shelf, Charge the patient/).waitFor();
      await canvas.node('Scanner').getByText('Came in').waitFor();
      await look(page, 'designer-walk');
    },
    PATIENT,
  );
});

describe('by mouse', () => {
  it(
    'an analyst builds a flow from blank, publishes it, and it takes messages',
    async () => {
      const page = await signedIn();
      await page.goto('/flows');
      await look(page, 'flows');
      await page.getByRole('button', { name: 'New flow' }).click();
      const dialog = page.getByRole('dialog', { name: 'New flow' });
      await dialog.getByLabel('Name').fill('Usage to finance');
      await look(page, 'flows-new');
      await dialog.getByRole('button', { name: 'Create' }).click();
      await page.waitForURL('**/flows/usage-to-finance');
      const canvas = await canvasOf(page);
      await page.getByText('How does a message come in?').waitFor();
      await look(page, 'designer-empty');

      await canvas.drop('Receive over HTTP', { x: 120, y: 240 });
      await canvas.drop('Validate', { x: 370, y: 240 });
      await canvas.drop('Map', { x: 620, y: 180 });
      await canvas.drop('Send over HTTP', { x: 860, y: 180 });
      await page.keyboard.press('1');
      await canvas.wire('Receive over HTTP', 'Validate');
      await canvas.wire('Validate', 'Map');
      await canvas.wire('Map', 'Send over HTTP');
      await page.getByRole('button', { name: /problem/ }).click();
      await page.getByText('Name an address or a connection.').waitFor();
      await look(page, 'designer-problems');
      await page.keyboard.press('Escape');

      await canvas.undo();
      expect(await canvas.wires()).toBe(2);
      await canvas.redo();
      await until(async () => (await canvas.wires()) === 3, 'the wire is back');

      await canvas.configure('Map', { Mapping: '{ "usage": usageId }' }).catch(() => page.keyboard.press('Escape'));
      await canvas.configure('Send over HTTP', { Address: 'https://erp.example/postings' });
      await page.getByRole('button', { name: /No problems|warning|problem/ }).waitFor();
      await canvas.saved();
      await canvas.publish('The first of its kind');
      const { body } = await journey.hospital.api('/flows/usage-to-finance/versions');
      expect(body['versions']).toMatchObject([{ version: 1, note: 'The first of its kind' }]);
      const sent = await journey.hospital.post('messages', '{"usageId":"U-1"}');
      expect(sent.status).toBe(202);
      expectCalm(page);
    },
    PATIENT,
  );

  it(
    'drops on a wire, aligns, frames, duplicates, disables, removes and takes it all back',
    async () => {
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
    },
    PATIENT,
  );
});

it(
  'three nodes by keyboard alone: add, wire, move, configure, publish',
  async () => {
    const page = await signedIn();
    await begin(page, { id: 'by-keys', name: 'By keys' });
    const canvas = await openCanvas(page, 'by-keys');
    const { keyboard } = page;
    const choose = async (text: string) => {
      await page.getByRole('combobox').waitFor();
      await keyboard.type(text);
      await keyboard.press('Enter');
    };
    await keyboard.press('/');
    await choose('by hand');
    await canvas.node('By hand').waitFor();
    await keyboard.press('w');
    await look(page, 'designer-chooser');
    await choose('code');
    await canvas.node('Code').waitFor();
    await keyboard.press('/');
    await choose('write a file');
    await until(async () => (await canvas.wires()) === 2, 'all three are wired');

    const place = () => page.locator('.react-flow__node.selected').getAttribute('style');
    const before = await place();
    await keyboard.press('Shift+ArrowDown');
    await until(async () => (await place()) !== before, 'it moved');
    await keyboard.press('Control+z');
    await until(async () => (await place()) === before, 'it is back');

    await keyboard.press('Shift+Tab');
    await page.locator('.react-flow__node:focus').getByText('Code', { exact: true }).waitFor();
    await keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Settings of Code' }).waitFor();
    await look(page, 'designer-node');
    await keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Settings of Code' }).waitFor({ state: 'hidden' });
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await look(page, 'designer-keys');
    await keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
    await canvas.saved();
    await keyboard.press('Control+s');
    await page.getByLabel('What is new, and why').waitFor();
    await keyboard.type('By keys alone');
    for (let i = 0; i < 6; i++) {
      await keyboard.press('Tab');
      if ((await page.evaluate(() => document.activeElement?.textContent)) === 'Publish') break;
    }
    await keyboard.press('Enter');
    await page.getByText(/Version 1 is published/).waitFor();
    expectCalm(page);
  },
  PATIENT,
);
