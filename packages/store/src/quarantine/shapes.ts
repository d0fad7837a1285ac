import { shapeOf } from '@throughline/contracts';
import { and, desc, eq, sql } from 'drizzle-orm';
import { unpackBody } from '../body/envelope.ts';
import type { Store } from '../client.ts';
import { deployment, environment, quarantine } from '../schema/tables.ts';
import { readReceived } from '../trace/read.ts';
import { type QuarantineFilter, quarantineWhere } from './list.ts';

/** Messages of one cause whose field at fault looks alike: `AAA-999`, and never what it says. */
export interface ValueShape {
  /** null: there is no such field, or what holds it cannot be read. */
  shape: string | null;
  ids: string[];
}

/** Newest looked at. */
const MOST = 200;
/** Larger messages are not opened for this. */
const MAX_BYTES = 1_000_000;

/** How the field at fault looks in the newest messages of a cause, the commonest first. */
export async function readShapes(
  store: Store,
  filter: QuarantineFilter,
): Promise<{ looked: number; shapes: ValueShape[] }> {
  const rows = await store.db
    .select({
      id: quarantine.id,
      run: quarantine.runId,
      message: quarantine.messageId,
      path: quarantine.path,
      sealed: sql<Buffer | null>`case when octet_length(${quarantine.sealed}) < ${MAX_BYTES} then ${quarantine.sealed} end`,
      isReceived: sql<boolean>`${quarantine.sealed} is null`,
    })
    .from(quarantine)
    .innerJoin(deployment, eq(deployment.id, quarantine.deploymentId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(and(quarantineWhere({ ...filter, state: 'open' })))
    .orderBy(desc(quarantine.id))
    .limit(MOST);
  const shapes = new Map<string | null, string[]>();
  for (const row of rows) {
    const shape = row.path === null ? null : shapeAt(await textOf(store, row), row.path);
    shapes.set(shape, [...(shapes.get(shape) ?? []), row.id]);
  }
  const found = [...shapes].map(([shape, ids]) => ({ shape, ids }));
  return { looked: rows.length, shapes: found.sort((a, b) => b.ids.length - a.ids.length) };
}

async function textOf(
  store: Store,
  { run, message, sealed, isReceived }: { run: string; message: string; sealed: Buffer | null; isReceived: boolean },
): Promise<string | null> {
  if (sealed !== null) return unpackBody(store.keys.open(sealed, `run:${run}`)).message.toString('utf8');
  if (!isReceived) return null;
  const received = await readReceived(store, message);
  return received === null || received.raw.length > MAX_BYTES ? null : received.raw.toString('utf8');
}

/** The shape of the value at a path such as `lines[2].item`. */
export function shapeAt(text: string | null, path: string): string | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  for (const part of path.match(/\[\d+\]|[^.[\]]+/g) ?? []) {
    const isPlace = part.startsWith('[');
    const name = isPlace ? part.slice(1, -1) : part;
    if (typeof value !== 'object' || value === null || isPlace !== Array.isArray(value)) return null;
    if (!Object.hasOwn(value, name)) return null;
    value = (value as Record<string, unknown>)[name];
  }
  if (Array.isArray(value)) return `[ ${value.length} ]`;
  if (typeof value === 'object' && value !== null) return '{ … }';
  return value === '' ? '""' : shapeOf(String(value));
}
