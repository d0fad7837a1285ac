import { failure } from './errors.ts';
import { ExactNumber } from './exact.ts';

const DEPTH_LIMIT = 1000;
const typeTag = Object.prototype.toString;

/** What JSON cannot carry, and where; the path grows while the search unwinds. */
interface Misfit {
  what: string;
  path: string[];
}

/** Throws `result_not_serialisable` where JSON would drop or change something silently; the error names the path. */
export function assertPlain(value: unknown): void {
  const misfit = misfitIn(value, 0);
  if (!misfit) return;
  const path = misfit.path.reverse().join('').replace(/^\./, '').slice(0, 200);
  const where = path ? `\`${path}\` in the result` : 'The result';
  throw failure(
    'result_not_serialisable',
    'code',
    `${where} is ${misfit.what} and cannot be written as JSON.`,
    path ? { path } : {},
  );
}

function misfitIn(value: unknown, depth: number): Misfit | null {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return null;
    case 'number':
      if (value - value === 0) return null;
      return { what: Number.isNaN(value) ? 'not a number (NaN)' : 'infinite', path: [] };
    case 'object':
      return value === null ? null : misfitInside(value, depth);
    default:
      return { what: `a ${typeof value}`, path: [] };
  }
}

function misfitInside(value: object, depth: number): Misfit | null {
  if (depth > DEPTH_LIMIT) return { what: `nested more than ${DEPTH_LIMIT} deep`, path: [] };
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const misfit = misfitIn(value[i], depth + 1);
      if (misfit) return within(misfit, `[${i}]`);
    }
    return null;
  }
  const shape = value as Record<string, unknown>;
  if (value instanceof ExactNumber || typeof shape['toJSON'] === 'function') return null;
  if (shape['_jsonata_lambda'] === true || shape['_jsonata_function'] === true) return { what: 'a function', path: [] };
  const tag = typeTag.call(value);
  if (tag !== '[object Object]') return { what: `a ${tag.slice(8, -1)}`, path: [] };
  for (const key of Object.keys(value)) {
    const misfit = misfitIn(shape[key], depth + 1);
    if (misfit) return within(misfit, `.${key}`);
  }
  return null;
}

function within(misfit: Misfit, part: string): Misfit {
  misfit.path.push(part);
  return misfit;
}
