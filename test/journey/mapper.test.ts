import { emptyFlow, type FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shipped } from '../support/hospital.ts';
import { dragTo, editor, openedCopy } from './support/editor.ts';
import { begin } from './support/flow.ts';
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

const source = (path: string) => page.getByRole('tree', { name: 'Source' }).locator(`[data-path="${path}"]`);
const target = (place: string) => page.getByRole('tree', { name: 'Target' }).locator(`[data-place="${place}"]`);
const textOf = (place: string) => expect.poll(() => target(place).textContent());

it('maps by the pointer, by keyboard and by name', async () => {
  await openedCopy(page, 'mapped-by-hand', 'usage');
  await target('lines[].item').waitFor();
  // The procedure is known: nothing is shown of what would be made of it otherwise.
  await textOf('procedure.system').toContain('"CPT""CPT"');
  expect(await target('procedure otherwise.system').textContent()).not.toContain('CPT');
  await look(page, 'mapper');

  await page.getByRole('tab', { name: 'Values (1)' }).click();
  await page.getByRole('region', { name: '$first' }).getByText('Used 11 times').waitFor();
  await page.getByLabel('Add a value').fill('site');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: '$site' }).fill('facility & "-1"');
  await page.getByRole('region', { name: '$site' }).getByText('Not used yet, gives "WEST-1"').waitFor();
  await look(page, 'mapper-values');
  await target('facility').click();
  await page.getByRole('combobox', { name: 'Expression' }).fill('');
  await page.keyboard.type('$si');
  await page.getByRole('listbox', { name: 'Suggestions' }).getByText('$site').waitFor();
  await page.keyboard.press('Enter');
  await textOf('facility').toContain('WEST-1');

  await dragTo(page, source('encounterId'), target('facility'));
  await textOf('facility').toContain('encounterId');

  await page.getByRole('tree', { name: 'Source' }).focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.getByText('facility is picked.').waitFor();
  await page.keyboard.press('Enter');
  await textOf('facility').not.toContain('encounterId');

  await target('encounterId').click();
  await page.getByRole('button', { name: 'Unmap', exact: true }).click();
  await page.getByRole('button', { name: '1 missing' }).click();
  await page.getByRole('button', { name: /^encounterId/ }).click();
  await page.getByRole('button', { name: 'Map by name' }).click();
  await page.getByRole('dialog', { name: 'Map by name' }).getByText('Same name').first().waitFor();
  await look(page, 'mapper-by-name');
  await page.getByRole('button', { name: /^Map \d+$/ }).click();
  await page.getByText('All required fields are mapped').waitFor();
  expectCalm(page);
});

it('keeps what one writes while it is no expression yet, and makes fields of constants, functions and conditions', async () => {
  await openedCopy(page, 'mapped-in-ways', 'usage');
  const expression = page.getByRole('combobox', { name: 'Expression' });
  await target('facility').click();
  await expression.fill('$uppercase(');
  await page.getByText(/Not readable at character/).waitFor();
  await page.waitForTimeout(600); // Longer than a pause in writing lasts.
  expect(await expression.inputValue()).toBe('$uppercase(');
  await target('usageId').click();
  await expect.poll(() => expression.inputValue()).toBe('$first.usageId');
  await target('facility').click();
  await expect.poll(() => expression.inputValue()).toBe('$uppercase(');
  await expression.fill('"north"');
  await textOf('facility').toContain('"north"');
  await page.keyboard.type(' & facility');
  await textOf('facility').toContain('northWEST');

  await page.getByRole('button', { name: 'Apply a function' }).click();
  await page.getByLabel('Search functions').fill('capital');
  await page.getByRole('menuitem', { name: /^\$uppercase/ }).click();
  await textOf('facility').toContain('NORTHWEST');
  await page.getByRole('switch', { name: 'Only if' }).click({ force: true });
  await page.getByRole('combobox', { name: 'Condition' }).fill('facility = "EAST"');
  await page.getByRole('combobox', { name: 'Otherwise' }).fill('"elsewhere"');
  await textOf('facility').toContain('elsewhere');
  await look(page, 'mapper-if');

  await target('chargeable').click();
  await page.getByRole('combobox', { name: 'Made from' }).click();
  await page.getByRole('option', { name: 'Constant' }).click();
  await page.getByRole('switch', { name: 'False' }).click({ force: true });
  await textOf('chargeable').toContain('true');
  await page.getByRole('tab', { name: 'Functions' }).click();
  await page.getByLabel('Search functions').fill('money');
  await page.getByText('$decimalRound(a, places?)').waitFor();
  expectCalm(page);
});

it('builds a for-each and a look-up on the wire, and tells the same as text, both ways', async () => {
  await openedCopy(page, 'mapped-in-lists', 'usage');
  await target('lines').click();
  await page.getByRole('button', { name: 'Unmap', exact: true }).click();
  await dragTo(page, source('transactions'), target('lines'));
  await textOf('lines').toContain('transactions');
  await dragTo(page, source('transactions.item'), target('lines[].item'));
  await textOf('lines[].item').toContain('IMP-10293');

  await target('lines[].item').click();
  await page.getByRole('combobox', { name: 'Made from' }).click();
  await page.getByRole('option', { name: 'Look up in a table' }).click();
  await page.getByRole('combobox', { name: 'Table', exact: true }).fill('item-xref');
  await page.getByRole('combobox', { name: 'Column', exact: true }).fill('erpItem');
  await textOf('lines[].item').toContain('item-xref.erpItem');
  await textOf('lines[].item').toContain('40010293');
  await page.getByRole('button', { name: 'Sample: knee-replacement (HL7). Change' }).click();
  await page.getByRole('checkbox', { name: 'Look at bill-only-implant (HL7) as well' }).click();
  await page.keyboard.press('Escape');
  const gives = page.locator('dl').filter({ hasText: 'bill-only-implant (HL7)' });
  await expect
    .poll(() => gives.locator('dd').allTextContents())
    .toEqual(['"40010293"', expect.stringMatching(/^"\d+"$/)]);
  await look(page, 'mapper-look-up');

  await dragTo(page, source('transactions.quantity'), target('lines[].quantity'));
  await target('lines[].quantity').click();
  await page.getByRole('combobox', { name: 'Made from' }).click();
  await page.getByRole('option', { name: 'Value in another unit' }).click();
  await textOf('lines[].quantity').toMatch(/quantity in "EA"\D*1/);
  expect(await page.getByRole('combobox', { name: 'From unit' }).inputValue()).toBe('unit');

  await page.getByRole('tab', { name: 'Text' }).click();
  await page.locator('.view-lines').getByText('item-xref').first().waitFor();
  await look(page, 'mapper-text');
  await page.locator('.view-lines').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.type('facil');
  await page.locator('.suggest-widget.visible').getByText('facility', { exact: true }).first().waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('{"usageId": transactions[0].usageId, "facility": $uppercase(facility) & "!"}');
  await textOf('facility').toContain('$uppercase(facility) & "!"');
  await textOf('facility').toContain('WEST!');
  await page.getByRole('button', { name: / missing$/ }).waitFor();
  await editor(page).getByRole('button', { name: 'Close', exact: true }).click();
  await editor(page).waitFor({ state: 'detached' });
  expectCalm(page);
});

it('maps HL7 by its segments: names of the standard, a for-each where a segment repeats', async () => {
  const node = (id: string, type: string, config: object) => {
    const initial = catalogue.get(type)!.initial as Record<string, unknown>;
    return { id, type, version: 1, name: id, config: { ...initial, ...config } };
  };
  const document = {
    ...emptyFlow('hl7', 'hl7'),
    nodes: [node('in', 'trigger.mllp', {}), node('map', 'transform.map', { contract: 'supply-usage@1', text: '{}' })],
    wires: [{ from: 'in', port: 'out', to: 'map' }],
    fixtures: [
      {
        name: 'knee',
        kind: 'message',
        node: 'in',
        contentType: 'x-application/hl7-v2+er7',
        body: shipped('procedure-supply-usage', 'knee-replacement.hl7').toString('utf8'),
      },
    ],
  } as FlowDocument;
  await begin(page, { id: 'hl7', name: 'hl7', from: { document } });
  await page.goto('/flows/hl7?node=map');
  const search = page.getByLabel('Search source');
  await search.fill('MSH-10');
  await dragTo(page, source('segments.MSH.f10'), target('usageId'));
  await textOf('usageId').toContain('segments[id="MSH"].f10[0].c1');
  await search.fill('FT1-10');
  await dragTo(page, source('segments.FT1.f10'), target('lines[].quantity'));
  await textOf('lines').toContain('segments[id="FT1"]');
  await textOf('lines[].quantity').toMatch(/f10\[0\]\.c1.*"\d+"/);
  await search.fill('');
  await source('segments.MSH.f10').getByText('Message Control ID').waitFor();
  await look(page, 'mapper-hl7');
  expectCalm(page);
});
