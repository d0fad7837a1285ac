import { join } from 'node:path';
import type { RealmEntry, RealmResult, Sandbox, StepError } from '@throughline/engine';
import type { Program, ProgramStep, TableRef } from '@throughline/flow';
import { type Builder, bareCage, type Cage, planCage } from './cage.ts';
import { ends } from './ends.ts';
import type { SandboxEvent } from './events.ts';
import { Guard, type Kit } from './guard.ts';
import { Job, type RealmPlan, type Task } from './job.ts';
import { DEFAULT_LIMITS, type SandboxLimits } from './limits.ts';
import { readOutcome, stoppedAt } from './outcome.ts';
import { addonFile, realmSources } from './realm-sources.ts';

/** Most that crosses at once, so that one crossing stays short and small. */
const JOB_ENTRIES = 100;
const JOB_LENGTH = 1_000_000;
const PLANS_KEPT = 16;
/** In place of a step: text to check, and a step that comes with its message. */
const CHECK = -1;
const TRY = -2;

export interface SandboxOptions {
  /** Child processes; batches are spread over them. Default 1. */
  children?: number;
  /** JSON text of a pinned table: `{"key": [column], "effective": boolean, "rows": [{…, "from", "to"}]}`. */
  loadTable(ref: TableRef): Promise<string>;
  limits?: Partial<SandboxLimits>;
  log?(event: SandboxEvent): void;
}

/** The engine's Sandbox port over caged child processes, with a word on which walls are up. */
export interface CagedSandbox extends Sandbox {
  cage(): Promise<Cage>;
  /**
   * Runs one step that belongs to no program over each message, in a realm that is kept: for what changes with every key pressed.
   * Results are as those of `run`; the step is 0 and has no wires.
   */
  evaluate(
    step: Pick<ProgramStep, 'op' | 'fields'>,
    tables: TableRef[],
    entries: Omit<RealmEntry, 'step'>[],
  ): Promise<RealmResult[]>;
}

/** The files a child needs to read, the one it starts with first. */
function childFiles(addon: string): string[] {
  const here = import.meta.dirname;
  return [
    join(here, 'child/main.ts'),
    join(here, 'child/realm.ts'),
    join(here, 'frames.ts'),
    join(here, 'limits.ts'),
    addon,
  ];
}

/** Starts the children at once; nothing is awaited until the first run. */
export function createSandbox(options: SandboxOptions): CagedSandbox {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const addon = addonFile();
  const files = childFiles(addon);
  const planned = planCage(files);
  const builder = (falseStarts: number): Promise<Builder> =>
    falseStarts < 2 ? planned : Promise.resolve(bareCage('a child did not start behind it'));
  const realmLimits = { isolateMs: limits.isolateMs, memoryMb: limits.memoryMb, textLimit: limits.inputBytes };
  const load = [JSON.stringify(realmSources()), JSON.stringify(realmLimits)];
  const kit: Kit = { builder, files, addon, load, limits, log: options.log ?? (() => {}) };
  const guards = Array.from({ length: options.children ?? 1 }, () => new Guard(kit));
  const planFor = planner(options.loadTable);

  const submit = (job: Job): void => {
    let least = guards[0] as Guard;
    for (const guard of guards) if (guard.load < least.load) least = guard;
    least.submit(job);
  };

  return {
    async run(program, entries) {
      const plan = await planFor(program);
      return gathered(entries.length, (results) => {
        const tasks: Task[] = [];
        for (const [index, entry] of entries.entries()) {
          const bytes = entry.message.length * 3 > limits.inputBytes ? Buffer.byteLength(entry.message) : 0;
          const task = taskOf(entry, (result) => results.put(index, result), results.reject);
          if (bytes > limits.inputBytes) task.fail(ends.tooLarge(bytes, limits));
          else tasks.push(task);
        }
        for (const share of shares(tasks)) submit(new Job(plan, share));
      });
    },

    async evaluate({ op, fields }, tables, entries) {
      const plan = await planFor({ id: 'evaluate', steps: [], tables });
      const step = JSON.stringify({ node: '', op, fields, wires: {}, catch: null });
      return gathered(entries.length, (results) => {
        const tasks: Task[] = [];
        for (const [index, { message, context }] of entries.entries()) {
          const put = (result: RealmResult) => results.put(index, result);
          const entry = { step: TRY, message: `${step.length}\n${step}${message}`, context };
          const task = taskOf(entry, put, results.reject);
          const bytes = Buffer.byteLength(message);
          if (bytes > limits.inputBytes) task.fail(ends.tooLarge(bytes, limits));
          else tasks.push(task);
        }
        for (const share of shares(tasks)) submit(new Job(plan, share));
      });
    },

    check(texts) {
      return gathered<StepError | null>(texts.length, (results) => {
        const tasks = texts.map(
          ({ text, language }, index): Task => ({
            step: CHECK,
            message: text,
            context: language,
            settle: (outcome) => results.put(index, JSON.parse(outcome) as StepError | null),
            fail: (error) => results.put(index, error),
            reject: results.reject,
          }),
        );
        for (const share of shares(tasks)) submit(new Job(CHECK_PLAN, share));
      });
    },

    cage: async () => (await planned).cage,

    async close() {
      await Promise.all(guards.map((guard) => guard.close()));
    },
  };
}

const CHECK_PLAN: RealmPlan = {
  key: 'check',
  program: JSON.stringify({ id: 'check', steps: [], tables: [] }),
  tables: [],
};

function taskOf(entry: RealmEntry, put: (result: RealmResult) => void, reject: (error: Error) => void): Task {
  return {
    step: entry.step,
    message: entry.message,
    context: entry.context,
    settle: (outcome) => put(readOutcome(outcome)),
    fail: (error) => put(stoppedAt(entry.step, entry.message, error)),
    reject,
  };
}

/** Collects `count` results that come in any order. */
function gathered<T>(
  count: number,
  begin: (results: { put(at: number, result: T): void; reject(error: Error): void }) => void,
): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const results = new Array<T>(count);
    let missing = count;
    const put = (at: number, result: T): void => {
      results[at] = result;
      if (--missing === 0) resolve(results);
    };
    if (count === 0) resolve(results);
    else begin({ put, reject });
  });
}

function shares(tasks: Task[]): Task[][] {
  const all: Task[][] = [];
  let share: Task[] = [];
  let length = 0;
  for (const task of tasks) {
    length += task.message.length;
    if (share.length === JOB_ENTRIES || (share.length > 0 && length > JOB_LENGTH)) {
      all.push(share);
      share = [];
      length = task.message.length;
    }
    share.push(task);
  }
  if (share.length > 0) all.push(share);
  return all;
}

/** Programs with their tables' texts, the last few kept. A table that cannot be loaded rejects the run and is tried again. */
function planner(loadTable: SandboxOptions['loadTable']): (program: Program) => Promise<RealmPlan> {
  const plans = new Map<string, Promise<RealmPlan>>();
  const made = async (key: string, program: Program): Promise<RealmPlan> => {
    const texts = await Promise.all(program.tables.map(async (ref) => [ref.name, await loadTable(ref)]));
    return { key, program: JSON.stringify({ id: program.id, steps: program.steps, tables: [] }), tables: texts.flat() };
  };
  return (program) => {
    const key = [program.id, ...program.tables.map(({ id }) => id)].join(' ');
    const plan = plans.get(key) ?? made(key, program);
    plans.delete(key);
    plans.set(key, plan);
    plan.catch(() => plans.delete(key));
    const [oldest] = plans.keys();
    if (plans.size > PLANS_KEPT && oldest !== undefined) plans.delete(oldest);
    return plan;
  };
}
