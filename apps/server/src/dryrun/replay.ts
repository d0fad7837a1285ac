import { type RunContext, type StepError, StepFailure } from '@throughline/engine';
import { type Plan, parseDocument } from '@throughline/flow';
import { receive, recordsIn } from '@throughline/nodes/runs';
import { messagesAround, type ReplaySample } from '@throughline/store';
import { type Incoming, onFixtures } from './rehearsal.ts';
import type { TryPorts } from './try.ts';

/** What would come of replaying one message. */
export interface RehearsedReplay {
  stops: { node: string; name: string; error: StepError }[];
  destinations: RehearsedDestination[];
}

/** confirmed: left out, it has it already · sent: it would get it · stopped: it would be refused, or not come so far · filtered. */
export interface RehearsedDestination {
  node: string;
  name: string;
  fate: 'confirmed' | 'sent' | 'stopped' | 'filtered';
  /** What came to it when the message ran, and what would come now: JSON values; undefined where nothing did. */
  before?: unknown;
  after?: unknown;
}

type Ports = Pick<TryPorts, 'sandbox' | 'publishing' | 'partners'>;

/** A message that can start where the replay wants it to. */
export type ReadySample = ReplaySample & { start: Extract<ReplaySample['start'], { step: number }> };

/**
 * Takes a message through the version it would be replayed on, with the tables of then. Nothing is sent: destinations that have
 * confirmed answer as they did, others as the version's fixtures say. Look-ups ask, as they change nothing.
 */
export async function rehearseReplay(
  { sandbox, publishing, partners }: Ports,
  { start, ran, document: text, contentType, receipts }: ReadySample,
  { repeat, edited }: { repeat: boolean; edited?: string | undefined },
): Promise<RehearsedReplay> {
  const { plan, pinned } = start.to;
  const { document } = parseDocument(text, publishing.catalogue);
  const context = JSON.parse(start.context) as RunContext;
  const message = edited === undefined ? start.message : Buffer.from(edited);
  const entered = enter(plan, start.step, message, contentType);
  if ('error' in entered) return refused(plan, start.step, entered.error);
  const confirmed = new Map(
    repeat ? [] : [...receipts].map(([node, { status, answer }]) => [node, { status, reference: null, answer }]),
  );
  const { rehearsal } = await onFixtures(
    sandbox,
    { plan, program: { ...plan.program, tables: pinned.tables }, fixtures: document?.fixtures ?? [], confirmed },
    entered,
    AbortSignal.timeout(20_000),
    { runs: { host: partners.runs.host, effect: new Map() }, reach: await partners.reach(pinned.environment), context },
  );
  const { deliveries, filtered, stops } = rehearsal;
  const nameOf = (node: string) => plan.steps.find((step) => step.node === node)?.name ?? node;
  return {
    stops: stops.map(({ node, error }) => ({ node, name: nameOf(node), error })),
    destinations: start.destinations.map((node) => {
      const sent = deliveries.find((one) => one.node === node);
      const before = ran === null ? undefined : cameTo(ran, node);
      const of = { node, name: nameOf(node), ...(before === undefined ? {} : { before }) };
      if (filtered.includes(node)) return { ...of, fate: 'filtered' };
      if (sent === undefined || 'error' in sent.outcome) return { ...of, fate: 'stopped' };
      return { ...of, fate: confirmed.has(node) ? 'confirmed' : 'sent', after: JSON.parse(sent.message) as unknown };
    }),
  };
}

function enter(plan: Plan, index: number, bytes: Buffer, contentType: string): Incoming | { error: StepError } {
  const step = plan.steps[index]!;
  if (step.place !== 'trigger') return { step: index, message: bytes.toString(), contentType };
  try {
    const records = recordsIn(step, bytes, contentType);
    return {
      step: index,
      message: records === undefined ? receive(step, bytes, contentType) : 'null',
      contentType,
      records,
    };
  } catch (cause) {
    if (cause instanceof StepFailure) return { error: cause.error };
    throw cause;
  }
}

function refused(plan: Plan, index: number, error: StepError): RehearsedReplay {
  const { node, name, reach } = plan.steps[index]!;
  return {
    stops: [{ node, name, error }],
    destinations: reach.map((column) => ({ ...plan.destinations[column]!, fate: 'stopped' })),
  };
}

/** The message that came to a destination when it ran. */
function cameTo({ plan, records, raw }: NonNullable<ReplaySample['ran']>, node: string): unknown {
  const index = records.findLastIndex(({ s }) => plan.steps[s]?.node === node);
  return index < 0 ? undefined : messagesAround(plan, records, index, receivedOf(raw)).before;
}

function receivedOf(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
