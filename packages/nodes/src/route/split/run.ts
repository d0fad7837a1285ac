import type { HostRun } from '@throughline/engine';
import { failure } from '../../failure.ts';
import { invalid } from '../../settings.ts';

const MAX_PIECES = 100_000;

/** One message per element of the list in the setting `items`, in its order. */
export const routeSplit: HostRun = async ({ settings }) => {
  const { items } = settings;
  if (!Array.isArray(items)) throw invalid('items', 'is not a list');
  if (items.length > MAX_PIECES) {
    throw failure('limit', 'split_limit', `The list has more than ${MAX_PIECES} elements.`, { path: 'items' });
  }
  return { kind: 'split', port: 'piece', pieces: items.map((item) => JSON.stringify(item ?? null)) };
};
