import type { Plan, PlanStep, Program } from '@throughline/flow';
import { type AdvancePorts, advance, type Effect, type Gather, type Item, type Leg, type Split } from './advance.ts';
import { caught, verdict } from './failure.ts';
import { type Delivery, type Receipt, type RunContext, type StepError, StepFailure } from './ports.ts';
import type { Reply } from './reply.ts';
import { microsecondsSince, stepRecord } from './trace.ts';

/** A message about to come in at a trigger, as text, with everything that acceptance would have named. */
export interface Rehearsed {
  trigger: number;
  /** JSON text. */
  message: string;
  context: RunContext;
  /** In place of the message: the records that the trigger makes messages of, and what is wrong with the others. */
  records?: { messages: string[]; bad: StepError[] } | undefined;
}

export interface RehearsalPorts extends Omit<AdvancePorts, 'signal'> {
  /** What the destination would answer; throws StepFailure where it would refuse. Nothing is sent but by this. */
  deliver: (step: PlanStep, delivery: Delivery) => Promise<Receipt>;
  signal?: AbortSignal;
}

/** One thing that would have been delivered, and how that would have ended. */
export interface RehearsedDelivery {
  node: string;
  message: string;
  settings: Record<string, unknown>;
  outcome: { receipt: Receipt } | { error: StepError };
}

export interface Rehearsal {
  /** Step records as in a leg's trace, in the order in which they came about. */
  trace: string[];
  deliveries: RehearsedDelivery[];
  /** What would wait for a person, or for a later attempt where the error's class says so. */
  stops: { node: string; message: string; error: StepError }[];
  /** Destinations that nothing was delivered to and nothing stopped before. */
  filtered: string[];
  reply: Reply | null;
  /** What splits and gathers handed on, in order: the trace has no message for them. */
  handed: { step: number; messages: string[] }[];
}

/** No message makes more pieces and deliveries than this in a rehearsal. */
const MAX_LEGS = 10_000;

/**
 * Takes one message through a whole plan: the same stretches between destinations as in the worker, one after the other, but with
 * every destination answered by `deliver` and every delivery tried once. Stores nothing.
 */
export async function rehearse(
  plan: Plan,
  program: Program,
  { trigger, message, context, records }: Rehearsed,
  ports: RehearsalPorts,
): Promise<Rehearsal> {
  const done: Rehearsal = { trace: [], deliveries: [], stops: [], filtered: [], reply: null, handed: [] };
  const gathering = new Map<string, Gather[]>();
  const signal = ports.signal ?? new AbortController().signal;
  const begin: Item = { step: trigger, message, context: JSON.stringify(context), behind: null };
  const ahead =
    records === undefined
      ? [begin]
      : pieces(plan, { step: trigger, port: 'out', pieces: records.messages }, begin, done);
  const { node } = plan.steps[trigger]!;
  done.stops.push(...(records?.bad ?? []).map((error) => ({ node, message: 'null', error })));
  for (let legs = 0; ahead.length > 0; legs++) {
    if (legs > MAX_LEGS) throw new Error(`the rehearsal of ${plan.flow} does not come to an end`);
    signal.throwIfAborted();
    const item = ahead.shift()!;
    const [leg] = (await advance(plan, program, [item], { ...ports, signal })) as [Leg];
    done.trace.push(...leg.trace);
    done.reply ??= leg.reply;
    for (const stop of leg.stops) ahead.push(...stopped(plan, stop, item, done));
    ahead.push(...leg.checkpoints.map((token) => ({ ...token, context: item.context, behind: null })));
    const parts = leg.splits.flatMap((split) => pieces(plan, split, item, done));
    const wholes = leg.gathers.flatMap((gather) => gathered(gathering, gather, item, done));
    ahead.push(...parts, ...wholes);
    for (const effect of leg.effects) ahead.push(...(await deliver(plan, effect, item, { ...ports, signal }, done)));
  }
  done.filtered = untouched(plan, trigger, done);
  return done;
}

async function deliver(
  plan: Plan,
  { step: index, message, settings }: Effect,
  item: Item,
  ports: RehearsalPorts & { signal: AbortSignal },
  done: Rehearsal,
): Promise<Item[]> {
  const step = plan.steps[index]!;
  const { node } = step;
  const context = JSON.parse(item.context) as RunContext;
  const { reach, signal } = ports;
  const began = performance.now();
  try {
    const key = `${context.messageId}-${node}`;
    const receipt = await ports.deliver(step, { message, settings, key, attempt: 1, context, reach, signal });
    const { status, answer } = receipt;
    done.deliveries.push({ node, message, settings, outcome: { receipt } });
    done.trace.push(stepRecord(index, microsecondsSince(began), { port: 'out', status, attempt: 1, out: answer }));
    const next = step.wires['out'] ?? [];
    return next.map((to) => ({ step: to, message: answer, context: item.context, behind: null }));
  } catch (cause) {
    if (!(cause instanceof StepFailure)) throw cause;
    const { error } = cause;
    done.deliveries.push({ node, message, settings, outcome: { error } });
    done.trace.push(stepRecord(index, microsecondsSince(began), { attempt: 1, error }));
    return stopped(plan, { step: index, message, error }, item, done);
  }
}

/** Goes on behind the catch where the worker would; a failure that would be tried again stops here, as it is the last try. */
function stopped(plan: Plan, stop: Leg['stops'][number], item: Item, done: Rehearsal): Item[] {
  const step = plan.steps[stop.step]!;
  const what = verdict(step, stop.error, 1, 0, 0.5);
  if (what.do === 'catch') {
    const message = caught(step, stop.error, stop.message);
    const next = plan.steps[what.step]!.wires['out'] ?? [];
    return next.map((to) => ({ step: to, message, context: item.context, behind: null }));
  }
  const error = what.do === 'quarantine' ? what.error : stop.error;
  done.stops.push({ node: step.node, message: stop.message, error });
  return [];
}

function pieces(plan: Plan, split: Pick<Split, 'step' | 'port' | 'pieces'>, item: Item, done: Rehearsal): Item[] {
  const parent = JSON.parse(item.context) as RunContext;
  const next = plan.steps[split.step]!.wires[split.port] ?? [];
  done.handed.push({ step: split.step, messages: split.pieces });
  return split.pieces.flatMap((message, piece) =>
    next.map((step) => {
      const begin = plan.steps[step]!.node;
      const place = { message: parent.messageId, piece, pieces: split.pieces.length, begin };
      const id = `${parent.messageId}.${piece}`;
      const context = JSON.stringify({ ...parent, messageId: id, runId: id, split: place });
      return { step, message, context, behind: null };
    }),
  );
}

/** The one message that goes on once the last of its kind has come. */
function gathered(gathering: Map<string, Gather[]>, gather: Gather, item: Item, done: Rehearsal): Item[] {
  const { split } = JSON.parse(item.context) as RunContext;
  const key = `${gather.step} ${gather.key}`;
  const all = [...(gathering.get(key) ?? []), gather];
  gathering.set(key, all);
  if (all.length < (gather.expected ?? split?.pieces ?? 1)) return [];
  gathering.delete(key);
  const message = `[${all.map((one) => one.message).join(',')}]`;
  done.handed.push({ step: gather.step, messages: [message] });
  return [{ step: gather.step, message, context: item.context, behind: gather.port }];
}

function untouched(plan: Plan, trigger: number, { deliveries, stops }: Rehearsal): string[] {
  const stopped = new Set(stops.flatMap(({ node }) => plan.steps.find((step) => step.node === node)?.reach ?? []));
  const tried = new Set(deliveries.map(({ node }) => node));
  return plan.steps[trigger]!.reach.filter((column) => !stopped.has(column))
    .map((column) => plan.destinations[column]!.node)
    .filter((node) => !tried.has(node));
}
