import type { Rehearsal, StepError } from '@throughline/engine';
import type { Plan } from '@throughline/flow';

/** One step as it was tried. Where `out` is left out, the message went on unchanged, or the step ended it. */
export interface TriedStep {
  node: string;
  us: number;
  /** The entry of this list whose message came in; null: the message that was tried. */
  after: number | null;
  /** What came in, where no entry has it: a piece of a split, a gathered whole. */
  input?: unknown;
  port?: string;
  out?: unknown;
  same?: true;
  end?: 'filtered';
  log?: string[];
  status?: string;
  attempt?: number;
  error?: StepError;
  /** The messages are left out of here on: there are too many, or they are too large. */
  cut?: true;
}

export interface Walked {
  steps: TriedStep[];
  /** Wires that messages went along, and how many. */
  wires: { from: string; port: string; to: string; count: number }[];
}

type Trace = Omit<TriedStep, 'node' | 'after' | 'input'> & { s: number };
type Token = Pick<TriedStep, 'after' | 'input'>;

/** Characters of messages that are shown of one try. */
const SHOWN = 24_000_000;

/** Reads a rehearsal's trace as a walk over the canvas: which message came from where. With `at`, only that node's messages are shown. */
export function walkOf(plan: Plan, start: number, { trace, handed, stops }: Rehearsal, at?: string): Walked {
  const texts = trace.flatMap((part) => JSON.parse(`[${part}]`) as Trace[]);
  const lastOf = new Map(texts.map(({ s }, i) => [s, i]));
  const waiting = new Map<number, Token[]>();
  const counts = new Map<string, Walked['wires'][number]>();
  const left = { handed: [...handed], stops: [...stops] };

  const put = (step: number, token: Token) => waiting.set(step, [...(waiting.get(step) ?? []), token]);
  const send = (step: number, port: string, token: Token) => {
    const { node, wires } = plan.steps[step]!;
    for (const to of wires[port] ?? []) {
      put(to, token);
      const wire = { from: node, port, to: plan.steps[to]!.node };
      const key = JSON.stringify(wire);
      counts.set(key, { ...wire, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  };

  if (plan.steps[start]!.place === 'trigger') for (const token of recordsAt(start)) send(start, 'out', token);
  else put(start, { after: null });
  const steps = texts.map(({ s, ...step }, i): TriedStep => {
    const token = waiting.get(s)?.shift() ?? { after: i === 0 ? null : i - 1 };
    follow(s, step, i);
    return { node: plan.steps[s]!.node, ...token, ...step };
  });
  return { steps: withinLimit(steps, at), wires: [...counts.values()] };

  function follow(s: number, { port, error }: Omit<Trace, 's'>, i: number): void {
    const { catch: handler, place, node } = plan.steps[s]!;
    if (error !== undefined) {
      const at = left.stops.findIndex((stop) => stop.node === node && stop.error.code === error.code);
      if (at !== -1) left.stops.splice(at, 1);
      else if (handler !== null && place === 'realm') put(handler, { after: i });
      else if (handler !== null) send(handler, 'out', { after: i });
    } else if (port !== undefined) {
      for (const token of tokensBehind(s, i)) send(s, port, token);
    }
  }

  /** What a trigger lets in: the message, or every record of it. */
  function recordsAt(trigger: number): Token[] {
    const records = handed.find(({ step }) => step === trigger);
    if (records === undefined) return [{ after: null }];
    return records.messages.map((text) => ({ after: null, input: JSON.parse(text) as unknown }));
  }

  /** A split hands on its pieces; a gather, with its last record, every whole it made; anything else one message. */
  function tokensBehind(s: number, i: number): Token[] {
    if (!handed.some(({ step }) => step === s)) return plan.steps[s]!.type === 'route.gather' ? [] : [{ after: i }];
    const isGather = plan.steps[s]!.type === 'route.gather';
    if (isGather && lastOf.get(s) !== i) return [];
    const mine = left.handed.filter(({ step }) => step === s);
    const taken = isGather ? mine : mine.slice(0, 1);
    left.handed = left.handed.filter((one) => !taken.includes(one));
    return taken.flatMap(({ messages }) => messages).map((text) => ({ after: i, input: JSON.parse(text) as unknown }));
  }
}

function withinLimit(steps: TriedStep[], at: string | undefined): TriedStep[] {
  const wanted = at === undefined ? null : around(steps, at);
  let shown = 0;
  return steps.map((step, i) => {
    if (wanted?.has(i) !== false) shown += step.out === undefined ? 0 : JSON.stringify(step.out).length;
    const isCut = shown > SHOWN || wanted?.has(i) === false;
    if (!isCut || (step.out === undefined && step.input === undefined)) return step;
    const { out: _, input: __, ...rest } = step;
    return { ...rest, cut: true };
  });
}

/** The entries of a node and those that its messages came from; null where it took no step. */
function around(steps: readonly TriedStep[], node: string): ReadonlySet<number> | null {
  const found = new Set<number>();
  steps.forEach((step, i) => {
    if (step.node !== node) return;
    found.add(i);
    let from = step.input === undefined ? step.after : null;
    while (from !== null) {
      found.add(from);
      const before: TriedStep = steps[from]!;
      from = before.out === undefined && before.input === undefined ? before.after : null;
    }
  });
  return found.size === 0 ? null : found;
}
