/** ECMA-404 section 8. */
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

// ECMAScript 2026 (proposal-json-parse-with-source); not yet in the compiler's own declarations.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/**
 * A number that a double cannot hold by value, kept as its text: 9007199254740993, 12345678901234567890.12, 1e999, -0. Every
 * `JSON.stringify` writes the exact text. Arithmetic on it throws instead of rounding; `${exact}` gives the text.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    if (!NUMBER.test(text)) throw new TypeError('An exact number needs the text of one JSON number.');
    this.text = text;
    Object.freeze(this);
  }

  toString(): string {
    return this.text;
  }

  toJSON(): unknown {
    return rawJSON(this.text);
  }

  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.text;
    throw new TypeError('An exact number takes no part in double arithmetic; use its text.');
  }
}

/** The number behind JSON number text: a double where it holds the value exactly as written, else an ExactNumber. */
export function numberOf(text: string): number | ExactNumber {
  return heldExactly(text) ? Number(text) : new ExactNumber(text);
}

/** Whether reading the text as a double and writing that double again gives the same decimal value; `-0` does not. */
export function heldExactly(text: string): boolean {
  const first = text.charCodeAt(0);
  // Fifteen significant digits always survive (IEEE 754 binary64).
  if (text.length <= 15 && !/[eE]/.test(text) && !(first === 45 && text.charCodeAt(1) === 48)) return true;
  const value = Number(text);
  if (!Number.isFinite(value)) return false;
  if (value === 0) return first !== 45 && /^[0.]*(?:[eE]|$)/.test(text);
  const written = String(value);
  if (written === text) return true;
  return decimal(text) === decimal(written);
}

/** Sign, significant digits and the power of ten of the last one: equal for equal decimal values. */
function decimal(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const sign = mantissa.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
