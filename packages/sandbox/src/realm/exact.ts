import { notExact } from './errors.ts';

const parseNative = JSON.parse;
const stringifyNative = JSON.stringify;
const rawNumber = JSON.rawJSON;

/** A number that no double holds exactly. It travels untouched; arithmetic on it throws instead of rounding. */
export class ExactNumber {
  readonly exact: string;
  constructor(text: string) {
    this.exact = text;
    Object.freeze(this);
  }
  toJSON(): object {
    return rawNumber(this.exact);
  }
  toString(): string {
    return this.exact;
  }
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.exact;
    throw notExact();
  }
}

/** Number literals of 16 or more characters or with an exponent; numbers inside text follow a quote and do not match. */
const LONG_NUMBER = /(?:^|[:[,\s])(-?(?:\d[\d.]{15,}(?:[eE][+-]?\d+)?|\d[\d.]*[eE][+-]?\d+))/g;

/** Parses JSON text; numbers that a double would change become ExactNumber. */
export function parse(text: string): unknown {
  return doublesSuffice(text) ? parseNative(text) : parseNative(text, keepNumber);
}

function doublesSuffice(text: string): boolean {
  LONG_NUMBER.lastIndex = 0;
  for (let found = LONG_NUMBER.exec(text); found; found = LONG_NUMBER.exec(text)) {
    if (numberFrom(found[1] as string) instanceof ExactNumber) return false;
  }
  return true;
}

export function stringify(value: unknown): string {
  return stringifyNative(value);
}

function keepNumber(_key: string, value: unknown, context: { source?: string }): unknown {
  const source = context.source;
  return typeof value === 'number' && source !== undefined && source.length > 3 ? numberFrom(source) : value;
}

/** A number where a double's shortest text has the same value as `text`, else an ExactNumber. */
export function numberFrom(text: string): number | ExactNumber {
  const double = Number(text);
  if (!Number.isFinite(double)) return new ExactNumber(text);
  const shortest = String(double);
  return shortest === text || normal(shortest) === normal(text) ? double : new ExactNumber(text);
}

/** Sign, significant digits and exponent: equal for texts of equal value. */
function normal(text: string): string {
  const negative = text.startsWith('-');
  const mark = text.search(/[eE]/);
  const mantissa = text.slice(negative ? 1 : 0, mark < 0 ? undefined : mark);
  const point = mantissa.indexOf('.');
  const digits = point < 0 ? mantissa : mantissa.slice(0, point) + mantissa.slice(point + 1);
  let start = 0;
  while (digits[start] === '0') start++;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return '0';
  const exponent = (mark < 0 ? 0 : Number(text.slice(mark + 1))) - (point < 0 ? 0 : mantissa.length - point - 1);
  return `${negative ? '-' : ''}${digits.slice(start, end)}e${exponent + digits.length - end}`;
}
