import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

async function signedIn(options: Parameters<Journey['open']>[0] = {}): Promise<Page> {
  const page = await journey.open(options);
  await signIn(page);
  return page;
}

const stateOf = (page: Page) => page.getByTestId('save-state').textContent();

it(
  'two people on one flow see each other, keep both edits, and decide where they met',
  async () => {
    const [ada, grace] = [await signedIn(), await signedIn()];
    await begin(ada, { id: 'together', name: 'Together', from: { flow: 'usage-benchmark' } });
    const [left, right] = [await openCanvas(ada, 'together'), await openCanvas(grace, 'together')];
    await left.node('Post to the ERP').click();
    await ada.getByRole('button', { name: 'is on this flow' }).first().waitFor();
    await right.node('Post to the ERP').getByText('First administrator').waitFor();
    await look(grace, 'designer-together');

    await left.node('Post to the ERP').click();
    await ada.keyboard.press('d');
    await right.node('Post to the ERP').getByText('Disabled').waitFor();
    await grace.keyboard.press('/');
    await grace.getByRole('combobox').fill('map');
    await grace.keyboard.press('Enter');
    await until(async () => (await left.names()).length === 7, 'both have both edits');

    // Grace writes a name while her line is cut; Ada writes another one meanwhile.
    await grace.route('**/api/v1/**', (route) => route.abort());
    await grace.getByRole('button', { name: 'Together', exact: true }).click();
    await grace.getByLabel('Name of the flow').fill('Grace was here');
    await grace.keyboard.press('Enter');
    await until(async () => (await stateOf(grace))?.includes('Offline, 1 change waits') ?? false, 'her change waits');
    await look(grace, 'designer-offline');
    await ada.getByRole('button', { name: 'Together', exact: true }).click();
    await ada.getByLabel('Name of the flow').fill('Ada was here');
    await ada.keyboard.press('Enter');
    await left.saved();
    await grace.unroute('**/api/v1/**');
    await grace.getByText('First administrator changed the same thing').waitFor();
    await look(grace, 'designer-conflict');
    await grace.getByRole('button', { name: 'Use mine' }).click();
    await ada.getByRole('button', { name: 'Grace was here' }).waitFor();
    await right.saved();
  },
  PATIENT,
);

it(
  'a server that restarts, and a reload in between, lose no edit and no undo',
  async () => {
    const page = await signedIn();
    await begin(page, { id: 'restarted', name: 'Restarted', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'restarted');
    await canvas.node('Usage arrives').click();
    await page.keyboard.press('d');
    await canvas.saved();
    const restarting = journey.hospital.restart();
    await page.keyboard.press('/');
    await page.getByRole('combobox').fill('code');
    await page.keyboard.press('Enter');
    await canvas.node('Code').waitFor();
    await restarting;
    await until(async () => (await stateOf(page))?.includes('All changes saved') ?? false, 'all is saved', 30_000);
    await page.reload();
    await (await canvasOf(page)).node('Code').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await canvas.node('Code').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await canvas.node('Usage arrives').getByText('POST').waitFor();
    await canvas.saved();
    expectCalm(page);
  },
  PATIENT,
);

it(
  'refuses broken and newer JSON in words, keeps a node that nobody knows, and a paste comes back by undo',
  async () => {
    const page = await signedIn({ clipboard: true });
    await begin(page, { id: 'pasted', name: 'Pasted' });
    const canvas = await openCanvas(page, 'pasted');
    await page.getByText('How does a message come in?').waitFor();
    const paste = async (text: string) => {
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await page.locator('.react-flow').focus();
      await page.keyboard.press('Control+v');
    };
    await paste('{ "schema": 1, ');
    await page.getByText(/The text is not JSON/).waitFor();
    await paste('{ "schema": 99, "id": "x" }');
    await page.getByText(/schema version 99/).waitFor();
    const strange = { id: 'scale', type: 'acme.scale', version: 4, name: 'Weigh it', config: { port: 7 } };
    await paste(JSON.stringify({ fragment: 1, nodes: [strange], positions: { scale: { x: 0, y: 0 } } }));
    await canvas.node('Weigh it').getByText('acme.scale').waitFor();
    await look(page, 'designer-unknown');
    await page.keyboard.press('Control+c');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(JSON.parse(copied).nodes[0].config).toEqual({ port: 7 });
    await page.keyboard.press('Control+z');
    await canvas.node('Weigh it').waitFor({ state: 'detached' });
  },
  PATIENT,
);

it(
  'compares versions, and restores one',
  async () => {
    const page = await signedIn();
    await page.goto('/flows/usage-benchmark');
    const canvas = await canvasOf(page);
    await canvas.node('Post to billing').click();
    await page.keyboard.press('d');
    await canvas.node('Post to the ERP').click();
    await page.keyboard.press('Delete');
    await canvas.saved();
    await page.getByRole('link', { name: 'Versions' }).click();
    await page.getByText(/1 node removed, 1 node changed/).waitFor();
    await page.getByRole('button', { name: 'Next difference' }).click();
    await page.getByRole('navigation', { name: 'Differences' }).getByText('Post to the ERP').first().waitFor();
    await look(page, 'versions');
    await page.getByRole('button', { name: 'Restore version 1' }).click();
    await page.waitForURL('**/flows/usage-benchmark');
    await canvas.node('Post to the ERP').waitFor();
    expectCalm(page);
  },
  PATIENT,
);

it(
  'works in a narrow window',
  async () => {
    const page = await signedIn({ width: 420, height: 800 });
    const canvas = await openCanvas(page, 'item-lookup');
    await canvas.node('A ward asks').waitFor();
    await page.keyboard.press('o');
    await page.getByLabel('Find in the flow').fill('charge');
    await page.getByText('Charge on the day').first().waitFor();
    await page.screenshot({ path: new URL('./screens/designer-narrow.png', import.meta.url).pathname });
    expectCalm(page);
  },
  PATIENT,
);
