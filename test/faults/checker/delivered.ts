import type { Arrival } from '../harness/receiver.ts';
import type { Allowance, Breach, Evidence, Fate, Place } from './evidence.ts';
import { breach, grouped } from './group.ts';

const placeOf = (one: { destination: string; id: string }) => `${one.destination} ${one.id}`;

/** I1: what a sender was told is accepted has arrived, or waits for a person, or was filtered by a rule; nothing is in flight. */
export function noLoss(evidence: Evidence): Breach[] {
  const arrived = new Set(evidence.arrivals.map(placeOf));
  const ended = grouped(evidence.fates, placeOf);
  const accepted = grouped(
    evidence.told.filter(({ answer }) => answer === 'accepted'),
    ({ flow }) => flow,
  );
  return evidence.places.flatMap(({ destination, flow }) => {
    const ids = [...new Set((accepted.get(flow) ?? []).map(({ id }) => id))];
    const gone = ids.filter((id) => {
      const there = placeOf({ destination, id });
      const isSetAside = (ended.get(there) ?? []).some(({ state }) => state === 'quarantined' || state === 'filtered');
      return !arrived.has(there) && !isSetAside;
    });
    const waiting = evidence.fates.filter((fate) => fate.destination === destination && fate.state === 'waiting');
    return [
      ...breach('I1', gone, `accepted, and neither arrived at ${destination} nor quarantined nor filtered`),
      ...breach(
        'I1',
        waiting.map(({ id }) => id),
        `still in flight to ${destination} after the drain`,
      ),
    ];
  });
}

/** I2: what was accepted is stored once, and ends once at each destination, with a reason where it was not delivered. */
export function noSilentDrop(evidence: Evidence, { quarantine }: Allowance): Breach[] {
  const fates = grouped(evidence.fates, placeOf);
  return evidence.places.flatMap((place) => {
    const { destination, flow } = place;
    const stored = evidence.stored.filter((one) => one.flow === flow);
    const copies = grouped(stored, ({ id }) => id);
    const told = evidence.told.filter((one) => one.flow === flow && one.answer === 'accepted');
    const of = (id: string) => fates.get(placeOf({ destination, id })) ?? [];
    const mine = evidence.fates.filter((fate) => fate.destination === destination);
    const dropped = [...copies.keys()].filter((id) => of(id).length === 0);
    const twice = [...copies.keys()].filter((id) => of(id).filter(({ state }) => state !== 'waiting').length > 1);
    const other = mine.filter(({ state, code = '' }) => state === 'quarantined' && !quarantine.includes(code));
    return [
      ...breach(
        'I2',
        [...new Set(told.map(({ id }) => id))].filter((id) => !copies.has(id)),
        `accepted by ${flow} and not stored`,
      ),
      ...breach(
        'I2',
        [...copies].filter(([, all]) => all.length > 1).map(([id]) => id),
        `stored more than once in ${flow}`,
      ),
      ...breach('I2', dropped, `without any fate at ${destination}`),
      ...breach('I2', twice, `with more than one end at ${destination}`),
      ...breach(
        'I2',
        mine.filter(isUnexplained).map(({ id }) => id),
        `set aside at ${destination} without reason, step or body`,
      ),
      ...breach(
        'I2',
        other.map(({ id, code }) => `${id} (${code})`),
        `quarantined at ${destination} for a reason that is not the fault's`,
      ),
    ];
  });
}

function isUnexplained(fate: Fate): boolean {
  if (fate.state === 'filtered') return !fate.rule;
  return fate.state === 'quarantined' && !(fate.code && fate.node && fate.isKept);
}

/** I3: an extra arrival is the first one again, and belongs to the attempts that the fault caught in flight. */
export function onlyHonestDuplicates(evidence: Evidence, { duplicates }: Allowance): Breach[] {
  const byMessage = grouped(evidence.arrivals, placeOf);
  const byKey = grouped(evidence.arrivals, ({ destination, idempotencyKey }) => `${destination} ${idempotencyKey}`);
  const differs = (how: (arrival: Arrival) => string) =>
    [...byMessage.values()].filter((all) => new Set(all.map(how)).size > 1).map(([first]) => placeOf(first!));
  const extra = extraArrivals(evidence.arrivals);
  const effects = evidence.arrivals.filter(({ effect }) => effect);
  return [
    ...breach(
      'I3',
      differs(({ idempotencyKey }) => idempotencyKey),
      'arrived again under another idempotency key',
    ),
    ...breach(
      'I3',
      differs(({ sha }) => sha),
      'arrived again with other content',
    ),
    ...breach(
      'I3',
      evidence.arrivals.filter(({ idempotencyKey }) => idempotencyKey === '').map(placeOf),
      'arrived without an idempotency key',
    ),
    ...breach(
      'I3',
      [...byKey.values()].filter((all) => new Set(all.map(({ id }) => id)).size > 1).map(([first]) => placeOf(first!)),
      'shares its idempotency key with another message',
    ),
    ...breach(
      'I3',
      [...grouped(effects, placeOf)].filter(([, all]) => all.length > 1).map(([place]) => place),
      'had more than one effect at an idempotent receiver',
    ),
    ...(extra > duplicates
      ? breach('I3', [`${extra} extra`], `arrivals, and the fault had ${duplicates} attempts in flight`)
      : []),
  ];
}

/** Arrivals beyond the first that a receiver which acts each time would have acted on; what it refused is no duplicate. */
export function extraArrivals(arrivals: readonly Arrival[]): number {
  const taken = arrivals.filter(({ manner }) => !/^\d{3}$/.test(manner));
  return taken.length - new Set(taken.map(placeOf)).size;
}

/** I4: at an ordered destination the first arrivals of a key are in the order in which its messages were accepted. */
export function ordered({ places, arrivals }: Pick<Evidence, 'places' | 'arrivals'>): Breach[] {
  return places
    .filter((place) => place.ordered)
    .flatMap((place) => {
      const last = new Map<string, number>();
      const late = firstArrivals(place, arrivals).filter(({ key, n }) => {
        const isLate = n < (last.get(key) ?? 0);
        last.set(key, Math.max(n, last.get(key) ?? 0));
        return isLate;
      });
      return breach(
        'I4',
        late.map(({ id, key }) => `${id} (${key})`),
        `arrived at ${place.destination} after a later one of its key`,
      );
    });
}

export function firstArrivals({ destination }: Place, arrivals: readonly Arrival[]): Arrival[] {
  const seen = new Set<string>();
  return arrivals.filter((arrival) => {
    if (arrival.destination !== destination || !arrival.effect || seen.has(arrival.id)) return false;
    seen.add(arrival.id);
    return true;
  });
}
