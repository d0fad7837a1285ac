import { expect, it } from 'vitest';
import { check, describeBreaches } from './check.ts';
import type { Evidence } from './evidence.ts';

const COUNT = 60;

/** What an honest system leaves behind: 60 messages of three keys, delivered to two destinations. */
function honest(): Evidence {
  const places = [
    { destination: 'ledger', flow: 'orders', node: 'ledger', ordered: true },
    { destination: 'stock', flow: 'orders', node: 'stock', ordered: false },
  ];
  const messages = Array.from({ length: COUNT }, (_, i) => ({
    id: `m-${i + 1}`,
    key: `k-${i % 3}`,
    n: Math.floor(i / 3) + 1,
    at: 1_000 + i * 100,
  }));
  const counts = { accepted: COUNT, delivered: COUNT, quarantined: 0, filtered: 0, inFlight: 0 };
  const both = <T>(make: (destination: string, message: (typeof messages)[number]) => T) =>
    messages.flatMap((message) => places.map(({ destination }) => make(destination, message)));
  return {
    places,
    told: messages.map(({ id, key, n, at }) => ({
      ...{ flow: 'orders', id, key, n, sha: 's' },
      ...{ answer: 'accepted' as const, status: '202', began: at, at },
    })),
    arrivals: both((destination, { id, key, n, at }) => ({
      ...{ destination, id, key, n, idempotencyKey: `${id}/${destination}`, sha: id },
      ...{ effect: true, manner: 'ok', at: at + 10 },
    })),
    stored: messages.map(({ id }) => ({ flow: 'orders', id, message: `uuid-${id}` })),
    fates: both((destination, { id }) => ({
      ...{ destination, id, message: `uuid-${id}` },
      ...{ state: 'delivered' as const, idempotencyKey: `${id}/${destination}` },
    })),
    traced: both((destination, { id }) => ({ destination, message: `uuid-${id}`, status: '200' })),
    ledger: places.map(({ destination }) => ({ destination, ...counts })),
    samples: [],
    audit: { ok: true },
    leaks: [],
    locked: [],
    vitals: [],
    files: [],
    orphans: [],
    outages: [],
  };
}

/** The invariants that break when the evidence is tampered with. */
function broken(tamper: (evidence: Evidence) => void, allowed: Parameters<typeof check>[1] = {}): string[] {
  const evidence = honest();
  tamper(evidence);
  return [...new Set(check(evidence, allowed).breaches.map(({ invariant }) => invariant))];
}

it('is content with an honest system', () => {
  const report = check(honest());
  expect(describeBreaches(report.breaches)).toBe('');
  expect(report).toMatchObject({ accepted: COUNT, lost: 0, dropped: 0, duplicates: 0, recoveryS: 0 });
});

it('misses a delivery that is deleted at the receiver', () => {
  expect(broken(({ arrivals }) => void arrivals.splice(10, 1))).toEqual(['I1', 'I6']);
});

it('misses a delivery that is deleted at the receiver and in the rows', () => {
  const evidence = honest();
  const [gone] = evidence.arrivals.splice(10, 1);
  evidence.fates = evidence.fates.filter(({ idempotencyKey }) => idempotencyKey !== gone!.idempotencyKey);
  const report = check(evidence);
  expect([report.lost, report.dropped]).toEqual([1, 1]);
  expect(describeBreaches(report.breaches)).toContain(gone!.id);
});

it('sees a delivery repeated under another key, and one repeated with other content', () => {
  const again = (change: object) => (evidence: Evidence) => {
    evidence.arrivals.push({ ...evidence.arrivals[10]!, effect: false, ...change });
  };
  expect(broken(again({ idempotencyKey: 'other' }), { duplicates: 9 })).toEqual(['I3', 'I6']);
  expect(broken(again({ sha: 'other' }), { duplicates: 9 })).toEqual(['I3']);
  expect(broken(again({ effect: true }), { duplicates: 9 })).toEqual(['I3']);
});

it('takes an honest duplicate only where the fault had attempts in flight', () => {
  const again = ({ arrivals }: Evidence) => void arrivals.push({ ...arrivals[10]!, effect: false });
  expect(broken(again)).toEqual(['I3']);
  expect(broken(again, { duplicates: 1 })).toEqual([]);
});

it('sees two messages under one idempotency key', () => {
  expect(
    broken((evidence) => {
      evidence.arrivals[2]!.idempotencyKey = evidence.arrivals[0]!.idempotencyKey;
      evidence.fates[2]!.idempotencyKey = evidence.arrivals[0]!.idempotencyKey;
    }),
  ).toEqual(['I3']);
});

it('sees a key out of order at the ordered destination, and not at the other', () => {
  const swap = (destination: string) => (evidence: Evidence) => {
    const mine = evidence.arrivals.filter((one) => one.destination === destination && one.key === 'k-1');
    const [a, b] = [evidence.arrivals.indexOf(mine[3]!), evidence.arrivals.indexOf(mine[4]!)];
    evidence.arrivals[a] = mine[4]!;
    evidence.arrivals[b] = mine[3]!;
  };
  expect(broken(swap('ledger'))).toEqual(['I4']);
  expect(broken(swap('stock'))).toEqual([]);
});

it('sees an invented arrival, and an invented delivery', () => {
  expect(
    broken(({ arrivals }) => void arrivals.push({ ...arrivals[0]!, id: 'm-999', idempotencyKey: 'x', key: 'k-9' })),
  ).toEqual(['I6']);
  expect(broken(({ traced }) => void traced.push({ destination: 'stock', message: 'nobody', status: '200' }))).toEqual([
    'I6',
  ]);
  expect(broken(({ traced }) => void traced.splice(4, 1))).toEqual(['I6']);
});

it('sees a message accepted and not stored, stored twice, or without an end', () => {
  expect(broken(({ stored }) => void stored.splice(3, 1))).toEqual(['I2']);
  expect(broken(({ stored }) => void stored.push({ ...stored[3]!, message: 'copy' }))).toEqual(['I2']);
  expect(broken(({ fates }) => void fates.splice(3, 1))).toContain('I2');
  expect(broken(({ fates }) => void fates.push({ ...fates[3]! }))).toContain('I2');
});

it('wants a reason, a step and the body of what is set aside, and the reason to be the fault’s', () => {
  const aside = (fate: object) => (evidence: Evidence) => {
    const [lost] = evidence.arrivals.splice(4, 1);
    evidence.traced.splice(4, 1);
    evidence.fates[4] = {
      destination: lost!.destination,
      id: lost!.id,
      message: evidence.fates[4]!.message,
      state: 'quarantined',
      ...fate,
    };
    Object.assign(evidence.ledger[0]!, { delivered: COUNT - 1, quarantined: 1 });
  };
  const whole = { code: 'http_422', node: 'ledger', isKept: true };
  expect(broken(aside(whole), { quarantine: ['http_422'] })).toEqual([]);
  expect(broken(aside(whole))).toEqual(['I2']);
  expect(broken(aside({ ...whole, isKept: false }), { quarantine: ['http_422'] })).toEqual(['I2']);
});

it('sees a ledger that does not add up, or that its rows belie', () => {
  expect(broken(({ samples, ledger }) => void samples.push({ ...ledger[0]!, inFlight: 1 }))).toEqual(['I5']);
  expect(broken(({ ledger }) => void Object.assign(ledger[1]!, { accepted: 61, delivered: 61 }))).toEqual(['I5']);
});

it('sees slow recovery, locks, refusals, leaks, fat and orphaned processes', () => {
  expect(broken(({ outages }) => void outages.push({ from: 900, until: 950, limitS: 0.05 }))).toEqual(['I7']);
  expect(broken(({ locked }) => void locked.push('lane 3'))).toEqual(['I7']);
  expect(
    broken(({ told }) => {
      for (const one of told.slice(0, 12)) one.answer = 'nothing';
    }),
  ).toEqual(['I8']);
  expect(broken(({ outages }) => void outages.push({ from: 3_000, until: 4_000, limitS: 15 }))).toEqual(['I8']);
  expect(broken((evidence) => void Object.assign(evidence, { audit: { ok: false, sentence: 'gone' } }))).toEqual([
    'I9',
  ]);
  expect(broken(({ leaks }) => void leaks.push('server.log'))).toEqual(['I9']);
  expect(broken(({ vitals }) => void vitals.push({ role: 'worker', pid: 1, rssMb: 600 }))).toEqual(['I10']);
  expect(broken(({ files }) => void files.push({ pid: 1, before: 40, after: 90 }))).toEqual(['I10']);
  expect(broken(({ orphans }) => void orphans.push(17))).toEqual(['I10']);
});
