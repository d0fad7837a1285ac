import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openedCopy } from './support/editor.ts';
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

/** Writes the code anew, as a paste would. */
async function write(code: string): Promise<void> {
  await page.locator('.view-lines').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(code);
}

const output = () => page.getByRole('region', { name: 'Output' });
const code = () => page.getByRole('region', { name: 'Code', exact: true });

it('completes from the contract, runs on the sample, and underlines the line of an error', async () => {
  await openedCopy(page, 'coded', 'figures');
  await page.locator('.view-lines').getByText('Exact decimals').waitFor();
  await output().getByText('usageId').waitFor();
  await look(page, 'code');

  await write('const who = message');
  await page.keyboard.type('.enc');
  await page.locator('.suggest-widget').getByText('encounterId').first().waitFor();
  await page.keyboard.press('Escape');
  await write('const where = context');
  await page.keyboard.type('.env');
  await page.locator('.suggest-widget').getByText('environment').first().waitFor();
  await page.keyboard.press('Escape');

  await write("console.log('lines', message.lines.length);\nthrow new Error('Not on a Wednesday.');");
  await code().getByText('lines 7').waitFor();
  await code().getByText('Line 2.').waitFor();
  await output().getByText('The message stops here').waitFor();
  await page.locator('.squiggly-error').first().waitFor();
  await look(page, 'code-error');
  expectCalm(page);
});

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
