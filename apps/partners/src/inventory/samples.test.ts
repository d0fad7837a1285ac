import { readdirSync, readFileSync } from 'node:fs';
import { buildHl7Bytes, FormatError, parseHl7, pick } from '@throughline/formats';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../../../flows/procedure-supply-usage/messages/', import.meta.url);

/** The samples that are no message; every other one is, whatever else is wrong with it. */
const REFUSED: Record<string, string> = {
  'bad-delimiters.hl7': 'hl7_bad_delimiters',
  'bad-segment-name.hl7': 'hl7_bad_segment',
};

describe('the HL7 samples of procedure-supply-usage', () => {
  it.each(readdirSync(folder).filter((file) => file.endsWith('.hl7')))('%s', (file) => {
    const bytes = readFileSync(new URL(file, folder));
    const code = REFUSED[file];
    if (code) {
      expect(() => parseHl7(bytes)).toThrow(expect.objectContaining({ code, constructor: FormatError }));
      return;
    }
    const message = parseHl7(bytes);
    expect(Buffer.from(buildHl7Bytes(message)).equals(bytes)).toBe(true);
    expect(pick(message, 'MSH-10') === undefined).toBe(file === 'bad-no-control-id.hl7');
    expect(pick(message, 'PV1-19.1')).toMatch(/^E-\d+$/);
    expect(pick(message, 'FT1-2') ?? pick(message, 'ORC-2.1')).toMatch(/^SU-2026-\d+$/);
  });
});
