import { queryOptions } from '@tanstack/react-query';
import type { Catalogue, FlowDocument } from '@throughline/flow';
import { type AnswerOf, api, ask } from '../../api.ts';
import { readSample, type Sample } from './sample.ts';

/** What became of one message, step by step. */
export type Trial = AnswerOf<(typeof api.flows)[':flow']['try']['$post']>;

/** What one step did with a message. */
export type TrialStep = Trial['trace'][number];

export interface Trying {
  document: FlowDocument;
  environment: string;
  sample: Sample;
  /** The last step to take; the whole flow without it. */
  until?: string;
  answers?: 'fixtures' | 'partners';
  /** Node → name of the answer that its partner gives. */
  chosen?: Readonly<Record<string, string>>;
  /** Whose messages are wanted: of all steps, or of `until` alone. */
  shown?: 'all' | 'until';
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
    queryFn: ({ signal }) => tryFlow({ document, environment, sample, until, answers, shown: 'until' }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    retry: false,
  });

export function tryFlow(trying: Trying, signal?: AbortSignal): Promise<Trial> {
  const { document, environment, sample, until, answers = 'fixtures', chosen, shown } = trying;
  const answersOnly = { ...document, fixtures: document.fixtures.filter(({ kind }) => kind === 'answer') };
  const { contentType, body, node: from } = sample;
  const message = { contentType, body };
  const json = { document: answersOnly, environment, message, from, until, answers, chosen, shown };
  return ask(api.flows[':flow'].try.$post({ param: { flow: document.id }, json }, { init: { signal } }));
}

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
  const place = trial.trace.findIndex((step) => step.node === node);
  const step = trial.trace[place] ?? null;
  if (step === null) return without(trial, node, sample, document, catalogue);
  const input = messageInto(trial.trace, place, sample, document);
  return { input, output: outputOf(step, input), step, stoppedAt: null };
}

/** A trigger is no step of the trace: what it hands on is what it reads. A step that ran out of a limit left no entry either. */
function without(trial: Trial, node: string, sample: Sample, document: FlowDocument, catalogue: Catalogue): AtNode {
  const nothing = { input: null, output: null, step: null };
  if (sample.node === node && isTrigger(document, node, catalogue)) {
    const read = readSample(sample, document);
    if (!('value' in read)) return { ...nothing, stoppedAt: { node, sentence: read.sentence } };
    return { input: read, output: { value: read.value, port: undefined }, step: null, stoppedAt: null };
  }
  const input = upTo(trial, node, sample, document);
  const stop = trial.stops.find((one) => one.node === node);
  if (input === null) return { ...nothing, stoppedAt: whyNot(trial, sample) };
  if (stop !== undefined)
    return { input, output: null, step: { node, us: 0, after: null, error: stop.error }, stoppedAt: null };
  const problem = trial.problems.find((one) => one.node === node && one.severity === 'error');
  return { ...nothing, input, stoppedAt: problem === undefined ? null : { node, sentence: problem.sentence } };
}

/** The message that would come to a node which took no step itself, because it cannot run yet or left no trace. */
function upTo({ trace }: Trial, node: string, sample: Sample, document: FlowDocument): AtNode['input'] {
  const wires = document.wires.filter(({ to }) => to === node);
  const after = trace.findLastIndex((step) => wires.some(({ from, port }) => from === step.node && port === step.port));
  if (after < 0 && !wires.some(({ from }) => from === sample.node)) return null;
  const here: TrialStep = { node, us: 0, after: after < 0 ? null : after };
  return messageInto([...trace, here], trace.length, sample, document);
}

function whyNot({ refused, stops, trace, problems }: Trial, sample: Sample): AtNode['stoppedAt'] {
  if (refused !== null) return { node: sample.node, sentence: refused.sentence };
  const stop = stops[0];
  if (stop !== undefined) return { node: stop.node, sentence: stop.error.sentence };
  const ended = trace.find(({ end }) => end !== undefined);
  if (ended !== undefined) return { node: ended.node, sentence: 'The message was filtered here.' };
  const problem = problems.find(({ severity, node }) => severity === 'error' && node !== undefined);
  return problem === undefined ? null : { node: problem.node!, sentence: problem.sentence };
}

function outputOf(step: TrialStep, input: AtNode['input']): AtNode['output'] {
  if (step.error !== undefined || step.end !== undefined || step.cut === true) return null;
  if (step.out !== undefined) return { value: step.out, port: step.port };
  return input === null ? null : { value: input.value, port: step.port };
}

/** The message that came to an entry of the trace. */
export function messageInto(
  trace: readonly TrialStep[],
  place: number,
  sample: Sample,
  document: FlowDocument,
): AtNode['input'] {
  const step = trace[place];
  if (step === undefined) return null;
  if (step.input !== undefined) return { value: step.input };
  if (step.after === null) {
    const read = readSample(sample, document);
    return 'value' in read ? read : null;
  }
  const before = trace[step.after];
  if (before?.cut === true) return null;
  return before?.out === undefined ? messageInto(trace, step.after, sample, document) : { value: before.out };
}

function isTrigger(document: FlowDocument, id: string, catalogue: Catalogue): boolean {
  const type = document.nodes.find((node) => node.id === id)?.type ?? '';
  return catalogue.get(type)?.kind === 'trigger';
}
