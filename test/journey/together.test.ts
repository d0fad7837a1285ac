import type { Page } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
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
    const board = (await ada.locator('.react-flow').boundingBox())!;
    await ada.mouse.move(board.x + 300, board.y + 220);
    await ada.mouse.move(board.x + 320, board.y + 240);
    await grace.locator('[data-cursor="First administrator"]').waitFor();
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

    // And where one writes: over the settings of a node, which say so while nothing can be saved.
    const settings = await right.open('Usage arrives');
    await grace.route('**/api/v1/**', (route) => route.abort());
    await settings.getByRole('textbox', { name: 'Path', exact: true }).fill('of-grace');
    await settings.getByText('Offline, 1 change waits').waitFor();
    await left.configure('Usage arrives', { Path: 'of-ada' });
    await left.saved();
    await grace.unroute('**/api/v1/**');
    await settings.getByText('Both of you did this: change “Path” of Usage arrives.').waitFor();
    await look(grace, 'node-conflict');
    await settings.getByRole('button', { name: 'Use mine' }).click();
    await settings
      .getByRole('textbox', { name: 'Path', exact: true })
      .and(grace.locator('[value="of-grace"]'))
      .waitFor();
    await right.saved();
    await left.node('Usage arrives').getByText('POST /of-grace').waitFor();
    await left.node('Usage arrives').click();
    await ada.keyboard.press('Delete');
    await grace.getByText('Usage arrives, which you had open, was removed by First administrator.').waitFor();
    await settings.waitFor({ state: 'detached' });
  },
  PATIENT,
);

it(
  'a server that restarts, and a reload in between, lose no edit and no undo',
  async () => {
    const [page, list] = [await signedIn(), await signedIn()];
    await begin(page, { id: 'restarted', name: 'Restarted', from: { flow: 'usage-benchmark' } });
    await list.goto('/flows');
    await list.getByRole('link', { name: 'Restarted' }).waitFor();
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
    const { revision } = (await journey.hospital.api('/flows/restarted/draft')).body as { revision: number };
    const operations = [{ op: 'rename-node', node: 'totals', name: 'Renamed elsewhere' }];
    const json = { base: revision, session: 'another-hand', number: 1, operations };
    await journey.hospital.api('/flows/restarted/operations', { method: 'POST', json });
    await canvas.node('Renamed elsewhere').waitFor();
    await begin(page, { id: 'begun-after', name: 'Begun after' });
    await list.getByRole('link', { name: 'Begun after' }).waitFor();
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
  'a session that ends in mid-edit loses nothing: one signs in again and goes on',
  async () => {
    const page = await signedIn();
    await begin(page, { id: 'expired', name: 'Expired', from: { flow: 'usage-benchmark' } });
    const canvas = await openCanvas(page, 'expired');
    await canvas.node('Usage arrives').click();
    await page.context().clearCookies();
    await page.keyboard.press('d');
    await page.waitForURL('**/sign-in?to=*');
    await page.getByText('Your session has ended. What you drew is kept.').waitFor();
    await signIn(page);
    await page.waitForURL('**/flows/expired*');
    await canvas.node('Usage arrives').getByText('Disabled').waitFor();
    await canvas.saved();
    await page.getByRole('button', { name: 'Undo' }).click();
    await canvas.node('Usage arrives').getByText('POST').waitFor();
    await canvas.saved();
    expectCalm(page);
  },
  PATIENT,
);
