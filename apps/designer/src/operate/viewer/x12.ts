import { hierarchyNames, setNames } from './x12-names.ts';

/** Where a text is no X12 interchange. */
export class X12Error extends Error {
  readonly code = 'x12_malformed';
}

/** One line to look at: where a loop begins, or one value with its place. */
export interface X12Line {
  kind: 'loop' | 'value';
  depth: number;
  segment: string;
  /** `PO1[2]-05.1`; of a loop what it is of. */
  place: string;
  element: number;
  value: string;
  /** First line of its segment. */
  isFirst: boolean;
}

/** An X12 interchange as it is looked at: loop by loop, place by place. A class, so that no message can say that it is one. */
export class X12 {
  readonly lines: readonly X12Line[];

  constructor(lines: readonly X12Line[]) {
    this.lines = lines;
  }
}

/** Segments that begin a loop, by transaction set; the number is how far within the others. Parties (N1) begin one anywhere. */
const starters: Record<string, Record<string, number>> = {
  '810': { IT1: 0 },
  '832': { LIN: 0 },
  '835': { LX: 0, CLP: 1, SVC: 2 },
  '837': { CLM: 0, LX: 1 },
  '846': { LIN: 0 },
  '850': { PO1: 0 },
  '855': { PO1: 0 },
  '856': {},
  '867': { PTD: 0 },
};
/** What stands behind the last loop, for all of them. */
const summaries = new Set(['CTT', 'TDS', 'PLB', 'SE', 'GE', 'IEA']);
/** What belongs to the party (N1) before it. */
const partyParts = new Set(['N2', 'N3', 'N4', 'PER', 'REF']);
const envelope = new Map([
  ['ISA', 0],
  ['GS', 1],
  ['ST', 2],
  ['SE', 2],
  ['GE', 1],
  ['IEA', 0],
]);

/**
 * Reads an interchange (ASC X12.5, X12.6): its separators are those that the 106 characters of ISA show. Counts and control numbers that
 * do not fit are told beside the tree. Throws X12Error.
 */
export function readX12(text: string): { tree: X12; problem: { code: string; sentence: string } | null } {
  const source = text.trimStart();
  const separator = source[3] ?? '';
  const isa = source.slice(0, 106).split(separator);
  if (!source.startsWith('ISA') || source.length < 106 || isa.length !== 17) {
    throw new X12Error('An interchange begins with ISA, in 106 characters with sixteen elements.');
  }
  const [component, terminator] = [source[104]!, source[105]!];
  // Before version 00402 this was the letter of a standard, and nothing repeated.
  const repetition = /[A-Z0-9 ]/i.test(isa[11]!) ? null : isa[11]!;
  const segments = source
    .split(terminator)
    .map((segment) => segment.trim().split(separator))
    .filter(([id]) => id !== undefined && id !== '');
  const bad = segments.find(([id]) => !/^[A-Z][A-Z0-9]{1,2}$/.test(id!));
  if (bad !== undefined)
    throw new X12Error(`Segment ${segments.indexOf(bad) + 1} has no name of two or three letters.`);
  return { tree: new X12(linesOf(segments, { component, repetition })), problem: problemOf(segments) };
}

function linesOf(segments: string[][], marks: { component: string; repetition: string | null }): X12Line[] {
  const seen = new Map<string, number>();
  const total = new Map<string, number>();
  for (const [id] of segments) total.set(id!, (total.get(id!) ?? 0) + 1);
  const loops = loopsOf();
  return segments.flatMap((segment) => {
    const id = segment[0]!;
    const turn = (seen.get(id) ?? 0) + 1;
    seen.set(id, turn);
    const name = total.get(id) === 1 ? id : `${id}[${turn}]`;
    const { depth, loop } = loops(segment);
    const line = { depth, segment: id, isFirst: false };
    const values = segment.slice(1).flatMap((element, i) =>
      // ISA says what the separators are: it is not cut by them.
      (id === 'ISA' ? [{ suffix: '', value: element.trim() }] : partsOf(element, marks)).map(({ suffix, value }) => ({
        ...line,
        kind: 'value' as const,
        place: `${name}-${String(i + 1).padStart(2, '0')}${suffix}`,
        element: i + 1,
        value,
      })),
    );
    const told = values.filter(({ value }) => value !== '');
    const shown = told.length > 0 ? told : [{ ...line, kind: 'value' as const, place: name, element: 0, value: '' }];
    shown[0] = { ...shown[0]!, isFirst: true };
    if (loop === null) return shown;
    return [{ ...line, kind: 'loop', depth: depth - 1, place: loop, element: 0, value: '' }, ...shown];
  });
}

function partsOf(
  element: string,
  { component, repetition }: { component: string; repetition: string | null },
): { suffix: string; value: string }[] {
  const repeated = repetition === null ? [element] : element.split(repetition);
  return repeated.flatMap((one, r) => {
    const at = repeated.length > 1 ? `[${r + 1}]` : '';
    const parts = one.split(component);
    return parts.map((value, c) => ({ suffix: parts.length > 1 ? `${at}.${c + 1}` : at, value }));
  });
}

/** Tells segment by segment how deep it lies, and what loop begins with it. */
function loopsOf(): (segment: string[]) => { depth: number; loop: string | null } {
  let set = '';
  let base = 3;
  let within = 0;
  let isParty = false;
  const levels = new Map<string, number>();
  return (segment) => {
    const [id = '', first = '', second = '', third = ''] = segment;
    const at = envelope.get(id);
    if (id === 'ST') {
      set = first;
      levels.clear();
    }
    if (at !== undefined || summaries.has(id)) {
      base = 3;
      within = 0;
      return { depth: at === undefined ? 3 : at + 1, loop: titleOf(segment) };
    }
    if (id === 'HL') {
      base = (levels.get(second) ?? 3) + 1;
      levels.set(first, base);
      within = 0;
      return { depth: base, loop: hierarchyNames[third] ?? `Level ${third}` };
    }
    const level = starters[set]?.[id];
    if (level !== undefined) {
      within = level + 1;
      return { depth: base + within, loop: titleOf(segment) ?? `${id} ${first}` };
    }
    // A party of a line lies within it, and one of the head beside the lines.
    isParty = id === 'N1' || (isParty && partyParts.has(id));
    if (id === 'N1') return { depth: base + within + 1, loop: `Party ${first}` };
    return { depth: base + within + (isParty ? 1 : 0), loop: null };
  };
}

function titleOf([id, ...elements]: string[]): string | null {
  const [first = '', second = ''] = elements;
  switch (id) {
    case 'ISA':
      return `Interchange ${elements[5]?.trim()} → ${elements[7]?.trim()}`;
    case 'GS':
      return `Group ${first}`;
    case 'ST':
      return `${setNames[first] ?? 'Transaction'} ${first}, number ${second}`;
    case 'CLM':
    case 'CLP':
      return `Claim ${first}`;
    case 'PO1':
    case 'IT1':
    case 'LX':
      return `Line ${first}`;
    default:
      return null;
  }
}

/** The first count or control number that does not say what is there. */
function problemOf(segments: string[][]): { code: string; sentence: string } | null {
  const say = (sentence: string) => ({ code: 'x12_envelope', sentence });
  const opened: { id: string; number: string | undefined; at: number; within: number }[] = [];
  const pairs: Record<string, { opener: string; number: number; what: string }> = {
    SE: { opener: 'ST', number: 2, what: 'segments' },
    GE: { opener: 'GS', number: 6, what: 'transactions' },
    IEA: { opener: 'ISA', number: 13, what: 'groups' },
  };
  for (const [i, segment] of segments.entries()) {
    const id = segment[0]!;
    const pair = pairs[id];
    if (pair !== undefined) {
      const from = opened.pop();
      if (from?.id !== pair.opener) return say(`${id} ends a ${pair.opener} that is not open.`);
      const count = id === 'SE' ? i - from.at + 1 : from.within;
      if (Number(segment[1]) !== count)
        return say(`${id}-01 says ${segment[1] ?? ''} ${pair.what}; there are ${count}.`);
      if (segment[2] !== from.number) return say(`${id}-02 is not the control number of its ${pair.opener}.`);
    } else if (id === 'ISA' || id === 'GS' || id === 'ST') {
      if (opened.at(-1) !== undefined) opened.at(-1)!.within++;
      const number = { ISA: 13, GS: 6, ST: 2 }[id];
      opened.push({ id, number: segment[number], at: i, within: 0 });
    }
  }
  const left = opened.at(-1);
  return left === undefined ? null : say(`${left.id} is not ended.`);
}
