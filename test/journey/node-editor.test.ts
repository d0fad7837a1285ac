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

const input = () => page.getByRole('tree', { name: 'Input' });
const output = () => page.getByRole('region', { name: 'Output' });

it('shows what comes in and goes out on live samples, and refreshes as one writes', async () => {
  await openedCopy(page, 'at-look-up', 'item');
  await output().getByText('erpItem').first().waitFor();
  expect(await input().getByText('MRN-448812').count()).toBe(0);
  await look(page, 'node-lookup');

  const key = page.getByRole('combobox', { name: 'Key 1' });
  await key.fill('');
  await dragTo(page, input().locator('[title^="lines[0].description"]'), key);
  await expect.poll(() => key.inputValue()).toBe('description');
  await output().getByText('The message stops here').waitFor();
  await look(page, 'node-stopped');

  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  expectCalm(page);
});

it('says what is wrong at its field, completes over the message, and is worked by keyboard alone', async () => {
  await openedCopy(page, 'at-filter', 'stocked');
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

it('turns a field into a template or an expression of the same meaning, and takes that back', async () => {
  await openedCopy(page, 'at-address', 'billing');
  const field = page.getByRole('combobox', { name: 'Address' });
  await expect.poll(() => field.inputValue()).toBe('/charges');
  const turn = async (from: string, into: string) => {
    await page.getByRole('button', { name: `Address: ${from}. Change` }).click();
    await page.getByRole('menuitem', { name: new RegExp(`^${into}`) }).click();
    await page.getByRole('button', { name: `Address: ${into}. Change` }).waitFor();
  };
  await turn('Constant', 'Expression');
  expect(await field.inputValue()).toBe('"/charges"');
  await page.getByRole('status', { name: 'Value' }).getByText('/charges').first().waitFor();
  await turn('Expression', 'Template');
  await field.fill('/charges/{{ usageId }}');
  await turn('Template', 'Expression');
  expect(await field.inputValue()).toBe('"/charges/" & usageId');
  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  for (let taken = 0; taken < 4; taken++) await page.keyboard.press('Control+z');
  await page.goto('/flows/at-address?node=billing');
  await page.getByRole('button', { name: 'Address: Constant. Change' }).waitFor();
  expect(await field.inputValue()).toBe('/charges');
  expectCalm(page);
});

it('stops an expression that loops with a sentence, and loses no edit', async () => {
  await openedCopy(page, 'at-loop', 'stocked');
  const keep = page.getByRole('combobox', { name: 'Keep when' });
  const loop = '($f := function($x){ $f($x) }; $f(1))';
  await keep.fill(loop);
  await page
    .getByRole('status', { name: 'Value' })
    .getByText(/time|limit|long/i)
    .waitFor();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Written while it looped.');
  await page.keyboard.press('Escape');
  await editor(page).waitFor({ state: 'detached' });
  await page.goto('/flows/at-loop?node=stocked');
  await expect.poll(() => keep.inputValue()).toBe(loop);
  expect(await page.getByRole('textbox', { name: 'Reason' }).inputValue()).toBe('Written while it looped.');
  await keep.fill('stocked > 0');
  await page.getByRole('status', { name: 'Value' }).getByText('true').waitFor();
  expectCalm(page);
});

it('takes the message of a past run as a sample, without what is personal in it', async () => {
  const { status } = await journey.hospital.post(
    'supply-usage',
    shipped('procedure-supply-usage', 'knee-replacement.json'),
  );
  expect(status).toBeLessThan(300);
  await page.goto('/flows/procedure-supply-usage?node=check');
  await page.getByRole('button', { name: /^Sample: / }).click();
  await page.getByRole('button', { name: 'From a past run' }).click();
  const past = page.getByRole('dialog', { name: 'From a past run' });
  await past.getByRole('list', { name: 'Runs' }).getByRole('button').first().waitFor();
  await look(page, 'past-runs');
  await past.getByRole('list', { name: 'Runs' }).getByRole('button').first().click();
  await past.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Sample: Run of / }).waitFor();
  await page.getByRole('button', { name: 'Show patient data of this sample' }).first().click();
  await input().getByText('usageId').waitFor();
  expect(await input().getByText('MRN-448812').count()).toBe(0);
  expectCalm(page);
});

it('shows HL7 as one reads it, and drags its places into keys', async () => {
  await openedCopy(page, 'at-hl7', 'theatre');
  await input().getByText('Patient Identification').waitFor();
  await page.getByLabel('Search input').fill('PID-3');
  const key = page.getByRole('combobox', { name: 'Same message 1' });
  await dragTo(page, input().locator('[title^="PID-3"]').last(), key);
  await expect.poll(() => key.inputValue()).toMatch(/^PID-3/);
  await page.getByLabel('Search input').fill('');
  await look(page, 'node-hl7');
  expectCalm(page);
});

const node = (id: string, type: string) => {
  return { id, type, version: 1, name: id, config: catalogue.get(type)!.initial as Record<string, unknown> };
};

it('refers by name to connections, tables, contracts and secrets, and sets a secret without its value coming near the flow', async () => {
  const nodes = [
    node('door', 'trigger.http'),
    node('check', 'transform.validate'),
    node('find', 'enrich.lookup'),
    node('send', 'connector.http'),
  ];
  const wires = nodes.slice(1).map(({ id }, i) => ({ from: nodes[i]!.id, port: 'out', to: id }));
  await begin(page, {
    id: 'named',
    name: 'Named',
    from: { document: { ...emptyFlow('named', 'Named'), nodes, wires } as FlowDocument },
  });
  const VALUE = 'of-one-scanner-only';

  await page.goto('/flows/named?node=door');
  await page.getByRole('textbox', { name: 'Path' }).fill('named');
  await page.getByRole('combobox', { name: 'Who may send' }).click();
  await page.getByRole('option', { name: 'Key in a header' }).click();
  const secret = page.getByRole('combobox', { name: 'Secret' });
  await secret.fill('a name with spaces');
  await page.getByText(/letters, digits, dot/).waitFor();
  await secret.fill('scanner');
  await page.getByText('The secret scanner is not set in Development yet.').waitFor();
  await look(page, 'node-secret');
  await page.getByRole('button', { name: 'Set it…' }).click();
  const value = page.getByLabel('Value of scanner', { exact: true });
  await value.and(page.locator(':focus')).waitFor();
  await page.keyboard.type(VALUE);
  await look(page, 'node-secret-set');
  await page.keyboard.press('Enter');
  await page.getByText('Set by First administrator.').waitFor();
  await page.getByRole('button', { name: 'Replace…' }).waitFor();

  await page.goto('/flows/named?node=check');
  await page.getByRole('combobox', { name: 'Contract' }).click();
  await page.keyboard.type('usage');
  await page.getByRole('option', { name: /supply-usage@1/ }).click();

  await page.goto('/flows/named?node=find');
  await page.getByRole('combobox', { name: 'Table', exact: true }).click();
  await page.getByRole('option', { name: /^item-xref/ }).click();
  await page.getByRole('link', { name: 'Look at its rows' }).waitFor();
  await page.getByRole('combobox', { name: 'Column' }).click();
  await page.getByRole('option', { name: 'erpItem' }).click();

  await page.goto('/flows/named?node=send');
  const connection = page.getByRole('combobox', { name: 'Connection' });
  await connection.fill('warehouse');
  await page.getByText('The connection warehouse is not set up in Development yet.').waitFor();
  await page.getByRole('link', { name: 'Set it up' }).waitFor();
  await connection.fill('');
  await page.getByRole('option', { name: /^erp/ }).click();
  await page.keyboard.press('Escape');
  await page.getByTestId('save-state').getByText('All changes saved').waitFor();

  const { body } = await journey.hospital.api('/flows/named/draft');
  expect((body['document'] as FlowDocument).nodes.map(({ config }) => config)).toMatchObject([
    { authentication: { mode: 'api-key', secret: 'scanner' } },
    { contract: 'supply-usage@1' },
    { table: 'item-xref', column: 'erpItem' },
    { connection: 'erp' },
  ]);
  expect(JSON.stringify(body)).not.toContain(VALUE);
  expect(await (await page.request.get('/api/v1/secrets?environment=dev')).text()).toContain('"scanner"');
  expectCalm(page);
});

it('has widgets of their own for times, durations, and names with values', async () => {
  const nodes = [node('hourly', 'trigger.schedule'), node('all', 'route.gather'), node('send', 'connector.http')];
  const wires = [
    { from: 'hourly', port: 'out', to: 'all' },
    { from: 'all', port: 'out', to: 'send' },
  ];
  const document = { ...emptyFlow('widgets', 'Widgets'), nodes, wires } as FlowDocument;
  await begin(page, { id: 'widgets', name: 'Widgets', from: { document } });
  await page.goto('/flows/widgets?node=hourly');
  await page.getByRole('button', { name: 'Usual times' }).click();
  await page.getByRole('menuitem', { name: /^Every hour/ }).click();
  await page.getByText('Next five times').waitFor();
  expect(await page.getByRole('textbox', { name: 'Times' }).inputValue()).toBe('0 * * * *');

  await page.goto('/flows/widgets?node=all');
  const wait = page.getByRole('textbox', { name: 'Wait at most', exact: true });
  await expect.poll(() => wait.inputValue()).toBe('1');
  await page.getByRole('combobox', { name: 'Unit of Wait at most' }).click();
  await page.getByRole('option', { name: 'days' }).click();
  await expect.poll(() => wait.inputValue()).toBe('1');

  await page.goto('/flows/widgets?node=send');
  await page.getByRole('button', { name: /^Advanced/ }).click();
  await page.getByRole('button', { name: 'Add to headers' }).click();
  await page.getByRole('textbox', { name: 'Headers: name' }).fill('x-site');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Headers: value of x-site' }).fill('NORTH');
  await look(page, 'node-widgets');
  await page.keyboard.press('Escape');
  await page.getByTestId('save-state').getByText('All changes saved').waitFor();
  const { body } = await journey.hospital.api('/flows/widgets/draft');
  const made = (body['document'] as FlowDocument).nodes;
  expect(made.map(({ config }) => config)).toMatchObject([
    { cron: '0 * * * *' },
    { timeoutS: 86_400 },
    { headers: { 'x-site': 'NORTH' } },
  ]);
  expectCalm(page);
});
