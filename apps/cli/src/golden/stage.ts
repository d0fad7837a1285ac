import { type Rehearsal, type RunContext, rehearse, type Sandbox, StepFailure } from '@throughline/engine';
import type { Fixture, FlowDocument, Plan, Program } from '@throughline/flow';
import { type Answer, type Asked, createRehearsalRuns, receive, recordsIn } from '@throughline/nodes/runs';
import { createSandbox } from '@throughline/sandbox';
import { enter, type MessageFile } from './door.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A compiled flow with the samples that travel with it. */
export interface ReadyFlow {
  document: FlowDocument;
  plan: Plan;
}

export interface Played {
  outcome: Outcome;
  /** Null when the message was refused at the door. */
  rehearsal: Rehearsal | null;
  /** Why the message was refused at the door. */
  refusal: string | null;
}

/** Where flows are played: the real engine over a real sandbox, partners answered by fixtures, no network. */
export interface Stage {
  sandbox: Sandbox;
  /** `answers`: by node, the name of the fixture that answers there; else the one for the address asked, else the first. */
  play(
    flow: ReadyFlow,
    file: MessageFile,
    options?: { answers?: Record<string, string>; trigger?: string },
  ): Promise<Played>;
  close(): Promise<void>;
}

/** Messages are played as if accepted at this instant. */
const ACCEPTED_AT = '2026-11-20T12:00:00.000Z';
const ID = '019a8f00-0000-7000-8000-000000000001';

/** `tables`: content by name, from `readTables`. */
export function openStage(tables: ReadonlyMap<string, string>): Stage {
  const sandbox = createSandbox({
    loadTable: async ({ name }) => {
      const content = tables.get(name);
      if (content === undefined) throw new Error(`there is no reference table ${name}`);
      return content;
    },
  });
  return {
    sandbox,
    close: () => sandbox.close(),
    async play(flow, file, { answers = {}, trigger } = {}) {
      const { plan, document } = flow;
      const door = enter(plan, file, trigger);
      if ('refused' in door) {
        const { sentence, ...refused } = door.refused;
        return { outcome: { refused }, rehearsal: null, refusal: sentence };
      }
      const asked: Asked[] = [];
      const runs = createRehearsalRuns((request) => {
        asked.push(request);
        return answerOf(document.fixtures, request, answers[request.node]);
      });
      const step = plan.steps[door.trigger]!;
      const program: Program = { ...plan.program, tables: plan.tables.map((name) => ({ name, id: name })) };
      try {
        const records = recordsIn(step, file.bytes, door.contentType);
        const message = records === undefined ? receive(step, file.bytes, door.contentType) : 'null';
        const context = contextOf(plan, step, door.contentType);
        const rehearsal = await rehearse(
          plan,
          program,
          { trigger: door.trigger, message, context, records },
          {
            sandbox,
            runs: { host: runs.host, effect: new Map() },
            reach,
            deliver: runs.deliver,
          },
        );
        return { outcome: outcomeOf(rehearsal, asked), rehearsal, refusal: null };
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        return { outcome: { refused: { code: error.error.code } }, rehearsal: null, refusal: error.message };
      }
    },
  };
}

/** Nothing is ever sent: a connection is an address that leads nowhere. */
const reach = {
  connection: async (name: string) => {
    return { name, type: 'http' as const, settings: { baseUrl: `http://${name}.invalid` }, secrets: {} };
  },
  allow: [],
  fileRoot: '/',
  cache: { get: () => undefined, set: () => {} },
};

function answerOf(fixtures: readonly Fixture[], asked: Asked, name: string | undefined): Answer | undefined {
  const here = fixtures.filter(({ kind, node }) => kind === 'answer' && node === asked.node);
  const url = asked.how === 'http' ? asked.url : undefined;
  const fixture =
    name === undefined
      ? (here.find((one) => expectOf(one).url === url && url !== undefined) ?? here.find((one) => !expectOf(one).url))
      : here.find((one) => one.name === name);
  if (name !== undefined && fixture === undefined) throw new Error(`node ${asked.node} has no answer named ${name}`);
  if (fixture === undefined) return undefined;
  const { contentType, body } = fixture;
  return { status: expectOf(fixture).status ?? '200', contentType, body };
}

/** `expect` of an answer: its status, and the address it answers where there are several. */
function expectOf({ expect }: Fixture): { status?: string; url?: string } {
  return (expect ?? {}) as { status?: string; url?: string };
}

function contextOf(plan: Plan, { node, type }: { node: string; type: string }, contentType: string): RunContext {
  return {
    messageId: ID,
    runId: ID,
    correlationId: ID,
    environment: 'rehearsal',
    flow: plan.flow,
    version: 0,
    acceptedAt: ACCEPTED_AT,
    keys: {},
    trigger: { node, type, contentType, headers: {}, params: {} },
  };
}
