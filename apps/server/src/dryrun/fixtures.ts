import { type RunContext, rehearse, type Sandbox, StepFailure } from '@throughline/engine';
import type { Fixture, FlowDocument, Plan } from '@throughline/flow';
import { createRehearsalRuns, receive } from '@throughline/nodes/runs';

/** What came of a sample message that travels with a version. */
export interface PlayedFixture {
  name: string;
  node: string;
  ok: boolean;
  /** Why not, without message content. */
  sentence: string;
  /** The step it stopped at. */
  stop: string | null;
}

export type PlayFixtures = (
  version: { document: FlowDocument; plan: Plan },
  tables: { name: string; id: string }[],
) => Promise<PlayedFixture[]>;

/** Samples are played as if accepted at this instant, so that they come out the same every day. */
const ACCEPTED_AT = '2026-11-20T12:00:00.000Z';
const ID = '019a8f00-0000-7000-8000-000000000001';

/**
 * Takes every sample message of a version through its plan, partners answered by its fixtures, nothing sent. One passes when it
 * stops nowhere; or, where its `expect` names a stop `{stop: {node, code}}`, when it stops just there.
 */
export function createPlayFixtures(sandbox: Sandbox): PlayFixtures {
  return async ({ document, plan }, tables) => {
    const samples = document.fixtures.filter(({ kind }) => kind === 'message');
    const played: PlayedFixture[] = [];
    for (const sample of samples) played.push(await play(sandbox, document, plan, tables, sample));
    return played;
  };
}

async function play(
  sandbox: Sandbox,
  { fixtures }: FlowDocument,
  plan: Plan,
  tables: { name: string; id: string }[],
  sample: Fixture,
): Promise<PlayedFixture> {
  const of = { name: sample.name, node: sample.node };
  const failed = (sentence: string, stop: string | null = null) => ({ ...of, ok: false, sentence, stop });
  const trigger = plan.triggers.find((index) => plan.steps[index]!.node === sample.node);
  if (trigger === undefined) return failed('Its trigger is not in this version.');
  const step = plan.steps[trigger]!;
  const runs = createRehearsalRuns(({ node }) => {
    const answer = fixtures.find((one) => one.kind === 'answer' && one.node === node);
    if (answer === undefined) return undefined;
    const { status } = (answer.expect ?? {}) as { status?: string };
    return { status: status ?? '200', contentType: answer.contentType, body: answer.body };
  });
  try {
    const message = receive(step, Buffer.from(sample.body), sample.contentType);
    const context = contextOf(plan, step, sample.contentType);
    const { stops } = await rehearse(
      plan,
      { ...plan.program, tables },
      { trigger, message, context },
      { sandbox, runs: { host: runs.host, effect: new Map() }, reach, deliver: runs.deliver },
    );
    const expected = (sample.expect as { stop?: { node?: string; code?: string } } | undefined)?.stop;
    const [stop] = stops;
    if (expected !== undefined) {
      const meets = stop !== undefined && stop.node === expected.node && stop.error.code === expected.code;
      return meets
        ? { ...of, ok: true, sentence: '', stop: stop.node }
        : failed('It does not stop where it should.', stop?.node ?? null);
    }
    return stop === undefined
      ? { ...of, ok: true, sentence: '', stop: null }
      : failed(`It stops with ${stop.error.code}: ${stop.error.sentence}`, stop.node);
  } catch (error) {
    if (!(error instanceof StepFailure)) throw error;
    return failed(`It cannot be read: ${error.error.code}.`, sample.node);
  }
}

/** Nothing is ever sent: a connection is an address that leads nowhere. */
const reach = {
  connection: async (name: string) => ({
    name,
    type: 'http',
    settings: { baseUrl: `http://${name}.invalid`, host: `${name}.invalid` },
    secrets: {},
  }),
  allow: [],
  fileRoot: '/',
  cache: { get: () => undefined, set: () => {} },
};

function contextOf(plan: Plan, { node, type }: { node: string; type: string }, contentType: string): RunContext {
  const ids = { messageId: ID, runId: ID, correlationId: ID };
  const trigger = { node, type, contentType, headers: {}, params: {} };
  const rest = {
    environment: 'rehearsal',
    flow: plan.flow,
    version: 0,
    acceptedAt: ACCEPTED_AT,
    keys: {},
    variables: {},
  };
  return { ...ids, ...rest, trigger };
}
