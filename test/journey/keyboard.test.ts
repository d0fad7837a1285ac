import { afterAll, beforeAll, it } from 'vitest';
import { openCanvas, tabTo, until } from './support/canvas.ts';
import { begin } from './support/flow.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

it('three nodes by keyboard alone: add, wire, move, configure, publish, run', async () => {
  const page = await journey.open();
  await signIn(page);
  await begin(page, { id: 'by-keys', name: 'By keys' });
  const canvas = await openCanvas(page, 'by-keys');
  await page.getByText('How does a message come in?').waitFor();
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
  await page.getByRole('combobox').waitFor();
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
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  const settings = page.getByRole('dialog', { name: 'Settings of Write a file' });
  await settings.waitFor();
  await tabTo(page, settings.getByLabel('File name', { exact: true }));
  await keyboard.type('by-keys.json');
  await keyboard.press('Escape');
  await settings.waitFor({ state: 'hidden' });
  await canvas.node('Write a file').getByText('by-keys.json').waitFor();

  await keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await look(page, 'designer-keys');
  await keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });

  await keyboard.press('t');
  const drawer = page.getByRole('region', { name: 'Try it' });
  await tabTo(page, drawer.getByRole('button', { name: 'Add a sample' }));
  await keyboard.press('Enter');
  const sample = page.getByRole('dialog', { name: 'Add a sample' });
  await tabTo(page, sample.getByLabel('Name', { exact: true }));
  await keyboard.type('a first one');
  await tabTo(page, sample.getByLabel('Message', { exact: true }));
  await keyboard.type('{"hello": "there"}');
  await tabTo(page, sample.getByRole('button', { name: 'Keep with the flow' }));
  await keyboard.press('Enter');
  await sample.waitFor({ state: 'hidden' });
  await tabTo(page, drawer.getByRole('button', { name: 'Try', exact: true }));
  await keyboard.press('Enter');
  await canvas.node('Write a file').getByText(/ms/).waitFor();
  await drawer.getByRole('button', { name: 'Try', exact: true }).and(page.locator(':focus')).waitFor();
  await look(page, 'designer-tried');

  await canvas.saved();
  await keyboard.press('Control+s');
  await page.getByLabel('What is new, and why').waitFor();
  await keyboard.type('By keys alone');
  await tabTo(page, page.getByRole('dialog', { name: 'Publish' }).getByRole('button', { name: 'Publish' }));
  await keyboard.press('Enter');
  await page.getByText(/Version 1 is published and live in Development/).waitFor();
  await keyboard.press('Control+Enter');
  await page.getByText('Delivered: Write a file.').waitFor({ timeout: 60_000 });
  expectCalm(page);
});

it('works in a narrow window', async () => {
  const page = await journey.open();
  await signIn(page);
  await page.setViewportSize({ width: 420, height: 800 });
  const canvas = await openCanvas(page, 'item-lookup');
  await canvas.node('A ward asks').waitFor();
  await page.keyboard.press('o');
  await page.getByLabel('Find in the flow').fill('charge');
  await page.getByText('Charge on the day').first().waitFor();
  const shoot = (name: string) =>
    page.screenshot({ path: new URL(`./screens/${name}-narrow.png`, import.meta.url).pathname });
  await shoot('designer-outline');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const settings = page.getByRole('dialog', { name: 'Settings of Charge on the day' });
  await settings.getByRole('combobox', { name: 'Table' }).waitFor();
  await settings.getByRole('tab', { name: 'Output' }).click();
  await shoot('node');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Try it' }).click();
  const drawer = page.getByRole('region', { name: 'Try it' });
  await drawer.getByRole('button', { name: 'Try', exact: true }).click();
  await drawer.getByRole('list', { name: 'Steps' }).getByText('Charge on the day').waitFor();
  await shoot('try');
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog', { name: 'Publish' }).waitFor();
  expectCalm(page);
});
