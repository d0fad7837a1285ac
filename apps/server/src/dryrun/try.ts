import type { Reach, Rehearsal, Reply, Runs, Sandbox, StepError } from '@throughline/engine';
import type { FlowDocument, Plan, Problem, Program } from '@throughline/flow';
import type { Asked, Outcome } from '@throughline/nodes/runs';
import { newId, type Publishing, type Store } from '@throughline/store';
import { enterAt, type Sample } from './message.ts';
import { type Part, prepare } from './prepare.ts';
import { type Incoming, type Outside, onFixtures } from './rehearsal.ts';
import { type Walked, walkOf } from './walk.ts';

/** Real systems, as the worker reaches for them. */
export interface Partners {
  runs: Runs;
  reach: (environment: string) => Promise<Reach>;
}

export interface TryPorts {
  store: Store;
  sandbox: Sandbox;
  publishing: Publishing;
  partners: Partners;
}

export interface Wanted extends Part {
  document: FlowDocument;
  environment: string;
  sample: Sample;
  /** Who answers for destinations and look-ups: the flow's fixtures, or the partners themselves. */
  answers: 'fixtures' | 'partners';
  /** Node → name of the fixture that answers there. */
  chosen?: Record<string, string> | undefined;
  /** Whose messages are answered: of all steps, or of `until` alone. */
  shown?: 'all' | 'until' | undefined;
}

export interface Trial {
  trace: Walked['steps'];
  wires: Walked['wires'];
  deliveries: {
    node: string;
    /** What would go, or went, to the destination. */
    request: Asked | null;
    outcome: { receipt: { status: string; reference: string | null } } | { error: StepError };
  }[];
  /** What look-ups asked. */
  lookups: { node: string; request: Asked }[];
  stops: { node: string; error: StepError }[];
  /** Destinations that nothing came to. */
  filtered: string[];
  reply: Reply | null;
  /** Why the message would not be taken in at all. */
  refused: { code: string; sentence: string; path?: string } | null;
  problems: Problem[];
  /** What came of it as a test would keep it; null when nothing ran. */
  outcome: Outcome | null;
}

const LIMIT_MS = 20_000;

/** Takes one message through a document without effects, unless the partners are to answer. Nothing is stored. */
export async function tryFlow(ports: TryPorts, wanted: Wanted, signal?: AbortSignal): Promise<Trial> {
  const { document, from, until, environment } = wanted;
  const { plan, program, problems } = await prepare(ports, document, { from, until }, environment);
  if (plan === null || program === null) return { ...nothing, problems };
  const entered = enterAt(plan, wanted.sample, from);
  if ('refused' in entered) {
    const { sentence, ...refused } = entered.refused;
    return { ...nothing, refused: entered.refused, problems, outcome: { refused } };
  }
  const limit = AbortSignal.timeout(LIMIT_MS);
  const both = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  try {
    return { ...(await played(ports, wanted, plan, program, entered, both)), problems };
  } catch (error) {
    if (!limit.aborted) throw error;
    const sentence = `The try took longer than ${LIMIT_MS / 1000} seconds and was ended.`;
    return { ...nothing, problems: [...problems, { severity: 'error', code: 'try_too_long', sentence }] };
  }
}

const nothing: Trial = {
  trace: [],
  wires: [],
  deliveries: [],
  lookups: [],
  stops: [],
  filtered: [],
  reply: null,
  refused: null,
  problems: [],
  outcome: null,
};

async function played(
  { sandbox, partners }: TryPorts,
  { document, environment, answers, chosen, until, shown }: Wanted,
  plan: Plan,
  program: Program,
  entered: Incoming,
  signal: AbortSignal,
): Promise<Omit<Trial, 'problems'>> {
  const outside = answers === 'partners' ? await outsideOf(partners, environment) : undefined;
  const what = { plan, program, fixtures: document.fixtures, chosen };
  const { rehearsal, asked, outcome } = await onFixtures(sandbox, what, entered, signal, outside);
  const { steps, wires } = walkOf(plan, entered.step, rehearsal, shown === 'until' ? until : undefined);
  const destinations = new Set(rehearsal.deliveries.map(({ node }) => node));
  return {
    trace: steps,
    wires,
    deliveries: withRequests(rehearsal.deliveries, asked),
    lookups: asked.filter(({ node }) => !destinations.has(node)).map((request) => ({ node: request.node, request })),
    stops: rehearsal.stops.map(({ node, error }) => ({ node, error })),
    filtered: rehearsal.filtered,
    reply: rehearsal.reply,
    refused: null,
    outcome,
  };
}

async function outsideOf({ runs, reach }: Partners, environment: string): Promise<Outside> {
  const id = newId();
  const ids = { messageId: id, runId: id, correlationId: id };
  return {
    runs,
    reach: await reach(environment),
    context: { ...ids, environment, acceptedAt: new Date().toISOString() },
  };
}

/** Requests stand in the order in which they were formed, as the deliveries of each node do. */
function withRequests(deliveries: Rehearsal['deliveries'], asked: readonly Asked[]): Trial['deliveries'] {
  const left = [...asked];
  return deliveries.map(({ node, outcome }) => {
    const at = left.findIndex((request) => request.node === node);
    const [request = null] = at === -1 ? [] : left.splice(at, 1);
    if ('error' in outcome) return { node, request, outcome };
    const { status, reference } = outcome.receipt;
    return { node, request, outcome: { receipt: { status, reference } } };
  });
}
