import type { Bench } from './main.ts';
import { drained, percentiles, perSecond, startReceiver } from './measure.ts';
import { startThroughline } from './subject.ts';

/** One file of many lines: every line a message of its own, mapped and posted on. */
export const split: Bench = async ({ count }) => {
  const lines = count ?? 50_000;
  const receiver = await startReceiver();
  try {
    const subject = await startThroughline(receiver.url, { flow: 'records' });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const startedAt = performance.timeOrigin + performance.now();
      const { status } = await fetch(subject.url, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: fileOf(lines, startedAt),
      });
      if (status !== 202) throw new Error(`The file was answered with ${status}.`);
      const after = await drained(receiver, lines);
      return {
        lines,
        delivered: after.distinct,
        duplicates: after.duplicates,
        deliveredPerS: perSecond(after.distinct, after.last - startedAt),
        endToEndMs: percentiles(await receiver.latencies()),
        peakRssMb: subject.peakRssMb(),
        targets: [
          { figure: 'delivered', value: after.distinct, atLeast: lines },
          { figure: 'duplicates', value: after.duplicates, atMost: 0 },
          { figure: 'peakRssMb', value: subject.peakRssMb(), atMost: 512 },
        ],
      };
    } finally {
      await subject.end();
    }
  } finally {
    await receiver.end();
  }
};

function fileOf(lines: number, sentAt: number): string {
  const rows = Array.from({ length: lines }, (_, i) => `R-${i},${sentAt},IMP-${i % 977},${(i % 9) + 1}`);
  return `id,sentAt,item,quantity\n${rows.join('\n')}\n`;
}
