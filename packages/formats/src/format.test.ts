import { describe, expect, it } from 'vitest';
import { detect } from './detect.ts';
import { FormatError } from './error.ts';
import { type Format, formats } from './format.ts';

interface Sample {
  /** A source with everything that the format has, and the same in its own words of nothing. */
  full: string;
  minimal: string;
  malformed: string;
  /** A tree that the format cannot hold. */
  unwritable: unknown;
}

const MSH = 'MSH|^~\\&|OR|STANNE|ERP|HQ|20260314||DFT^P03|M1|P|2.5.1';
const samples = new Map<string, Sample>([
  [
    'json',
    {
      full: '{"id":"PO-1","lines":[{"qty":2,"price":1840.5}],"note":null,"big":9007199254740993}',
      minimal: '{}',
      malformed: '{"a":',
      unwritable: Number.NaN,
    },
  ],
  [
    'hl7v2',
    {
      full: `${MSH}|||\rFT1|1||A^B&C~D||\\F\\|\r`,
      minimal: 'MSH|^~\\&',
      malformed: 'PID|1',
      unwritable: { segments: [{ id: 'PID' }] },
    },
  ],
  [
    'csv',
    {
      full: 'item,name\r\n"1","a, ""b"""\r\n2,\r\n',
      minimal: 'a,b\r\n',
      malformed: 'a,b\n1,"x" y\n',
      unwritable: [{ a: {} }],
    },
  ],
]);

/** Why a case does not apply to a format; anything else that fails is a failure. */
const skips: Record<string, Record<string, string>> = {
  'gives back every byte': {
    json: 'promises values: white space and the order of number-like keys are not kept',
    csv: 'promises values: which cells were quoted is not kept',
  },
};

const utf8 = new TextEncoder();

function refusal(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('accepted');
}

const cases: Record<string, (format: Format, sample: Sample) => void> = {
  'gives back every byte': (format, { full }) => {
    expect(format.fidelity).toBe('bytes');
    expect(format.build(format.parse(utf8.encode(full)))).toEqual(utf8.encode(full));
  },
  'gives back every value': (format, { full, minimal }) => {
    for (const source of [full, minimal]) {
      const tree = format.parse(utf8.encode(source));
      expect(format.parse(format.build(tree))).toEqual(tree);
    }
  },
  'makes a tree of plain JSON': (format, { full }) => {
    const tree = format.parse(utf8.encode(full));
    const text = JSON.stringify(tree);
    expect(JSON.stringify(JSON.parse(text))).toBe(
      format.name === 'json' ? text.replace('9007199254740993', '9007199254740992') : text,
    );
  },
  'refuses a malformed source': (format, { malformed }) => {
    const error = refusal(() => format.parse(utf8.encode(malformed)));
    expect(error).toBeInstanceOf(FormatError);
    expect(error).toMatchObject({
      code: expect.stringMatching(/^[a-z0-9_]+$/),
      position: { offset: expect.any(Number) },
    });
  },
  'refuses bytes that are no text': (format, { full }) => {
    const source = Uint8Array.from([...utf8.encode(full), 0xff]);
    expect(refusal(() => format.parse(source))).toMatchObject({ code: 'encoding' });
  },
  'leaves the bytes it was given as they were': (format, { full }) => {
    const source = utf8.encode(full);
    format.parse(source);
    expect(source).toEqual(utf8.encode(full));
  },
  'refuses a tree it cannot hold': (format, { unwritable }) => {
    expect(refusal(() => format.build(unwritable))).toBeInstanceOf(FormatError);
  },
  'is what detect says of its sample': (format, { full }) => {
    expect(detect(utf8.encode(full))).toBe(format.name);
  },
  'says what it is': (format) => {
    expect(format.mediaTypes.length).toBeGreaterThan(0);
    expect(formats.get(format.name)).toBe(format);
  },
};

describe.each([...formats.values()])('$name', (format) => {
  for (const [name, run] of Object.entries(cases)) {
    const reason = skips[name]?.[format.name];
    it(name, ({ skip }) => {
      if (reason !== undefined) skip(reason);
      const sample = samples.get(format.name);
      if (!sample) throw new Error(`No sample of ${format.name}: add one above.`);
      run(format, sample);
    });
  }
});
