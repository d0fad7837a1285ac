export { buildCsv, type CsvBuildOptions } from './csv/build.ts';
export type { CsvOptions, CsvPart, CsvProblem, CsvRow } from './csv/options.ts';
export { type CsvTable, parseCsv } from './csv/parse.ts';
export { CsvReader } from './csv/reader.ts';
export { type Detected, detect } from './detect.ts';
export { FormatError, type Position } from './error.ts';
export { csv, type Format, formats, hl7v2, json } from './format.ts';
export { type AckCode, type AckError, type AckOptions, acknowledge, isAck } from './hl7/ack.ts';
export { splitHl7Batch } from './hl7/batch.ts';
export { buildHl7, buildHl7Bytes } from './hl7/build.ts';
export { groupSegments, type Hl7Group } from './hl7/group.ts';
export { frameMllp, MllpDecoder, type MllpMalformed, type MllpOptions, type MllpProblem } from './hl7/mllp.ts';
export { type Hl7Name, type Hl7Part, hl7Names, hl7TypeNames } from './hl7/names/lookup.ts';
export { type Hl7Options, parseHl7 } from './hl7/parse.ts';
export { type Hl7Path, parseHl7Path, pick, setHl7 } from './hl7/path.ts';
export type {
  Hl7Batch,
  Hl7Component,
  Hl7Encoding,
  Hl7Exact,
  Hl7Message,
  Hl7Piece,
  Hl7Repetition,
  Hl7Segment,
  Hl7Spelling,
} from './hl7/tree.ts';
export { ExactNumber } from './json/exact.ts';
export { parseJson } from './json/parse.ts';
export { type JsonLimits, scanJson } from './json/scan.ts';
export { stringifyJson } from './json/stringify.ts';
export { type Charset, charsetOf } from './text/charset.ts';
export { type DecodeOptions, decodeText } from './text/decode.ts';
export { type EncodeOptions, encodeText } from './text/encode.ts';
