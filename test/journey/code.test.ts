import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openedCopy } from './support/editor.ts';
import { expectCalm, type Journey, openJourney, signIn } from './support/journey.ts';

let journey: Journey;
let page: Page;

beforeAll(async () => {
  journey = await openJourney();
  page = await journey.open();
  await signIn(page);
});

afterAll(() => journey.close());

/** Writes the code anew, as a paste would. */
async function write(code: string): Promise<void> {
  await page.locator('.view-lines').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(code);
}

const output = () => page.getByRole('region', { name: 'Output' });

it('stops code that loops with a sentence, and goes on from there', async () => {
  await openedCopy(page, 'looped', 'figures');
  await page.locator('.view-lines').getByText('Exact decimals').waitFor();
  await write('while (true) {}');
  await output().getByText('The message stops here').waitFor();
  expect(await output().getByRole('alert').textContent()).toMatch(/time|long|limit/i);
  await write('return { wednesday: true };');
  await output().getByText('wednesday').waitFor();
  expect(await output().getByText('The message stops here').count()).toBe(0);
  expectCalm(page);
});
