import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseCsv } from './csv/parse.ts';
import { detect } from './detect.ts';
import { FormatError } from './error.ts';
import { acknowledge, isAck } from './hl7/ack.ts';
import { splitHl7Batch } from './hl7/batch.ts';
import { buildHl7Bytes } from './hl7/build.ts';
import { parseHl7 } from './hl7/parse.ts';
import type { Hl7Message } from './hl7/tree.ts';
import { parseJson } from './json/parse.ts';
import { readJson } from './json/read.ts';
import { scanJson } from './json/scan.ts';
import { stringifyJson } from './json/stringify.ts';

/** Real messages kept beside the project, none of them committed. */
const DATA = new URL('../../../../shared/data/', import.meta.url);
const present = existsSync(DATA);

beforeEach(({ skip }) => skip(!present, 'there are no real messages in ../shared/data'));

function files(folder: string, ending: RegExp): [string, Uint8Array][] {
  if (!present) return [];
  const names = readdirSync(new URL(folder, DATA)).filter((name) => ending.test(name));
  return names.map((name) => [name, new Uint8Array(readFileSync(new URL(folder + name, DATA)))]);
}

function attempt<T>(run: () => T): T | FormatError {
  try {
    return run();
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

const overJson = (message: Hl7Message) => JSON.parse(JSON.stringify(message)) as Hl7Message;

describe('HL7 v2', () => {
  const sources = files('hl7v2/', /./);
  const tally = { files: 0, accepted: 0, refused: 0, messages: 0, bad: 0, bytes: 0 };

  it.each(sources)('%s is accepted and given back byte for byte, or refused with its place', (name, source) => {
    const parsed = attempt(() => parseHl7(source));
    tally.files++;
    if (parsed instanceof FormatError) {
      tally.refused++;
      expect(parsed.position.offset).toBeLessThanOrEqual(source.length);
      return;
    }
    tally.accepted++;
    expect(Buffer.compare(buildHl7Bytes(overJson(parsed)), source)).toBe(0);
    expect(detect(source)).toBe('hl7v2');
    const answer = acknowledge(source, { code: 'AA', controlId: '1', at: new Date(0) });
    expect(answer === undefined).toBe(isAck(source));
    if (answer !== undefined) expect(parseHl7(answer).segments).toHaveLength(2);
    expect(name).not.toMatch(/^rubyhl7__empty/);
  });

  it.each(sources)(
    '%s is cut into messages that are given back byte for byte, and nothing of it is lost',
    (_, source) => {
      const { messages, envelope, strays } = splitHl7Batch(source);
      const pieces = [...messages, ...envelope, ...strays].sort((a, b) => a.offset - b.offset);
      expect(Buffer.compare(Buffer.concat(pieces.map((piece) => piece.source)), source)).toBe(0);
      for (const { source: piece } of messages) {
        const parsed = attempt(() => parseHl7(piece));
        tally.messages++;
        if (parsed instanceof FormatError) tally.bad++;
        else expect(Buffer.compare(buildHl7Bytes(overJson(parsed)), piece)).toBe(0);
        tally.bytes += piece.length;
      }
    },
  );

  it('has the whole corpus', () => {
    console.log(
      `HL7 v2 corpus: ${tally.files} files: ${tally.accepted} single messages byte-equal, ${tally.refused} refused with a place; ` +
        `cut: ${tally.messages} messages (${tally.bytes} bytes), ${tally.messages - tally.bad} byte-equal, ${tally.bad} refused`,
    );
    expect(tally).toMatchObject({ files: 92, accepted: 75 });
    expect(tally.messages - tally.bad).toBeGreaterThan(140);
  });
});

describe('JSON', () => {
  const sources = [...files('fhir/', /\.json$/), ...files('flat/', /\.json$/)];
  it.each(sources)('%s keeps its values, or is refused where the native parser refuses it', (name, source) => {
    const value = attempt(() => parseJson(source));
    if (value instanceof FormatError) {
      expect([name, value.position.line]).toEqual([
        'fhir-server__R5_Bundle-TransactionWithInvalidBundleEntry.json',
        39,
      ]);
      expect(() => JSON.parse(new TextDecoder().decode(source))).toThrow(SyntaxError);
      return;
    }
    scanJson(source);
    expect(value).toEqual(JSON.parse(new TextDecoder().decode(source)));
    expect(readJson(new TextDecoder().decode(source), 128, true)).toEqual(value);
    expect(parseJson(stringifyJson(value))).toEqual(value);
    expect(detect(source)).toBe('json');
  });

  it.each(files('fhir/', /\.ndjson$/))('%s keeps its values line by line', (_, source) => {
    const lines = new TextDecoder().decode(source).split('\n').filter(Boolean);
    for (const line of lines) expect(stringifyJson(parseJson(line))).toBe(JSON.stringify(JSON.parse(line)));
    expect(lines.length).toBeGreaterThan(0);
  });
});

describe('CSV', () => {
  const spectrum = files('flat/', /^csv-spectrum.*\.csv$/);
  it.each(spectrum)('%s is what csv-spectrum expects', (name, source) => {
    const expected = readFileSync(new URL(`flat/${name.replace('.csv', '.json')}`, DATA), 'utf8');
    const { rows, problems } = parseCsv(source);
    expect(rows.map(({ record }) => record)).toEqual(JSON.parse(expected));
    expect(problems).toEqual([]);
  });

  const known = new Map([
    ['cdcprime__completely-empty-file.csv', [0, 0]],
    ['cdcprime__column-headers-only.csv', [0, 0]],
    ['cdcprime__missing-data.csv', [0, 1]],
    ['openfda__maude_foidev.txt', [1, 4]],
    ['openfda__ndc_badutf8.txt', [0, 1]],
    ['simhospital__procedures.csv', [1000, 0]],
    ['unece__units-of-measure.csv', [2136, 0]],
  ]);
  it.each(files('flat/', /(\.csv|(?:package|product)_trimmed\.txt|maude.*\.txt|badutf8\.txt)$/))(
    '%s is read to its end, every line accounted for',
    (name, source) => {
      const table = attempt(() => parseCsv(source, { header: !/^cms|npi|procedures/.test(name), comment: '#' }));
      if (table instanceof FormatError) throw table;
      for (const { offset, cells } of table.rows) {
        if (offset > 2000) break;
        const again = parseCsv(source.subarray(offset), { header: false, delimiter: table.delimiter, ragged: 'keep' });
        expect(again.rows[0]!.cells).toEqual(cells);
      }
      const counted = [table.rows.length, table.problems.length];
      expect(counted).toEqual(known.get(name) ?? [table.rows.length, 0]);
    },
  );
});
