import type { FlowDocument, FlowNode } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import type { Locator } from 'playwright-core';
import type { Canvas } from './canvas.ts';

/** Settings of any node type, as far as somebody sets them here. */
interface Config {
  path: string;
  contract: string;
  types: string[];
  application: string;
  keys: Keys | string[];
  format: string;
  from: string | null;
  into: string | null;
  table: string;
  each: string | null;
  at: string | null;
  column: string | null;
  when: string | null;
  field: string | null;
  missing: { do: string };
  keep: string;
  reason: string;
  connection: string;
  url: string;
  body: { expr: string };
  reply: { becomes: string };
}

const ACROSS = 232;
const DOWN = 92;
const IN_A_ROW = 4;

/** Draws the nodes and wires of a known flow by the pointer, as somebody would who has it before their eyes. */
export async function drawAnew(canvas: Canvas, { nodes, wires }: FlowDocument): Promise<void> {
  for (const [i, { type, name }] of nodes.entries()) {
    const at = { x: 160 + (i % IN_A_ROW) * ACROSS, y: 60 + Math.floor(i / IN_A_ROW) * DOWN };
    await canvas.drop(catalogue.get(type)!.name, at);
    await canvas.page.keyboard.press('F2');
    const field = canvas.page.getByRole('textbox', { name: 'Name of the node' });
    await field.fill(name);
    await field.press('Enter');
    await canvas.node(name).waitFor();
  }
  const nameOf = (id: string) => nodes.find((node) => node.id === id)!.name;
  for (const { from, to } of wires) await canvas.wire(nameOf(from), nameOf(to));
}

/** Opens a node and gives it its settings, each by its own widget. */
export async function setUp(canvas: Canvas, { type, name, config }: FlowNode): Promise<void> {
  if (type === 'transform.code' || type === 'transform.map') {
    const settings = config as { text?: string; source?: string; contract?: string };
    await canvas.write(name, settings.text ?? settings.source ?? '', settings.contract);
    return;
  }
  const dialog = await canvas.open(name);
  await ways[type]?.(dialog, config as never);
  await canvas.close(dialog);
}

const ways: Record<string, (dialog: Locator, config: Config) => Promise<void>> = {
  'trigger.http': async (dialog, { path, contract, keys }) => {
    await fill(dialog, 'Path', path);
    await choose(dialog, 'Contract', new RegExp(contract));
    await setKeys(dialog, keys as Keys);
  },
  'trigger.mllp': async (dialog, { types, application, keys }) => {
    for (const type of types.slice(1)) {
      await fill(dialog, 'Message types (MSH-9)', type);
    }
    await fill(dialog, 'Sending application (MSH-3)', application);
    await setKeys(dialog, keys as Keys);
  },
  'transform.validate': (dialog, { contract }) => choose(dialog, 'Contract', new RegExp(contract)),
  'transform.build': async (dialog, { format, from, into }) => {
    await choose(dialog, 'Format', format === 'hl7v2' ? /HL7/ : /JSON/);
    await fill(dialog, 'Part to write', from);
    await fill(dialog, 'Put the text into', into);
  },
  'enrich.lookup': async (dialog, { table, keys, at, each, column, into, when, field, missing }) => {
    await fill(dialog, 'Table', table);
    await fill(dialog, 'For each element of', each);
    for (const [i, key] of (keys as string[]).entries()) {
      if (i > 0) await dialog.getByRole('button', { name: 'Add key' }).click();
      await fill(dialog, `Key ${i + 1}`, key);
    }
    await fill(dialog, 'Effective on', at);
    await fill(dialog, 'Column', column);
    await fill(dialog, 'Write into', into);
    if (missing.do === 'leave') await choose(dialog, 'When there is no row', 'Leave the field out');
    if (when === null && field === null) return;
    await dialog.getByRole('button', { name: /^Advanced/ }).click();
    await fill(dialog, 'Only when', when);
    await fill(dialog, 'Field at fault', field);
  },
  'route.filter': async (dialog, { keep, reason }) => {
    await fill(dialog, 'Keep when', keep);
    await fill(dialog, 'Reason', reason);
  },
  'connector.http': async (dialog, { connection, url, body, reply }) => {
    await fill(dialog, 'Connection', connection);
    await fill(dialog, 'Address', url);
    await fill(dialog, 'Body', body.expr);
    if (reply.becomes === 'message') await choose(dialog, 'Behind this step', 'The message stays');
  },
  'connector.mllp': (dialog, { connection }) => fill(dialog, 'Connection', connection),
};

interface Keys {
  idempotency: string[];
  business: { name: string; path: string; class: string }[];
  correlation: string | null;
}

async function setKeys(dialog: Locator, { idempotency, business, correlation }: Keys): Promise<void> {
  for (const [i, path] of idempotency.entries()) await fill(dialog, `Same message ${i + 1}`, path);
  for (const [i, key] of business.entries()) {
    await dialog.getByRole('button', { name: 'Add key' }).click();
    const group = dialog.getByRole('group', { name: `key ${i + 1}`, exact: true });
    await fill(group, 'Name', key.name);
    await fill(group, 'Where it is', key.path);
    if (key.class !== 'open') await choose(group, 'Class of data', new RegExp(`^${key.class}$`));
  }
  await fill(dialog, 'Correlation id', correlation);
}

async function fill(where: Locator, label: string, value: string | null): Promise<void> {
  if (value === null) return;
  const named = { name: label, exact: true };
  const field = where.getByRole('textbox', named).or(where.getByRole('combobox', named)).first();
  await field.fill(value);
  // What it offers goes away, and it is one edit.
  await field.blur();
}

async function choose(where: Locator, label: string, option: string | RegExp): Promise<void> {
  await where.getByRole('combobox', { name: label, exact: true }).click();
  await where.page().getByRole('option', { name: option }).first().click();
}
