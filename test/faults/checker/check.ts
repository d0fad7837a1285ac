import { extraArrivals, noLoss, noSilentDrop, onlyHonestDuplicates, ordered } from './delivered.ts';
import { type Allowance, type Breach, type Evidence, USUAL } from './evidence.ts';
import { conserved, honestTrace } from './recorded.ts';
import { bounded, intact, notTrivially, recovered, recoveryS } from './sound.ts';

/** What a fault came to. */
export interface Report {
  /** Messages that a sender was told are accepted, over all flows. */
  accepted: number;
  lost: number;
  /** Stored without any fate at some destination. */
  dropped: number;
  duplicates: number;
  recoveryS: number;
  breaches: Breach[];
}

/** Holds the evidence against the ten invariants of RELIABILITY 3.1. */
export function check(evidence: Evidence, allowed: Partial<Allowance> = {}): Report {
  const allowance = { ...USUAL, ...allowed };
  const loss = noLoss(evidence);
  const drop = noSilentDrop(evidence, allowance);
  const taken = evidence.told.filter(({ answer }) => answer === 'accepted').map(({ flow, id }) => `${flow} ${id}`);
  const times = evidence.outages.map((outage, i) =>
    recoveryS(evidence, outage, evidence.outages[i + 1]?.from ?? Number.POSITIVE_INFINITY),
  );
  return {
    accepted: new Set(taken).size,
    lost: new Set(loss.flatMap(({ ids }) => ids)).size,
    dropped: new Set(drop.filter(({ sentence }) => sentence.includes('without any fate')).flatMap(({ ids }) => ids))
      .size,
    duplicates: extraArrivals(evidence.arrivals),
    recoveryS: Math.max(0, ...times),
    breaches: [
      ...loss,
      ...drop,
      ...onlyHonestDuplicates(evidence, allowance),
      ...ordered(evidence),
      ...conserved(evidence),
      ...honestTrace(evidence),
      ...recovered(evidence),
      ...notTrivially(evidence, allowance),
      ...intact(evidence),
      ...bounded(evidence, allowance),
    ],
  };
}

const SHOWN = 10;

/** A failure in words: every breach with the first of its message ids. */
export function describeBreaches(breaches: readonly Breach[]): string {
  return breaches
    .map(({ invariant, sentence, ids }) => {
      const more = ids.length > SHOWN ? `, and ${ids.length - SHOWN} more` : '';
      return `${invariant}: ${sentence}: ${ids.slice(0, SHOWN).join(', ')}${more}`;
    })
    .join('\n');
}
