import { failure } from './errors.ts';
import { ExactNumber, numberFrom } from './exact.ts';

/** value = units ÷ 10^scale, scale ≥ 0. */
interface Decimal {
  units: bigint;
  scale: number;
}

const NUMBER = /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,6}))?$/;
const DIGITS_LIMIT = 1000;
const PLACES_LIMIT = 100;

type Result = number | ExactNumber;

/**
 * Exact decimal arithmetic on numbers (by their shortest text), decimal text and exact numbers. Answers are numbers where a
 * double's shortest text is exact, else exact numbers. Rounding is half away from zero.
 */
export const decimal = {
  add: (a: unknown, b: unknown): Result => result(plus(operand(a), operand(b))),
  subtract: (a: unknown, b: unknown): Result => result(plus(operand(a), negate(operand(b)))),
  multiply: (a: unknown, b: unknown): Result => result(times(operand(a), operand(b))),
  divide: (a: unknown, b: unknown, digits: unknown): Result => result(over(operand(a), operand(b), places(digits))),
  round: (value: unknown, digits: unknown = 0): Result => result(round(operand(value), places(digits))),
  compare: (a: unknown, b: unknown): number => {
    const { units } = plus(operand(a), negate(operand(b)));
    return units === 0n ? 0 : units < 0n ? -1 : 1;
  },
  sum: (values: unknown): Result => result(total(Array.isArray(values) ? values : [values])),
};

function operand(value: unknown): Decimal {
  const text = value instanceof ExactNumber ? value.exact : typeof value === 'number' ? String(value) : value;
  const parts = typeof text === 'string' && text.length <= DIGITS_LIMIT ? NUMBER.exec(text.trim()) : null;
  if (!parts) throw failure('decimal_invalid', 'data', 'A decimal function was given something that is not a number.');
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > DIGITS_LIMIT) throw tooLong();
  const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return scale >= 0 ? { units, scale } : { units: units * ten(-scale), scale: 0 };
}

function places(digits: unknown): number {
  if (typeof digits === 'number' && Number.isInteger(digits) && Math.abs(digits) <= PLACES_LIMIT) return digits;
  throw failure(
    'decimal_invalid',
    'code',
    `The number of decimal places must be a whole number of at most ${PLACES_LIMIT}.`,
  );
}

function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return { units: a.units * ten(scale - a.scale) + b.units * ten(scale - b.scale), scale };
}

const negate = (a: Decimal): Decimal => ({ units: -a.units, scale: a.scale });
const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });
const ten = (power: number): bigint => 10n ** BigInt(power);

function total(values: unknown[]): Decimal {
  let sum: Decimal = { units: 0n, scale: 0 };
  for (const value of values) sum = plus(sum, operand(value));
  return sum;
}

function round(a: Decimal, digits: number): Decimal {
  if (a.scale <= digits) return a;
  const units = nearest(a.units, ten(a.scale - digits));
  return digits >= 0 ? { units, scale: digits } : { units: units * ten(-digits), scale: 0 };
}

function over(a: Decimal, b: Decimal, digits: number): Decimal {
  if (b.units === 0n) throw failure('decimal_division_by_zero', 'data', 'A decimal division has the divisor zero.');
  const shift = digits + b.scale - a.scale;
  const units = shift >= 0 ? nearest(a.units * ten(shift), b.units) : nearest(a.units, b.units * ten(-shift));
  return digits >= 0 ? { units, scale: digits } : { units: units * ten(-digits), scale: 0 };
}

/** a ÷ b to the nearest whole, halves away from zero. */
function nearest(a: bigint, b: bigint): bigint {
  const positive = a < 0n === b < 0n;
  const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const units = (top * 2n + bottom) / (bottom * 2n);
  return positive ? units : -units;
}

function result({ units, scale }: Decimal): Result {
  const negative = units < 0n;
  const digits = String(negative ? -units : units).padStart(scale + 1, '0');
  if (digits.length > 2 * DIGITS_LIMIT) throw tooLong();
  const split = digits.length - scale;
  return numberFrom(`${negative ? '-' : ''}${digits.slice(0, split)}${scale ? `.${digits.slice(split)}` : ''}`);
}

const tooLong = (): Error =>
  failure('decimal_invalid', 'data', `A decimal number has more than ${DIGITS_LIMIT} digits.`);
