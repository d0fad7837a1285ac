/**
 * PostgreSQL's arrays as the driver should read and write them. The driver would ask each new connection for the list of array types,
 * in a query that nobody waits for: a database that goes away in that moment would take the whole process with it.
 */
type Parse = (text: string) => unknown;

const asText: Parse = (text) => text;

const asJson: Parse = (text) => JSON.parse(text) as unknown;
const asDate: Parse = (text) => new Date(text);

/** By the oid of the array type (pg_type, the same in every database). */
const ELEMENTS: Record<number, Parse> = {
  ...{ 1000: (text) => text === 't', 1001: (text) => Buffer.from(text.slice(2), 'hex') },
  // smallint, integer, oid, real, double precision
  ...{ 1005: Number, 1007: Number, 1028: Number, 1021: Number, 1022: Number },
  // bigint, numeric, text, varchar, char, name, uuid, inet, regclass
  ...{
    1016: asText,
    1231: asText,
    1009: asText,
    1015: asText,
    1014: asText,
    1003: asText,
    2951: asText,
    1041: asText,
    2210: asText,
  },
  // date, timestamp, timestamptz
  ...{ 1182: asDate, 1115: asDate, 1185: asDate },
  ...{ 199: asJson, 3807: asJson },
};

export const arrayTypes = Object.fromEntries(
  Object.entries(ELEMENTS).map(([oid, parse]) => [
    `array${oid}`,
    { to: Number(oid), from: [Number(oid)], serialize: writeArray, parse: (text: string) => readArray(text, parse) },
  ]),
);

/** Text is always quoted, so that nothing in it can end it; no type minds. What is a text as a whole is taken to be a literal already. */
export function writeArray(values: unknown): string {
  return Array.isArray(values) ? `{${values.map(writeElement).join(',')}}` : String(values);
}

function writeElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return `"${value.replace(/["\\]/g, '\\$&')}"`;
  if (Array.isArray(value)) return writeArray(value);
  if (Buffer.isBuffer(value)) return writeElement(`\\x${value.toString('hex')}`);
  if (value instanceof Date) return writeElement(value.toISOString());
  return typeof value === 'object' ? writeElement(JSON.stringify(value)) : String(value);
}

/** An array of one dimension, as PostgreSQL writes it. */
export function readArray(text: string, parse: Parse): unknown[] {
  const values: unknown[] = [];
  for (const [, quoted, plain] of text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)) {
    if (quoted !== undefined) values.push(parse(quoted.replace(/\\(.)/gs, '$1')));
    else values.push(plain === 'NULL' ? null : parse(plain!));
  }
  return values;
}
