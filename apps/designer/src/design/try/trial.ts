import { queryOptions } from '@tanstack/react-query';
import type { Catalogue, FlowDocument, Problem } from '@throughline/flow';
import { api, ask } from '../../api.ts';
import { readSample, type Sample } from './sample.ts';

export interface TrialError {
  code: string;
  sentence: string;
  path?: string;
  line?: number;
}

/** What one step did with a message. */
export interface TrialStep {
  node: string;
  us: number;
  port?: string;
  /** The message behind it. */
  out?: unknown;
  /** It handed on what came in. */
  same?: boolean;
  end?: string;
  log?: string[];
  status?: string;
  error?: TrialError;
}

export interface Trial {
  trace: TrialStep[];
  deliveries: { node: string; outcome: { receipt: { status: string } } | { error: TrialError } }[];
  stops: { node: string; error: TrialError }[];
  filtered: string[];
  reply: unknown;
  problems: Problem[];
}

export interface Trying {
  document: FlowDocument;
  environment: string;
  sample: Sample;
  /** The last step to take; the whole flow without it. */
  until?: string;
  answers?: 'fixtures' | 'partners';
}

const identities = new WeakMap<object, number>();
let identity = 0;

/** A number for an object that never changes in place: the same object, the same number. */
function idOf(object: object): number {
  const known = identities.get(object) ?? ++identity;
  identities.set(object, known);
  return known;
}

/** Tells two versions of a flow's behaviour apart; where its nodes stand does not matter. */
export function behaviourOf({ nodes, wires, fixtures }: FlowDocument): string {
  return [nodes, wires, fixtures].map(idOf).join('.');
}

/** One message through a flow that is only drawn so far; nothing is sent anywhere unless `answers` says so. */
export const trialQuery = ({ document, environment, sample, until, answers = 'fixtures' }: Trying) =>
  queryOptions({
    queryKey: ['trial', document.id, behaviourOf(document), environment, sample.id, until ?? null, answers],
    queryFn: ({ signal }) => tryFlow({ document, environment, sample, until, answers }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

export function tryFlow(trying: Trying, signal?: AbortSignal): Promise<Trial> {
  const { document, environment, sample, until, answers = 'fixtures' } = trying;
  const answersOnly = { ...document, fixtures: document.fixtures.filter(({ kind }) => kind === 'answer') };
  return ask(
    coming.flows[':flow'].try.$post(
      {
        param: { flow: document.id },
        json: {
          document: answersOnly,
          environment,
          message: { contentType: sample.contentType, body: sample.body },
          from: sample.node,
          until,
          answers,
        },
      },
      { init: { signal } },
    ),
  );
}

const coming = api as unknown as {
  flows: {
    ':flow': { try: { $post: (a: unknown, b: unknown) => Promise<import('hono/client').ClientResponse<Trial>> } };
  };
};

/** What came to a node and what it made of it, as one trial shows it. */
export interface AtNode {
  input: { value: unknown } | null;
  output: { value: unknown; port: string | undefined } | null;
  step: TrialStep | null;
  /** Why nothing came to the node: another step stopped or filtered the message. */
  stoppedAt: { node: string; sentence: string } | null;
}

export function atNode(
  trial: Trial,
  node: string,
  sample: Sample,
  document: FlowDocument,
  catalogue: Catalogue,
): AtNode {
  const steps = trial.trace;
  const place = steps.findIndex((step) => step.node === node);
  const step = steps[place] ?? null;
  const input = messageInto(steps, place < 0 ? steps.length : place, node, sample, document, catalogue);
  const stop = trial.stops.find((one) => one.node !== node);
  const ended = steps.find((one) => one.end !== undefined && one.node !== node);
  return {
    input,
    output:
      step === null
        ? triggered(input, node, document, catalogue)
        : step.error === undefined
          ? outputOf(step, input)
          : null,
    step,
    stoppedAt:
      input !== null
        ? null
        : stop !== undefined
          ? { node: stop.node, sentence: stop.error.sentence }
          : ended !== undefined
            ? { node: ended.node, sentence: 'The message was filtered here.' }
            : null,
  };
}

/** What a trigger hands on is what it reads. */
function triggered(
  input: AtNode['input'],
  node: string,
  document: FlowDocument,
  catalogue: Catalogue,
): AtNode['output'] {
  return input !== null && isTrigger(document, node, catalogue) ? { value: input.value, port: undefined } : null;
}

function outputOf(step: TrialStep, input: AtNode['input']): AtNode['output'] {
  if (step.end !== undefined) return null;
  if (step.out !== undefined) return { value: step.out, port: step.port };
  return input === null ? null : { value: input.value, port: step.port };
}

/** The message as the step before handed it on; looked for backwards in the trace. */
function messageInto(
  steps: readonly TrialStep[],
  before: number,
  node: string,
  sample: Sample,
  document: FlowDocument,
  catalogue: Catalogue,
): AtNode['input'] {
  if (sample.node === node) {
    const read = readSample(sample, document);
    return 'value' in read ? read : null;
  }
  const from = sourcesOf(document, node, new Set());
  for (let i = before - 1; i >= 0; i--) {
    const step = steps[i]!;
    if (!from.has(step.node) || step.error !== undefined || step.end !== undefined) continue;
    if (step.out !== undefined) return { value: step.out };
    return messageInto(steps, i, step.node, sample, document, catalogue);
  }
  if (from.has(sample.node) && isTrigger(document, sample.node, catalogue)) {
    const read = readSample(sample, document);
    return 'value' in read ? read : null;
  }
  return null;
}

function isTrigger(document: FlowDocument, id: string, catalogue: Catalogue): boolean {
  const type = document.nodes.find((node) => node.id === id)?.type ?? '';
  return catalogue.get(type)?.kind === 'trigger';
}

/** Nodes that hand their message to this one; disabled ones stand for those before them. */
function sourcesOf(document: FlowDocument, node: string, seen: Set<string>): Set<string> {
  const sources = new Set<string>();
  for (const { from, to } of document.wires) {
    if (to !== node || seen.has(from)) continue;
    seen.add(from);
    const isDisabled = document.nodes.find(({ id }) => id === from)?.disabled === true;
    if (isDisabled) for (const one of sourcesOf(document, from, seen)) sources.add(one);
    else sources.add(from);
  }
  return sources;
}
