import { ExactNumber } from '@throughline/formats';

export interface Difference {
  /** `deliveries.erp.body.lines[2].debit`. */
  path: string;
  /** Undefined: not there. */
  expected: unknown;
  actual: unknown;
}

/** Where two JSON values differ, down to the smallest parts; the order of an object's keys does not matter. */
export function differencesBetween(expected: unknown, actual: unknown, path = ''): Difference[] {
  if (!branches(expected) || !branches(actual) || Array.isArray(expected) !== Array.isArray(actual)) {
    return same(expected, actual) ? [] : [{ path, expected, actual }];
  }
  const [left, right] = [expected as Record<string, unknown>, actual as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
    const inner = Array.isArray(expected) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    return differencesBetween(left[key], right[key], inner);
  });
}

function branches(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !(value instanceof ExactNumber);
}

function same(a: unknown, b: unknown): boolean {
  if (a instanceof ExactNumber && b instanceof ExactNumber) return a.text === b.text;
  return Object.is(a, b);
}
