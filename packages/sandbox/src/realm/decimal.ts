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
 * double's shortest text is exact, else exact numbers. Rounding is half away from zero. `called` is the name that an error tells.
 */
export function decimalsCalled(called: (verb: string) => string) {
  const [ADD, SUBTRACT, MULTIPLY, DIVIDE] = [called('add'), called('subtract'), called('multiply'), called('divide')];
  const [ROUND, COMPARE, SUM] = [called('round'), called('compare'), called('sum')];
  return {
    add: (a: unknown, b: unknown): Result => result(plus(operand(a, ADD, 1), operand(b, ADD, 2)), ADD),
    subtract: (a: unknown, b: unknown): Result =>
      result(plus(operand(a, SUBTRACT, 1), negate(operand(b, SUBTRACT, 2))), SUBTRACT),
    multiply: (a: unknown, b: unknown): Result =>
      result(times(operand(a, MULTIPLY, 1), operand(b, MULTIPLY, 2)), MULTIPLY),
    divide: (a: unknown, b: unknown, digits: unknown): Result =>
      result(over(operand(a, DIVIDE, 1), operand(b, DIVIDE, 2), places(digits, DIVIDE), DIVIDE), DIVIDE),
    round: (value: unknown, digits: unknown = 0): Result =>
      result(round(operand(value, ROUND, 1), places(digits, ROUND)), ROUND),
    compare: (a: unknown, b: unknown): number => {
      const { units } = plus(operand(a, COMPARE, 1), negate(operand(b, COMPARE, 2)));
      return units === 0n ? 0 : units < 0n ? -1 : 1;
    },
    sum: (values: unknown): Result => result(total(Array.isArray(values) ? values : [values], SUM), SUM),
  };
}

/** `place` is from 1. */
function operand(value: unknown, name: string, place: number): Decimal {
  const text = value instanceof ExactNumber ? value.exact : typeof value === 'number' ? String(value) : value;
  const parts = typeof text === 'string' && text.length <= DIGITS_LIMIT ? NUMBER.exec(text.trim()) : null;
  if (!parts) {
    const sentence = `${name} takes numbers, but value ${place} is ${kindOf(value)}.`;
    throw failure('decimal_invalid', 'data', sentence);
  }
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) > DIGITS_LIMIT) throw tooLong(name);
  const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  return scale >= 0 ? { units, scale } : { units: units * ten(-scale), scale: 0 };
}

/** What was given in place of a number, without telling it. */
function kindOf(value: unknown): string {
  if (value === undefined || value === null) return 'missing';
  if (typeof value === 'string') return 'text that is no number';
  if (typeof value === 'number') return 'no finite number';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : 'no number';
}

function places(digits: unknown, name: string): number {
  if (typeof digits === 'number' && Number.isInteger(digits) && Math.abs(digits) <= PLACES_LIMIT) return digits;
  const sentence = `The number of decimal places of ${name} must be a whole number of at most ${PLACES_LIMIT}.`;
  throw failure('decimal_invalid', 'code', sentence);
}

function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return { units: a.units * ten(scale - a.scale) + b.units * ten(scale - b.scale), scale };
}

const negate = (a: Decimal): Decimal => ({ units: -a.units, scale: a.scale });
const times = (a: Decimal, b: Decimal): Decimal => ({ units: a.units * b.units, scale: a.scale + b.scale });
const ten = (power: number): bigint => 10n ** BigInt(power);

function total(values: unknown[], name: string): Decimal {
  let sum: Decimal = { units: 0n, scale: 0 };
  for (let i = 0; i < values.length; i++) sum = plus(sum, operand(values[i], name, i + 1));
  return sum;
}

function round(a: Decimal, digits: number): Decimal {
  if (a.scale <= digits) return a;
  const units = nearest(a.units, ten(a.scale - digits));
  return digits >= 0 ? { units, scale: digits } : { units: units * ten(-digits), scale: 0 };
}

function over(a: Decimal, b: Decimal, digits: number, name: string): Decimal {
  if (b.units === 0n) throw failure('decimal_division_by_zero', 'data', `${name} was asked to divide by zero.`);
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

function result({ units, scale }: Decimal, name: string): Result {
  const negative = units < 0n;
  const digits = String(negative ? -units : units).padStart(scale + 1, '0');
  if (digits.length > 2 * DIGITS_LIMIT) throw tooLong(name);
  const split = digits.length - scale;
  return numberFrom(`${negative ? '-' : ''}${digits.slice(0, split)}${scale ? `.${digits.slice(split)}` : ''}`);
}

const tooLong = (name: string): Error =>
  failure('decimal_invalid', 'data', `${name} met a number of more than ${DIGITS_LIMIT} digits.`);
