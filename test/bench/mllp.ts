import type { Bench } from './main.ts';
import { drained, percentiles, perSecond, runLoad, startReceiver } from './measure.ts';
import { startThroughline } from './subject.ts';

/** HL7 in over MLLP, acknowledged AA after its commit, mapped and posted on. */
export const mllp: Bench = async ({ count, connections }) => {
  const messages = count ?? 5000;
  const receiver = await startReceiver();
  try {
    const subject = await startThroughline(receiver.url, { flow: 'hl7-in' });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const args = (n: number) => [subject.mllpPort, n, connections ?? 64];
      const warmed = await runLoad('./load-mllp.ts', args(500));
      const before = await drained(receiver, warmed.accepted);
      await receiver.latencies();
      const sent = await runLoad('./load-mllp.ts', args(messages));
      const after = await drained(receiver, before.distinct + sent.accepted);
      const acknowledgedPerS = perSecond(sent.accepted, sent.endedAt - sent.startedAt);
      const duplicates = after.duplicates - before.duplicates;
      return {
        sent: messages,
        acknowledged: sent.accepted,
        refused: sent.refused,
        ...(sent.sample === undefined ? {} : { sample: sent.sample }),
        delivered: after.distinct - before.distinct,
        duplicates,
        acknowledgedPerS,
        deliveredPerS: perSecond(after.distinct - before.distinct, after.last - sent.startedAt),
        ackMs: percentiles(sent.ackMs),
        endToEndMs: percentiles(await receiver.latencies()),
        peakRssMb: subject.peakRssMb(),
        targets: [
          { figure: 'acknowledgedPerS', value: acknowledgedPerS, atLeast: 1000 },
          { figure: 'duplicates', value: duplicates, atMost: 0 },
        ],
      };
    } finally {
      await subject.end();
    }
  } finally {
    await receiver.end();
  }
};
