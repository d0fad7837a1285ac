import {
  type Reach,
  type Receipt,
  type Rehearsal,
  type RunContext,
  type Runs,
  rehearse,
  type Sandbox,
  type StepError,
} from '@throughline/engine';
import type { Fixture, Plan, Program } from '@throughline/flow';
import { stringifyJson } from '@throughline/formats';
import {
  type Asked,
  createRehearsalRuns,
  fixtureAnswer,
  type Outcome,
  outcomeOf,
  rehearsalContext,
  rehearsalReach,
} from '@throughline/nodes/runs';

/** A message that was let in. */
export interface Incoming {
  step: number;
  /** JSON text. */
  message: string;
  contentType: string;
  /** In place of the message: the records that the trigger makes messages of. */
  records?: { messages: string[]; bad: StepError[] } | undefined;
}

export interface Rehearsing {
  plan: Plan;
  program: Program;
  fixtures: readonly Fixture[];
  /** Node → name of the fixture that answers there. */
  chosen?: Record<string, string> | undefined;
  /** What destinations have answered already, by node: they are not asked again. */
  confirmed?: ReadonlyMap<string, Receipt> | undefined;
}

export interface Rehearsed {
  rehearsal: Rehearsal;
  /** Every request that was formed, in order. */
  asked: Asked[];
  outcome: Outcome;
}

/** Real systems in the place of fixtures. */
export interface Outside {
  runs: Runs;
  reach: Reach;
  context: Partial<RunContext>;
}

/** Takes a message through a plan; fixtures answer, or where there is an outside, that does. Requests are formed either way. */
export async function onFixtures(
  sandbox: Sandbox,
  { plan, program, fixtures, chosen = {}, confirmed }: Rehearsing,
  { step, message, contentType, records }: Incoming,
  signal?: AbortSignal,
  outside?: Outside,
): Promise<Rehearsed> {
  const asked: Asked[] = [];
  const formed = createRehearsalRuns((request) => {
    asked.push(request);
    return fixtureAnswer(fixtures, request, chosen[request.node]);
  });
  const context = { ...rehearsalContext(plan.flow, plan.steps[step]!, contentType), ...outside?.context };
  const rehearsal = await rehearse(
    plan,
    program,
    { trigger: step, message, context, records },
    {
      sandbox,
      runs: { host: outside?.runs.host ?? formed.host, effect: new Map() },
      reach: outside?.reach ?? rehearsalReach,
      ...(signal === undefined ? {} : { signal }),
      async deliver(at, delivery) {
        const known = confirmed?.get(at.node);
        if (known !== undefined) return known;
        const answer = await formed.deliver(at, { ...delivery, reach: rehearsalReach });
        const real = outside?.runs.effect.get(at.type);
        return real === undefined ? answer : real(delivery);
      },
    },
  );
  return { rehearsal, asked, outcome: plain(outcomeOf(rehearsal, asked)) };
}

/** As JSON carries it, so that it compares with what a document keeps. */
function plain(outcome: Outcome): Outcome {
  return JSON.parse(stringifyJson(outcome)) as Outcome;
}
