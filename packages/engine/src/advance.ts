import type { Plan, PlanStep, Program } from '@throughline/flow';
import { caught, isTransient } from './failure.ts';
import {
  type HostOutcome,
  type Reach,
  type RunContext,
  type Runs,
  type Sandbox,
  type StepError,
  StepFailure,
} from './ports.ts';
import { type Reply, replyOf } from './reply.ts';
import { settingsOf } from './settings.ts';
import { microsecondsSince, stepRecord } from './trace.ts';

/**
 * Moves messages through the pure part of a plan, as far as they go without touching a destination.
 *
 * A token is one message standing before one step. In each round every token that needs the realm crosses into the sandbox
 * together with all the others; what comes out stands before a host or effect step. Host steps run here and give new tokens.
 * Effect steps are not run: they are handed back, because their order, their destination's limits and the durability of what went
 * before are the worker's to decide. A token that has read from outside (a host step that is not pure) is handed back before its
 * next effect as a checkpoint, so that a repeated attempt sends the same bytes.
 */
export interface Token {
  step: number;
  /** JSON text. */
  message: string;
}

export interface Item extends Token {
  /** JSON text of the RunContext, as expressions and code see it. */
  context: string;
  /** The step is done: the message goes on behind this port of it. */
  behind: string | null;
}

/** A message standing before a connector, the connector's settings resolved. */
export interface Effect extends Token {
  settings: Record<string, unknown>;
}

export interface Stopped extends Token {
  error: StepError;
}

export type Split = Token & Extract<HostOutcome, { kind: 'split' }>;
export type Gather = Token & Extract<HostOutcome, { kind: 'gather' }>;

/** How far one item came. */
export interface Leg {
  /** Step records: JSON objects, comma-separated, without the brackets of an array. */
  trace: string[];
  effects: Effect[];
  checkpoints: Token[];
  stops: Stopped[];
  splits: Split[];
  gathers: Gather[];
  reply: Reply | null;
}

export interface AdvancePorts {
  sandbox: Sandbox;
  runs: Runs;
  reach: Reach;
  signal: AbortSignal;
}

interface Live extends Token {
  /** Position of its item. */
  item: number;
  /** Has read from outside in this leg. */
  tainted: boolean;
  /** JSON text of the resolved fields; undefined until it has been through the realm. */
  fields: string | null | undefined;
}

/** No flow is this long; only a plan that loops would be. */
const MAX_ROUNDS = 10_000;

/** Legs are parallel to items. Rejects only when the sandbox cannot be had at all. */
export async function advance(plan: Plan, program: Program, items: Item[], ports: AdvancePorts): Promise<Leg[]> {
  const legs: Leg[] = items.map(() => ({
    trace: [],
    effects: [],
    checkpoints: [],
    stops: [],
    splits: [],
    gathers: [],
    reply: null,
  }));
  let live: Live[] = items.flatMap((entry, item) => {
    const token: Live = { step: entry.step, message: entry.message, item, tainted: false, fields: undefined };
    const port = plan.steps[token.step]!.place === 'trigger' ? 'out' : entry.behind;
    return port === null ? [token] : behind(plan, token, port, token.message);
  });
  for (let round = 0; live.length > 0; round++) {
    if (round > MAX_ROUNDS) throw new Error(`flow ${plan.flow} does not come to an end`);
    const crossing: Live[] = [];
    const here: Live[] = [];
    for (const token of live) {
      (token.fields === undefined && program.steps[token.step] != null ? crossing : here).push(token);
    }
    const [out, stepped] = await Promise.all([
      cross(program, crossing, items, legs, ports.sandbox),
      Promise.all(here.map((token) => stepHere(plan, token, legs[token.item]!, items[token.item]!, ports))),
    ]);
    live = stepped.length === 0 ? out : out.concat(...stepped);
  }
  return legs;
}

async function cross(program: Program, tokens: Live[], items: Item[], legs: Leg[], sandbox: Sandbox): Promise<Live[]> {
  if (tokens.length === 0) return [];
  const results = await sandbox.run(
    program,
    tokens.map(({ step, message, item }) => ({ step, message, context: items[item]!.context })),
  );
  return results.flatMap((result, i) => {
    const { item, tainted } = tokens[i]!;
    const leg = legs[item]!;
    if (result.trace.length > 2) leg.trace.push(result.trace.slice(1, -1));
    leg.stops.push(...result.stops);
    return result.exits.map(({ step, message, fields }) => ({ step, message, fields, item, tainted }));
  });
}

/** Runs or hands back a token at a host or effect step; answers the tokens behind it. */
async function stepHere(plan: Plan, token: Live, leg: Leg, item: Item, ports: AdvancePorts): Promise<Live[]> {
  const step = plan.steps[token.step]!;
  const settings = settingsOf(step.config, plan.program.steps[token.step]?.fields ?? [], token.fields ?? null);
  const isReply = step.place === 'effect' && step.destination === null;
  if (step.place === 'effect' && !isReply) {
    if (token.tainted) leg.checkpoints.push({ step: token.step, message: token.message });
    else leg.effects.push({ step: token.step, message: token.message, settings });
    return [];
  }
  const began = performance.now();
  try {
    if (isReply) {
      leg.reply = replyOf(settings, token.message);
      leg.trace.push(stepRecord(token.step, 0, { port: 'out' }));
      return behind(plan, token, 'out', token.message);
    }
    const run = ports.runs.host.get(step.type);
    if (run === undefined) throw new StepFailure(unknownStep(step));
    const outcome = await run({
      node: step.node,
      message: token.message,
      settings,
      context: JSON.parse(item.context) as RunContext,
      reach: ports.reach,
      signal: ports.signal,
    });
    const us = microsecondsSince(began);
    const tainted = token.tainted || !step.pure;
    if (outcome.kind === 'out') {
      leg.trace.push(stepRecord(token.step, us, { port: outcome.port, out: outcome.message }));
      return behind(plan, { ...token, tainted }, outcome.port, outcome.message);
    }
    leg.trace.push(stepRecord(token.step, us, { port: outcome.port }));
    if (outcome.kind === 'split') leg.splits.push({ ...outcome, step: token.step, message: token.message });
    else leg.gathers.push({ ...outcome, step: token.step });
    return [];
  } catch (cause) {
    const error = cause instanceof StepFailure ? cause.error : unexpected(cause);
    leg.trace.push(stepRecord(token.step, microsecondsSince(began), { error }));
    if (step.catch === null || isTransient(error)) {
      leg.stops.push({ step: token.step, message: token.message, error });
      return [];
    }
    return behind(plan, { ...token, step: step.catch }, 'out', caught(step, error, token.message));
  }
}

function behind(plan: Plan, token: Live, port: string, message: string): Live[] {
  const next = plan.steps[token.step]!.wires[port] ?? [];
  return next.map((step) => ({ step, message, item: token.item, tainted: token.tainted, fields: undefined }));
}

function unknownStep(step: PlanStep): StepError {
  return { code: 'step_unknown', class: 'code', sentence: `This server does not know the node type ${step.type}.` };
}

/** A fault of ours: this message stops, its neighbours do not. */
function unexpected(cause: unknown): StepError {
  const name = cause instanceof Error ? cause.name : typeof cause;
  return { code: 'step_fault', class: 'code', sentence: `The step failed in an unexpected way (${name}).` };
}
