import { pointerParts } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { present, type SettingSchema, settingsOf, variantsOf } from '../editor/settings/schema.ts';

/** Properties of nodes, flows, samples, frames and notes as the screens call them. */
const OWN: Record<string, string> = {
  name: 'Name',
  note: 'Note',
  disabled: 'Disabled',
  version: 'Version of the node type',
  type: 'Node type',
  description: 'Description',
  title: 'Title',
  text: 'Text',
  body: 'Message',
  contentType: 'Content type',
  expect: 'What is expected',
  width: 'Width',
  height: 'Height',
  tint: 'Colour',
};

/** A JSON Pointer into a node (with its type), a sample or a drawing, by the words of the forms, outermost first. */
export function fieldWords(field: string, type?: string): string[] {
  const [first = '', ...rest] = pointerParts(field) ?? [];
  if (first !== 'config' || type === undefined) return [OWN[first] ?? first, ...rest.map(numbered)];
  const definition = catalogue.get(type);
  return settingWords(rest, definition === undefined ? {} : settingsOf(definition));
}

function settingWords(parts: readonly string[], schema: SettingSchema): string[] {
  const [part, ...rest] = parts;
  if (part === undefined) return [];
  const here = present(schema);
  if (here.type === 'array' || here.items !== undefined)
    return [numbered(part), ...settingWords(rest, here.items ?? {})];
  const forms = [here, ...variantsOf(here).map((variant) => variant.schema)];
  const inner = forms.map(({ properties }) => properties?.[part]).find((found) => found !== undefined) ?? {};
  return [inner.title ?? part, ...settingWords(rest, inner)];
}

function numbered(part: string): string {
  return /^\d+$/.test(part) ? String(Number(part) + 1) : part;
}
