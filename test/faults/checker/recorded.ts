import type { Breach, Count, Evidence, Fate } from './evidence.ts';
import { breach, grouped } from './group.ts';

/** I5: accepted = delivered + quarantined + filtered + in flight, at every look; and the counters say what the rows say. */
export function conserved(evidence: Evidence): Breach[] {
  const isOff = ({ accepted, delivered, quarantined, filtered, inFlight }: Count) =>
    accepted !== delivered + quarantined + filtered + inFlight ||
    Math.min(accepted, delivered, quarantined, filtered, inFlight) < 0;
  const off = [...evidence.samples, ...evidence.ledger].filter(isOff);
  const rows = grouped(evidence.fates, ({ destination }) => destination);
  const drifted = evidence.ledger.flatMap((count) => {
    const of = (state: Fate['state']) =>
      (rows.get(count.destination) ?? []).filter((fate) => fate.state === state).length;
    const counted = { delivered: of('delivered'), quarantined: of('quarantined'), filtered: of('filtered') };
    return (['delivered', 'quarantined', 'filtered'] as const)
      .filter((column) => count[column] !== counted[column])
      .map((column) => `${count.destination} ${column} ${count[column]}, rows ${counted[column]}`);
  });
  return [
    ...breach(
      'I5',
      off.map((count) => JSON.stringify(count)),
      'looks at which the ledger did not add up',
    ),
    ...breach('I5', drifted, 'counters that differ from the rows behind them'),
  ];
}

/** I6: delivered in the rows and in the trace, if and only if it arrived; and nothing arrived that no message stands behind. */
export function honestTrace(evidence: Evidence): Breach[] {
  const sent = new Set(evidence.arrivals.map(({ destination, idempotencyKey }) => `${destination} ${idempotencyKey}`));
  const delivered = evidence.fates.filter(({ state }) => state === 'delivered');
  const traced = new Set(evidence.traced.map(({ destination, message }) => `${destination} ${message}`));
  const known = grouped(evidence.fates, ({ destination, id }) => `${destination} ${id}`);
  const deliveredTo = new Set(delivered.map(({ destination, message }) => `${destination} ${message}`));
  const keys = new Map(delivered.map((fate) => [`${fate.destination} ${fate.id}`, fate.idempotencyKey]));
  const places = new Set(evidence.places.map(({ destination }) => destination));
  const arrivals = evidence.arrivals.filter(({ destination }) => places.has(destination));
  const name = ({ destination, id }: { destination: string; id: string }) => `${destination} ${id}`;
  return [
    ...breach(
      'I6',
      delivered.filter((fate) => !sent.has(`${fate.destination} ${fate.idempotencyKey}`)).map(name),
      'delivered by the rows, and never arrived',
    ),
    ...breach(
      'I6',
      delivered.filter(({ destination, message }) => !traced.has(`${destination} ${message}`)).map(name),
      'delivered by the rows, and not in the trace',
    ),
    ...breach(
      'I6',
      [...traced].filter((place) => !deliveredTo.has(place)),
      'delivered by the trace, and not by the rows',
    ),
    ...breach(
      'I6',
      [...new Set(arrivals.filter((arrival) => !known.has(name(arrival))).map(name))],
      'arrived, and no message stands behind',
    ),
    ...breach(
      'I6',
      [
        ...new Set(
          arrivals
            .filter((arrival) => (keys.get(name(arrival)) ?? arrival.idempotencyKey) !== arrival.idempotencyKey)
            .map(name),
        ),
      ],
      'arrived under another key than its receipt has',
    ),
  ];
}
