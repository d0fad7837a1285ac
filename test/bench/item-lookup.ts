import type { Bench } from './main.ts';
import { percentiles, round, runLoad, startReceiver } from './measure.ts';
import { startThroughline } from './subject.ts';

/** A synchronous question that is asked on to its destination, beside the destination asked alone: A B A B on one connection. */
export const itemLookup: Bench = async ({ count, rounds }) => {
  const questions = count ?? 500;
  const receiver = await startReceiver();
  try {
    const subject = await startThroughline(receiver.url, { flow: 'item-lookup' });
    try {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await runLoad('./load-questions.ts', ['POST', subject.url, 200]);
      const through: number[] = [];
      const alone: number[] = [];
      let refused = 0;
      let sample: string | undefined;
      for (let i = 0; i < (rounds ?? 2); i++) {
        const ours = await runLoad('./load-questions.ts', ['POST', subject.url, questions]);
        through.push(...ours.ackMs);
        refused += ours.refused;
        sample ??= ours.sample;
        alone.push(...(await runLoad('./load-questions.ts', ['GET', receiver.url, questions])).ackMs);
      }
      const [answerMs, destinationMs] = [percentiles(through), percentiles(alone)];
      const above = round((answerMs.p50 ?? 0) - (destinationMs.p50 ?? 0));
      return {
        answerMs,
        destinationMs,
        aboveDestinationMs: above,
        refused,
        ...(sample === undefined ? {} : { sample }),
        targets: [
          { figure: 'aboveDestinationMs', value: above, atMost: 8 },
          { figure: 'refused', value: refused, atMost: 0 },
        ],
      };
    } finally {
      await subject.end();
    }
  } finally {
    await receiver.end();
  }
};
