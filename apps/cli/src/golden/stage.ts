import { type Rehearsal, rehearse, type Sandbox, StepFailure } from '@throughline/engine';
import type { FlowDocument, Plan, Program } from '@throughline/flow';
import {
  type Asked,
  createRehearsalRuns,
  enter,
  fixtureAnswer,
  type MessageFile,
  type Outcome,
  outcomeOf,
  receive,
  recordsIn,
  rehearsalContext,
  rehearsalReach,
} from '@throughline/nodes/runs';
import { createSandbox } from '@throughline/sandbox';

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
        return fixtureAnswer(document.fixtures, request, answers[request.node]);
      });
      const step = plan.steps[door.trigger]!;
      const program: Program = { ...plan.program, tables: plan.tables.map((name) => ({ name, id: name })) };
      try {
        const records = recordsIn(step, file.bytes, door.contentType);
        const message = records === undefined ? receive(step, file.bytes, door.contentType) : 'null';
        const context = rehearsalContext(plan.flow, step, door.contentType);
        const rehearsal = await rehearse(
          plan,
          program,
          { trigger: door.trigger, message, context, records },
          {
            sandbox,
            runs: { host: runs.host, effect: new Map() },
            reach: rehearsalReach,
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
