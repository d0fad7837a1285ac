import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildHl7Bytes,
  detect,
  FormatError,
  formats,
  type Hl7Message,
  parseHl7,
  splitHl7Batch,
  stringifyJson,
} from '@throughline/formats';
import { Complaint } from '../complaint.ts';
import { count, type Terminal, table } from '../print.ts';

/** One message (or table) of a file, read or refused. */
interface Parsed {
  file: string;
  /** 1-based line where it begins. */
  line: number;
  format: string;
  tree?: unknown;
  /** Whether writing the tree gives every byte (HL7) or every value (JSON, CSV) back. */
  returns?: boolean;
  refused?: { code: string; sentence: string; position: FormatError['position'] };
}

export interface ParseOptions {
  /** Name of a format; else it is found out from the content. */
  format?: string;
  /** Counts instead of trees. */
  check: boolean;
  json: boolean;
}

/** Reads files in any supported format. Answers whether all were accepted; `check` accepts refusals with a position too. */
export async function parse(paths: readonly string[], options: ParseOptions, terminal: Terminal): Promise<boolean> {
  const files = (await Promise.all(paths.map(filesAt))).flat();
  const parsed: Parsed[] = [];
  for (const file of files) parsed.push(...readFormat(file, await readFile(file), options.format));
  const refused = parsed.filter((one) => one.refused !== undefined);
  const broken = parsed.filter(({ returns }) => returns === false);
  if (options.json)
    terminal.out(stringifyJson(options.check ? parsed.map(({ tree: _, ...rest }) => rest) : parsed, { indent: 2 }));
  else if (options.check) printCheck(parsed, files.length, terminal);
  else for (const one of parsed) printTree(one, parsed.length > 1, terminal);
  return broken.length === 0 && (options.check || refused.length === 0);
}

async function filesAt(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw new Complaint('usage', `There is no file or folder ${path}.`);
  });
  if (!found.isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readFormat(file: string, bytes: Buffer, wanted: string | undefined): Parsed[] {
  const format = wanted ?? (/\.hl7$/i.test(file) ? 'hl7v2' : detect(bytes));
  if (format === 'hl7v2') return readHl7(file, bytes);
  const known = formats.get(format);
  if (known === undefined) {
    if (wanted !== undefined)
      throw new Complaint('usage', `There is no format ${wanted}; there are ${[...formats.keys()].join(', ')}.`);
    const refused = {
      code: 'format_unsupported',
      sentence: `This looks like ${format}, which is not read yet.`,
      position: { offset: 0 },
    };
    return [{ file, line: 1, format, refused }];
  }
  return [
    attempt({ file, line: 1, format }, () => {
      const tree = known.parse(bytes);
      const again = known.parse(known.build(tree));
      return { tree, returns: stringifyJson(again) === stringifyJson(tree) };
    }),
  ];
}

/** A file of HL7 may hold several messages, with or without batch segments around them. */
function readHl7(file: string, bytes: Buffer): Parsed[] {
  const at = { file, line: 1, format: 'hl7v2' };
  const one = attempt(at, () => fromHl7(bytes));
  if (one.refused?.code !== 'hl7_several_messages' && one.refused?.code !== 'hl7_batch') return [one];
  const { messages, problems } = splitHl7Batch(bytes);
  return [
    ...messages.map(({ source, line }) => attempt({ ...at, line }, () => fromHl7(source))),
    ...problems.map((problem) => ({ ...at, refused: refusalOf(problem) })),
  ];
}

function fromHl7(source: Uint8Array): { tree: Hl7Message; returns: boolean } {
  const tree = parseHl7(source);
  return { tree, returns: Buffer.from(buildHl7Bytes(tree)).equals(source) };
}

function attempt(
  at: Pick<Parsed, 'file' | 'line' | 'format'>,
  read: () => { tree: unknown; returns: boolean },
): Parsed {
  try {
    return { ...at, ...read() };
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return { ...at, refused: refusalOf(error) };
  }
}

function refusalOf({ code, sentence, position }: FormatError): Parsed['refused'] {
  return { code, sentence, position };
}

function printTree({ file, line, tree, refused }: Parsed, several: boolean, terminal: Terminal): void {
  if (refused === undefined) {
    if (several) terminal.out(`${file}:${line}`);
    terminal.out(stringifyJson(tree, { indent: 2 }));
  } else terminal.out(`${file}:${place(line, refused.position)}: ${refused.sentence} [${refused.code}]`);
}

function printCheck(parsed: readonly Parsed[], files: number, terminal: Terminal): void {
  for (const { file, line, refused, returns } of parsed) {
    if (refused !== undefined)
      terminal.out(`refused  ${file}:${place(line, refused.position)}: ${refused.sentence} [${refused.code}]`);
    else if (returns === false) terminal.out(`CHANGED  ${file}:${line}: written again it is not the same`);
  }
  const groups = [...Map.groupBy(parsed, ({ format }) => format)];
  const rows = groups.map(([format, all]) => [
    format,
    all.length,
    all.filter((one) => one.refused === undefined).length,
    all.filter((one) => one.refused !== undefined).length,
    all.filter(({ returns }) => returns === true).length,
  ]);
  terminal.out(table(['format', 'messages', 'accepted', 'refused', 'round trip equal'], rows));
  terminal.out(`${count(parsed.length, 'message')} in ${count(files, 'file')}`);
}

function place(first: number, { line, column, field, offset }: FormatError['position']): string {
  const where = line === undefined ? `${first}` : `${first + line - 1}`;
  const more = [column === undefined ? undefined : `${column}`, field].filter((part) => part !== undefined).join(' ');
  return `${where}${more === '' ? '' : `:${more}`} (offset ${offset})`;
}
