import { bail } from './bail.ts';

export type Bound = Record<string, unknown>;

/** The number that a value is; anything else is the interpreter's to refuse. */
export function numeric(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : bail();
}

/** JSONata's cast to Boolean, with "no value" false. */
export function booleanOf(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.some(booleanOf);
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value.length > 0;
    case 'number':
      return numeric(value) !== 0;
    case 'object':
      return Object.keys(value).length > 0;
    default:
      return bail();
  }
}

/** JSONata's cast to text: of a number 15 significant digits, of no value nothing. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'undefined':
      return '';
    case 'boolean':
      return String(value);
    case 'number':
      return String(Number.isInteger(value) ? value : Number(numeric(value).toPrecision(15)));
    default:
      return value === null ? 'null' : bail();
  }
}

export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return bail();
}

export function ordered(operator: '<' | '<=' | '>' | '>=', a: unknown, b: unknown): boolean | undefined {
  const [left, right] = [typeof a, typeof b];
  const isComparable = (type: string) => type === 'string' || type === 'number' || type === 'undefined';
  if (!isComparable(left) || !isComparable(right)) bail();
  if (left === 'undefined' || right === 'undefined') return undefined;
  if (left !== right) bail();
  const [x, y] = [a as string, b as string];
  switch (operator) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
  }
}

export function calculate(operator: '+' | '-' | '*' | '/' | '%', left: unknown, right: unknown): number | undefined {
  const a = left === undefined ? undefined : numeric(left);
  const b = right === undefined ? undefined : numeric(right);
  if (a === undefined || b === undefined) return undefined;
  const results = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b };
  return numeric(results[operator]);
}
