import { expect } from 'vitest';
import { amount, fault } from './harness/fault.ts';
import { usage } from './harness/flows.ts';

/** By the last three digits of the id: most return, the others end in five ways, the last in native code that no clock of V8 stops. */
const CODE = `
  const last = Number(message.id.slice(-3));
  if (last % 50 === 7) throw new Error('on purpose');
  if (last % 100 === 21) for (;;);
  if (last % 100 === 43) { const all = []; for (;;) all.push(new Array(1e6).fill(last)); }
  if (last % 250 === 99) return { ...message, big: new Array(2 ** 27).fill(1.5).length };
  if (last % 250 === 101) return new Promise(() => {});
  return message;`;
const reasons: [every: number, rest: number, codes: string[]][] = [
  [50, 7, ['code_error']],
  [100, 21, ['timeout']],
  [100, 43, ['memory', 'timeout', 'crash']],
  [250, 99, ['timeout', 'memory', 'crash']],
  [250, 101, ['timeout', 'never_settled', 'code_error']],
];

fault(
  'F26',
  'code that returns, throws, loops, eats memory, hangs in native code or never settles',
  async (scene) => {
    const count = amount(1000);
    const world = await scene.open({ flows: [usage(CODE)] });
    const server = await world.start();
    await world.load({ count, rate: 40 }).done;
    const { fates } = await scene.survives(world, {
      quarantine: [...new Set(reasons.flatMap(([, , codes]) => codes))],
      drainS: 200,
    });
    expect(world.servers).toEqual([server]);
    const codes = new Map(
      fates.map(({ id, state, code }) => [Number(id.slice(2)), state === 'delivered' ? null : code]),
    );
    for (let n = 1; n <= count; n++) {
      const wanted = reasons.find(([every, rest]) => (n % 1000) % every === rest)?.[2] ?? [null];
      expect([n, wanted.includes(codes.get(n) as never)]).toEqual([n, true]);
    }
  },
  400,
);
