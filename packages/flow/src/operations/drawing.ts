import type { FlowDocument } from '../document.ts';
import { sameJson } from '../json/same.ts';
import { changedMeanwhile, type Refused, refuse, refuseChanged } from './operation.ts';

type Drawing = 'frames' | 'notes';
const WORD = { frames: 'frame', notes: 'note' } as const;

type Item<K extends Drawing> = FlowDocument['layout'][K][number];

export function withDrawn<K extends Drawing>(document: FlowDocument, kind: K, item: Item<K>): FlowDocument | Refused {
  const there = items(document, kind).find((other) => other.id === item.id);
  if (!there) return put(document, kind, [...items(document, kind), item]);
  return sameJson(there, item) ? document : refuse('id_taken', `Another ${WORD[kind]} has the id ${item.id}.`);
}

/** Changes some properties; `was` holds those properties as they were seen. */
export function withRedrawn<K extends Drawing>(
  document: FlowDocument,
  kind: K,
  id: string,
  change: Partial<Item<K>>,
  was: Partial<Item<K>> = {},
): FlowDocument | Refused {
  const now = items(document, kind).find((item) => item.id === id);
  if (!now) return refuse(`${WORD[kind]}_gone`, `The ${WORD[kind]} is no longer there.`);
  const fields = Object.keys(change) as (keyof Item<K>)[];
  if (fields.some((field) => changedMeanwhile(now[field], was[field], change[field])))
    return refuseChanged(`The ${WORD[kind]}`);
  if (fields.every((field) => sameJson(now[field], change[field]))) return document;
  return put(
    document,
    kind,
    items(document, kind).map((item) => (item === now ? { ...now, ...change } : item)),
  );
}

export function withoutDrawn(document: FlowDocument, kind: Drawing, id: string): FlowDocument {
  const all: { id: string }[] = document.layout[kind];
  if (!all.some((item) => item.id === id)) return document;
  return { ...document, layout: { ...document.layout, [kind]: all.filter((item) => item.id !== id) } };
}

function items<K extends Drawing>(document: FlowDocument, kind: K): Item<K>[] {
  return document.layout[kind] as Item<K>[];
}

function put<K extends Drawing>(document: FlowDocument, kind: K, next: Item<K>[]): FlowDocument {
  return { ...document, layout: { ...document.layout, [kind]: next } };
}
