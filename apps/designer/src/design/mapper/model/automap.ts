import type { Mapping } from '@throughline/nodes/mapping';
import type { Shape } from '../../editor/message/shape.ts';
import { mapTo } from './edit.ts';
import { type Place, placeKey } from './place.ts';
import { type Message, same, starts } from './reference.ts';
import { type SourceRow, sourceRows, type TargetRow, targetRows } from './rows.ts';

/** A source that fits an unmapped place by its name. */
export interface Suggestion {
  id: string;
  place: Place;
  target: Shape | undefined;
  source: readonly string[];
  /** From 0 to 1. */
  score: number;
  why: string;
}

const ENOUGH = 0.6;
const ALL = { closed: new Set<string>(), search: '' };

/** For each unmapped place the source that fits best; lists before what is in them. Every one can be taken or left. */
export function suggest(mapping: Mapping, target: Shape | undefined, message: Message): Suggestion[] {
  const sources = sourceRows(message, ALL).map(offered);
  const lists = new Map<string, readonly string[]>();
  return targetRows(mapping.root, target, message, ALL).flatMap((row) => {
    if (row.value !== null || row.kind === 'object' || row.shape === undefined) return [];
    const around = listAround(row.place, lists);
    const best = bestFor(row, sources, around);
    if (best === null) return [];
    if (row.kind === 'list') lists.set(placeKey(row.place), best.path);
    return [{ id: row.id, place: row.place, target: row.shape, source: best.path, score: best.score, why: best.why }];
  });
}

/** Takes suggestions, those of lists first. */
export function accepted(mapping: Mapping, suggestions: readonly Suggestion[], message: Message): Mapping {
  const inOrder = [...suggestions].sort((a, b) => a.place.length - b.place.length);
  return inOrder.reduce((now, { place, source, target }) => mapTo(now, place, source, message, target), mapping);
}

/** The source list suggested for the nearest list a place lies in. */
function listAround(place: Place, lists: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  for (let i = place.length - 1; i >= 0; i--) {
    const found = place[i] === 'each' ? lists.get(placeKey(place.slice(0, i))) : undefined;
    if (found !== undefined) return found;
  }
  return null;
}

/** A source with the words it is called by. */
interface Offer {
  row: SourceRow;
  words: ReadonlySet<string>;
  name: string;
  title: string;
  family: string;
}

function offered(row: SourceRow): Offer {
  const { shape, path } = row;
  const title = shape.title === undefined ? '' : wordsOf(shape.title).join('');
  const words = wordsOf(shape.name);
  return { row, words: new Set(words), name: words.join(''), title, family: wordsOf(path.at(-2) ?? '').join() };
}

function bestFor(row: TargetRow, sources: readonly Offer[], around: readonly string[] | null) {
  let best: { path: readonly string[]; score: number; why: string } | null = null;
  const parent = row.place.findLast((step, i) => i < row.place.length - 1 && typeof step === 'object');
  const family = typeof parent === 'object' ? wordsOf(parent.field).join() : '';
  const words = wordsOf(row.name);
  const wanted = { words: new Set(words), name: words.join('') };
  const title = row.shape?.title === undefined ? '' : wordsOf(row.shape.title).join('');
  const scope = around ?? row.scope.at(-1) ?? null;
  for (const offer of sources) {
    const { shape, path, depth } = offer.row;
    if ((row.kind === 'list') !== (shape.kind === 'list') || shape.kind === 'object') continue;
    const fit = nameFit(wanted, title, offer);
    if (fit.score === 0) continue;
    const home = scope !== null && starts(path, scope) && !same(path, scope) ? 0.12 : 0;
    const kin = (family !== '' && offer.family === family ? 0.1 : 0) - (typesMeet(row.shape, shape) ? 0 : 0.2);
    const score = Math.min(1, fit.score + home + kin - depth * 0.01);
    if (score >= ENOUGH && score > (best?.score ?? 0)) best = { path, score, why: fit.why };
  }
  return best;
}

const NO_FIT = { score: 0, why: '' };

function nameFit(wanted: Pick<Offer, 'words' | 'name'>, title: string, offer: Offer): { score: number; why: string } {
  if (wanted.name === offer.name) return { score: 0.9, why: 'Same name' };
  if (title !== '' && title === offer.title) return { score: 0.85, why: 'Same title' };
  let shared = 0;
  for (const word of wanted.words) if (offer.words.has(word)) shared++;
  const part = shared / (wanted.words.size + offer.words.size - shared);
  return part >= 0.5 ? { score: 0.35 + part * 0.5, why: 'Similar name' } : NO_FIT;
}

/** `encounterId`, `encounter_id` and `Encounter ID` are the same words; short forms are written out. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => SHORT[word] ?? word);
}

const SHORT: Record<string, string> = {
  qty: 'quantity',
  no: 'number',
  num: 'number',
  nr: 'number',
  amt: 'amount',
  desc: 'description',
  uom: 'unit',
  dt: 'date',
  loc: 'location',
  enc: 'encounter',
  sku: 'item',
  identifier: 'id',
};

function typesMeet(target: Shape | undefined, source: Shape): boolean {
  if (target === undefined || target.type === '' || source.type === '') return true;
  const group = (type: string) => (['whole number', 'number'].includes(type) ? 'number' : type);
  const dates = ['date', 'instant', 'text'];
  return group(target.type) === group(source.type) || (dates.includes(target.type) && dates.includes(source.type));
}
