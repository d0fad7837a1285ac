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

/** Writes it anew and then letter by letter, and waits for what is offered. */
async function offers(before: string, typed: string, offered: string): Promise<void> {
  await write(before);
  await page.keyboard.type(typed);
  await page.locator('.suggest-widget.visible').getByText(offered, { exact: true }).first().waitFor();
}

const code = () => page.getByRole('region', { name: 'Code', exact: true });
const output = () => page.getByRole('region', { name: 'Output' });

it('completes from the contract, runs on the sample, and marks the line of an error', async () => {
  await openedCopy(page, 'coded', 'figures');
  await page.locator('.view-lines').getByText('Exact decimals').waitFor();
  await output().getByText('usageId').waitFor();
  await look(page, 'code');

  await offers('const who = message', '.enc', 'encounterId');
  await look(page, 'code-completion');
  await page.keyboard.press('Tab');
  await page.locator('.view-lines').getByText('message.encounterId').waitFor();
  await offers('const each = message.lines[0]', '.quan', 'quantity');
  await offers('const where = context', '.env', 'environment');
  await offers('const row = ', 'look', 'lookup');
  await offers('const exact = decimal', '.mul', 'multiply');
  await page.keyboard.press('Escape');

  await write("console.log('lines', message.lines.length);\nthrow new Error('Not on a Wednesday.');");
  await code().getByText('lines 7').waitFor();
  await code().getByText('Line 2.').waitFor();
  await code()
    .getByRole('status')
    .getByText(/^Ran on knee-replacement in [\d.<]+ ms$/)
    .waitFor();
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
