import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';
import { look } from './support/look.ts';

let journey: Journey;

beforeAll(async () => {
  journey = await openJourney();
});

afterAll(() => journey.close());

const editor = (page: Page) => page.getByRole('dialog', { name: /^Settings of/ });
const output = (page: Page) => page.getByRole('region', { name: 'Output' });

async function opened(page: Page, node: string): Promise<void> {
  await page.goto(`/flows/procedure-supply-usage?node=${node}`);
  await editor(page).waitFor();
  await page
    .getByRole('tree', { name: /^(Input|Source)$/ })
    .getByRole('treeitem')
    .first()
    .waitFor();
}

it('shows what comes in and goes out on live samples, and refreshes as one writes', async () => {
  const page = await journey.open();
  await signIn(page);
  await opened(page, 'item');
  await page.getByRole('tree', { name: 'Input' }).getByText('usageId').waitFor();
  await output(page).getByText('erpItem').first().waitFor();
  expect(await page.getByRole('tree', { name: 'Input' }).getByText('MRN-448812').count()).toBe(0);
  await look(page, 'node-lookup');

  // A value goes from the input into a field by the pointer.
  const from = page.getByRole('tree', { name: 'Input' }).getByText('description').first();
  const to = page.getByRole('combobox', { name: 'Key 1' });
  await to.fill('');
  await from.hover();
  await page.mouse.down();
  const box = (await to.boundingBox())!;
  await page.mouse.move(box.x + 40, box.y + 12, { steps: 6 });
  await page.mouse.up();
  await expect.poll(() => to.inputValue()).toBe('description');
  await output(page).getByText('The message stops here').waitFor();

  // And undone: the document's undo, from outside of the field.
  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  expectCalm(page);
});

it('says what is wrong at its field, completes over the message, and is worked by keyboard alone', async () => {
  const page = await journey.open();
  await signIn(page);
  await opened(page, 'stocked');
  const keep = page.getByRole('combobox', { name: 'Keep when' });
  await keep.focus();
  await keep.fill('stocked >');
  await page.getByText(/Not readable at character/).waitFor();
  await keep.fill('');
  await page.keyboard.type('stoc');
  await page.getByRole('listbox', { name: 'Suggestions' }).getByText('stocked').waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type(' > 0');
  await expect.poll(() => keep.inputValue()).toBe('stocked > 0');
  await page.getByRole('status', { name: 'Value' }).getByText('true').waitFor();
  await look(page, 'node-filter');

  await page.keyboard.press('Control+]');
  await page.getByRole('dialog', { name: 'Settings of Only the HL7' }).waitFor();
  await page.keyboard.press('Control+[');
  await page.getByRole('dialog', { name: 'Settings of Off a counted shelf?' }).waitFor();
  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  expectCalm(page);
});

it('stops an expression that loops, and says so', async () => {
  const page = await journey.open();
  await signIn(page);
  await opened(page, 'stocked');
  const keep = page.getByRole('combobox', { name: 'Keep when' });
  await keep.fill('($f := function($x){ $f($x) }; $f(1))');
  await page
    .getByRole('status', { name: 'Value' })
    .getByText(/time|limit|long/i)
    .waitFor();
  expectCalm(page);
});

it('maps by the pointer, by keyboard and by name, and as text', async () => {
  const page = await journey.open();
  await signIn(page);
  await opened(page, 'usage');
  const target = page.getByRole('tree', { name: 'Target' });
  const source = page.getByRole('tree', { name: 'Source' });
  await source.locator('[data-path="facility"]').waitFor();
  await target.locator('[data-place="lines[].item"]').waitFor();
  await look(page, 'mapper');

  // By pointer.
  const from = (await source.locator('[data-path="encounterId"]').boundingBox())!;
  const to = (await target.locator('[data-place="facility"]').boundingBox())!;
  await page.mouse.move(from.x + 60, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 10, { steps: 8 });
  await page.mouse.up();
  await expect.poll(() => target.locator('[data-place="facility"]').textContent()).toContain('encounterId');

  // By keyboard, back again.
  await source.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByText('facility is picked.').waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => target.locator('[data-place="facility"]').textContent()).not.toContain('encounterId');

  // A field taken away is missed, found in the list, and mapped by name.
  await target.locator('[data-place="encounterId"]').click();
  await page.getByRole('button', { name: 'Unmap', exact: true }).click();
  await page.getByRole('button', { name: '1 required, not mapped' }).click();
  await page.getByRole('button', { name: /^encounterId/ }).click();
  await page.getByRole('button', { name: 'Map by name' }).click();
  await page.getByRole('dialog', { name: 'Map by name' }).getByText('Same name').first().waitFor();
  await look(page, 'mapper-by-name');
  await page.getByRole('button', { name: /^Map \d+$/ }).click();
  await page.getByText('All required fields are mapped').waitFor();

  // The same as text, both ways.
  await page.getByRole('tab', { name: 'Text' }).click();
  await page.locator('.view-lines').getByText('encounterId').first().waitFor();
  await look(page, 'mapper-text');
  expectCalm(page);
});

it('tries the flow below the canvas and keeps a run as a test', async () => {
  const page = await journey.open();
  await signIn(page);
  await page.goto('/flows/procedure-supply-usage');
  await page.locator('[data-id="scanner"], .react-flow__node').first().waitFor();
  await page.keyboard.press('t');
  const drawer = page.getByRole('region', { name: 'Try it' });
  await drawer.getByRole('button', { name: 'Try', exact: true }).click();
  await drawer.getByText('3 delivered').waitFor();
  await drawer.getByRole('button', { name: 'Save as a test' }).click();
  await drawer.getByRole('tab', { name: 'Tests' }).click();
  await drawer.getByRole('button', { name: 'Run all tests' }).click();
  await drawer.getByText('1 of 1 passed').waitFor();
  expectCalm(page);
});
