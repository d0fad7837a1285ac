import { buildCsv, type CsvBuildOptions } from './csv/build.ts';
import type { CsvOptions } from './csv/options.ts';
import { parseCsv } from './csv/parse.ts';
import { FormatError } from './error.ts';
import { buildHl7Bytes } from './hl7/build.ts';
import { type Hl7Options, parseHl7 } from './hl7/parse.ts';
import type { Hl7Message } from './hl7/tree.ts';
import { parseJson } from './json/parse.ts';
import type { JsonLimits } from './json/scan.ts';
import { stringifyJson } from './json/stringify.ts';
import { encodeText } from './text/encode.ts';

/**
 * One way to write messages: bytes to a tree of plain JSON values and back. `parse` throws FormatError and nothing else; `build`
 * throws FormatError for a tree that the format cannot hold.
 */
export interface Format<ParseOptions = object, BuildOptions = object> {
  readonly name: string;
  readonly mediaTypes: readonly string[];
  /** What comes back from `build(parse(bytes))`: every byte, or every value. */
  readonly fidelity: 'bytes' | 'values';
  parse(bytes: Uint8Array, options?: ParseOptions): unknown;
  build(tree: unknown, options?: BuildOptions): Uint8Array;
}

export const json: Format<JsonLimits, { indent?: number }> = {
  name: 'json',
  mediaTypes: ['application/json', 'application/fhir+json'],
  fidelity: 'values',
  parse: (bytes, limits) => parseJson(bytes, limits),
  build: (tree, options) => encodeText(stringifyJson(tree, options), { what: 'JSON' }),
};

export const hl7v2: Format<Hl7Options> = {
  name: 'hl7v2',
  mediaTypes: ['x-application/hl7-v2+er7', 'application/hl7-v2'],
  fidelity: 'bytes',
  parse: (bytes, options) => parseHl7(bytes, options),
  build: (tree) => buildHl7Bytes(tree as Hl7Message),
};

/** The tree is an array of records (of cells, with `header: false`). All or nothing: rows one by one are CsvReader's. */
export const csv: Format<CsvOptions, CsvBuildOptions & { charset?: string }> = {
  name: 'csv',
  mediaTypes: ['text/csv', 'text/tab-separated-values'],
  fidelity: 'values',
  parse: (bytes, options) => {
    const { rows, problems } = parseCsv(bytes, options);
    if (problems[0]) throw problems[0].error;
    return rows.map(({ record, cells }) => record ?? cells);
  },
  build: (tree, options) => {
    if (!Array.isArray(tree) || tree.some((row) => typeof row !== 'object' || row === null)) {
      throw new FormatError('csv_bad_tree', 'CSV is built from an array of records or of arrays of cells.', {
        offset: 0,
      });
    }
    return encodeText(buildCsv(tree, options), { charset: options?.charset, what: 'CSV' });
  },
};

/** Every format by its name; a new one is one more line here and passes format.test.ts. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>(
  [json, hl7v2, csv].map((format) => [format.name, format]),
);
