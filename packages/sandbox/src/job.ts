import type { StepError } from '@throughline/engine';
import { readingMs } from './limits.ts';

/** One entry on its way through a child. Exactly one of the three is called, once. */
export interface Task {
  step: number;
  message: string;
  context: string;
  /** Times its clock fired while the machine kept the processor from it. */
  starved?: number;
  /** Outcome text as the realm wrote it. */
  settle(outcome: string): void;
  fail(error: StepError): void;
  reject(error: Error): void;
}

/** What an isolate is built from; the key is the program's id with the ids of its tables. */
export interface RealmPlan {
  key: string;
  program: string;
  /** Name and JSON text by turns. */
  tables: string[];
}

/** Tasks that cross together. */
export class Job {
  readonly id: string;
  readonly plan: RealmPlan;
  readonly tasks: Task[];
  /** Isolate it was sent to. */
  realm = '';
  /** Times a child has died under it without a word. */
  readonly strikes: number;
  /** Tasks whose call is over; the one at this index is running. */
  started = 0;
  #settled = 0;
  static #count = 0;

  constructor(plan: RealmPlan, tasks: Task[], strikes = 0) {
    this.id = String(++Job.#count);
    this.plan = plan;
    this.tasks = tasks;
    this.strikes = strikes;
  }

  get alone(): boolean {
    return this.tasks.length === 1;
  }

  /** What the entry at `index` may take beside its step, in milliseconds. */
  readingMs(index: number): number {
    return readingMs(this.tasks[index]?.message ?? '', this.tasks[index - 1]?.message);
  }

  /** The entry under way; after the last call, whose outcome is still being written, that of the last. */
  get running(): number {
    return Math.min(this.started, this.tasks.length - 1);
  }

  settleNext(outcome: string): void {
    this.tasks[this.#settled++]?.settle(outcome);
  }

  unsettled(): Task[] {
    return this.tasks.slice(this.#settled);
  }

  /** The tasks still to do without the one at `index`, as one job. */
  without(index: number): Job[] {
    const guilty = this.tasks[index];
    const rest = this.unsettled().filter((task) => task !== guilty);
    return rest.length > 0 ? [new Job(this.plan, rest)] : [];
  }

  again(): Job[] {
    return [new Job(this.plan, this.unsettled(), this.strikes)];
  }

  /** Each task by itself, so that the next end is certain to be its own. */
  oneByOne(strikes: number): Job[] {
    return this.unsettled().map((task) => new Job(this.plan, [task], strikes));
  }
}
