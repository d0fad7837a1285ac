import type { Allowance, Breach, Evidence, Outage } from './evidence.ts';
import { breach, grouped } from './group.ts';

const API_MB = 400;
/** Ten, and the connections to the database that a server keeps. */
export const FILES = 10 + 24;

/** I7: seconds from the end of an outage until messages arrive again as before it, or until nothing waits any more. */
export function recoveryS(evidence: Pick<Evidence, 'arrivals'>, outage: Outage, until: number): number {
  const at = evidence.arrivals.map((arrival) => arrival.at).sort((a, b) => a - b);
  const before = at.filter((time) => time < outage.from && time >= outage.from - 5000).length / 5;
  const after = at.filter((time) => time >= outage.until && time <= until);
  const wanted = Math.max(1, Math.floor(before * 0.95));
  for (let i = 0; i < after.length; i++) {
    if ((after[i + wanted - 1] ?? Number.POSITIVE_INFINITY) < after[i]! + 1000)
      return (after[i]! - outage.until) / 1000;
  }
  // The load was over before the rate came back: the last arrival is when all was done.
  return after.length === 0 ? 0 : (after.at(-1)! - outage.until) / 1000;
}

export function recovered(evidence: Evidence): Breach[] {
  const slow = evidence.outages.flatMap((outage, i) => {
    const seconds = recoveryS(evidence, outage, evidence.outages[i + 1]?.from ?? Number.POSITIVE_INFINITY);
    return seconds > outage.limitS ? [`outage ${i + 1}: ${seconds.toFixed(1)} s, allowed ${outage.limitS} s`] : [];
  });
  return [
    ...breach('I7', slow, 'outages from which the system did not recover in time'),
    ...breach('I7', evidence.locked, 'rows still locked after the drain'),
  ];
}

/** I8: it survived by working: most of what was offered outside the outages was taken, and deliveries went on after the last. */
export function notTrivially(evidence: Evidence, allowance: Allowance): Breach[] {
  const calm = evidence.told.filter(
    ({ began, at }) => !evidence.outages.some(({ from, until }) => at >= from && began <= until + 5000),
  );
  const taken = calm.filter(({ answer }) => answer === 'accepted').length;
  const end = Math.max(0, ...evidence.outages.map(({ until }) => until));
  const after = grouped(
    evidence.arrivals.filter(({ at, effect }) => effect && at >= end),
    ({ destination }) => destination,
  );
  const thin = evidence.places
    .map(({ destination }) => ({ destination, count: after.get(destination)?.length ?? 0 }))
    .filter(({ count }) => count < allowance.tail);
  const share = calm.length === 0 ? 1 : taken / calm.length;
  return [
    ...(share < allowance.accepted
      ? breach('I8', [`${taken} of ${calm.length}`], 'share of the offered messages was accepted outside the outages')
      : []),
    ...breach(
      'I8',
      thin.map(({ destination, count }) => `${destination}: ${count}`),
      `destinations with fewer than ${allowance.tail} arrivals after the last fault`,
    ),
  ];
}

/** I9: the audit chain holds, and content stands nowhere in clear but where it may. */
export function intact({ audit, leaks }: Pick<Evidence, 'audit' | 'leaks'>): Breach[] {
  return [
    ...breach('I9', audit.ok ? [] : [audit.sentence ?? ''], 'break in the audit chain'),
    ...breach('I9', leaks, 'places hold message content in clear'),
  ];
}

/** I10: memory and open files stay in bounds, and no process outlives the system. */
export function bounded(
  { vitals, files, orphans }: Pick<Evidence, 'vitals' | 'files' | 'orphans'>,
  { workerMb }: Allowance,
): Breach[] {
  const fat = vitals.filter(({ role, rssMb }) => rssMb > (role === 'worker' ? workerMb : Math.min(API_MB, workerMb)));
  const leaking = files.filter(({ before, after }) => after > before + FILES);
  return [
    ...breach(
      'I10',
      [...new Set(fat.map(({ role, pid, rssMb }) => `${role} ${pid}: ${rssMb} MB`))].slice(0, 3),
      'looks at which a process was too large',
    ),
    ...breach(
      'I10',
      leaking.map(({ pid, before, after }) => `process ${pid}: ${before}, then ${after}`),
      'processes whose open files grew',
    ),
    ...breach('I10', orphans.map(String), 'processes outlived the system'),
  ];
}
