import { readFile } from 'node:fs/promises';
import {
  type Changes,
  diff as compare,
  type FieldChange,
  type FlowDocument,
  isUnchanged,
  parseDocument,
} from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { Complaint } from '../complaint.ts';
import { brief, type Terminal } from '../print.ts';

/** Prints what differs between two versions of a flow, for people. Answers whether nothing does. */
export async function diff(before: string, after: string, json: boolean, terminal: Terminal): Promise<boolean> {
  const found = compare(await documentAt(before), await documentAt(after));
  if (json) terminal.out(JSON.stringify(found));
  else if (isUnchanged(found)) terminal.out('No difference.');
  else {
    const { flow, nodes, wires, fixtures, drawing } = found;
    const lines = [
      ...flow.map(changeLine('flow')),
      ...partLines('node', nodes, ({ id, name }) => `${id} (${name})`),
      ...wires.added.map(({ from, port, to }) => `+ wire ${from}:${port} → ${to}`),
      ...wires.removed.map(({ from, port, to }) => `- wire ${from}:${port} → ${to}`),
      ...wires.rewired.map(
        (pair) =>
          `~ wire ${pair.before.from}:${pair.before.port} → ${pair.before.to}, now ${pair.after.from}:${pair.after.port} → ${pair.after.to}`,
      ),
      ...partLines('fixture', fixtures, ({ name, node }) => `${name} of ${node}`),
      ...partLines('frame', drawing.frames, ({ title }) => title),
      ...partLines('note', drawing.notes, ({ id }) => id),
      ...(drawing.moved.length > 0 ? [`~ moved: ${drawing.moved.join(', ')}`] : []),
      found.behaviour ? 'Messages may be treated differently.' : 'Messages are treated as before.',
    ];
    for (const line of lines) terminal.out(line);
  }
  return isUnchanged(found);
}

async function documentAt(path: string): Promise<FlowDocument> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Complaint('usage', `There is no file ${path}.`);
  });
  const { document, problems } = parseDocument(text, catalogue);
  if (document === null) throw new Complaint('findings', `${path}: ${problems[0]?.sentence}`);
  return document;
}

function partLines<T>(word: string, { added, removed, changed }: Changes<T>, name: (part: T) => string): string[] {
  return [
    ...added.map((part) => `+ ${word} ${name(part)}`),
    ...removed.map((part) => `- ${word} ${name(part)}`),
    ...changed.flatMap(({ after, fields }) => fields.map(changeLine(`${word} ${name(after)}`))),
  ];
}

function changeLine(what: string) {
  return ({ field, before, after }: FieldChange) => `~ ${what} ${field}: ${brief(before, 80)} → ${brief(after, 80)}`;
}
