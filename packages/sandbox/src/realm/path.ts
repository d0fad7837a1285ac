import { failure } from './errors.ts';

type Tree = Record<string, unknown>;

const partsOf = (path: string): string[] => path.split('.').filter((part) => part !== '');
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** The value at a dotted path of own properties, or undefined. */
export function valueAt(value: unknown, path: string): unknown {
  let here = value;
  for (const part of partsOf(path)) here = isTree(here) && Object.hasOwn(here, part) ? here[part] : undefined;
  return here;
}

/** Writes at a dotted path, making the objects on the way; throws `path_blocked` where something else stands in it. */
export function writeAt(target: unknown, path: string, value: unknown): void {
  const parts = partsOf(path);
  const last = parts.pop();
  let here = target;
  for (const part of parts) {
    if (isTree(here) && !Object.hasOwn(here, part)) put(here, part, {});
    here = isTree(here) ? here[part] : undefined;
  }
  if (!isTree(here) || last === undefined) {
    throw failure('path_blocked', 'data', `Nothing can be written at \`${path}\`: it does not lead through objects.`, {
      path,
    });
  }
  put(here, last, value);
}

/** Defines rather than assigns, so that a key named __proto__ is plain data. */
function put(target: Tree, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
