import type { StepError } from '@throughline/engine';
import type { Builder } from './cage.ts';
import { Cell } from './cell.ts';
import { ends } from './ends.ts';
import type { SandboxEvent } from './events.ts';
import type { Frame } from './frames.ts';
import { Job, type Task } from './job.ts';
import type { SandboxLimits } from './limits.ts';
import { Shelf } from './shelf.ts';

const WATCH_MS = 100;
const OPEN_MS = 15_000;
/** After two, without the walls that the machine may be refusing; after two more, it is given up. */
const FALSE_STARTS = 4;
const STARVED_TRIES = 5;

export interface Kit {
  /** The cage to build a child in, given how many times in a row one did not start. */
  builder(falseStarts: number): Promise<Builder>;
  files: string[];
  addon: string;
  load: string[];
  limits: SandboxLimits;
  log(event: SandboxEvent): void;
}

/**
 * Keeps one child alive and its jobs moving. Jobs are written to the child as they come and run in that order, so the first one
 * in `#sent` is the one that runs. When an entry ends abnormally, the guard finds it, stops it and sends the others again:
 *   E timeout, pending   the isolate's clock fired: the child names the entry
 *   E starved            so it did, but the machine gave the entry no processor: it runs again, by itself, a few times
 *   E memory, crash      the isolate is gone: certain when the entry was alone, else each goes by itself
 *   killed               the watchdog saw no progress: the entry under way, when the child's pulse was heard to the end
 *   X, then death        V8 gave up: as memory; the same when the child outgrew its ceiling and was killed for it
 *   death without a word only an entry that was alone and does it twice is blamed
 */
export class Guard {
  readonly #kit: Kit;
  readonly #shelf: Shelf;
  #cell: Cell | null = null;
  #starting = false;
  #closed = false;
  #falseStarts = 0;
  #waiting: Job[] = [];
  #sent: Job[] = [];
  #advanced = 0;
  #usedBefore = { advanced: 0, ms: 0 };
  #heard = 0;
  #watch: NodeJS.Timeout | null = null;
  #watchedAt = 0;
  #killing: 'time' | 'memory' | null = null;
  #catastrophe = false;

  constructor(kit: Kit) {
    this.#kit = kit;
    this.#shelf = new Shelf(kit.limits);
    void this.#start();
  }

  get load(): number {
    let tasks = 0;
    for (const job of [...this.#waiting, ...this.#sent]) tasks += job.tasks.length;
    return tasks;
  }

  submit(job: Job): void {
    if (this.#closed) {
      for (const task of job.tasks) task.reject(new Error('The sandbox is closed.'));
    } else if (this.#cell?.ready) this.#send(job);
    else {
      this.#waiting.push(job);
      void this.#start();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const cell = this.#cell;
    cell?.kill();
    await cell?.exited();
    this.#giveUp('The sandbox is closed.');
  }

  async #start(): Promise<void> {
    if (this.#starting || this.#cell || this.#closed) return;
    this.#starting = true;
    const { builder, files, addon, load, log } = this.#kit;
    const built = await builder(this.#falseStarts);
    this.#starting = false;
    if (this.#closed) return;
    const cell = new Cell(built, files, addon, load, {
      onReady: () => {
        this.#falseStarts = 0;
        log({ event: 'child-ready', pid: cell.pid, cage: built.cage });
        this.#flush();
      },
      onFrame: (frame) => this.#hear(frame),
      onExit: (complaint) => this.#mourn(cell, complaint),
    });
    this.#cell = cell;
  }

  #flush(): void {
    for (const job of this.#waiting.splice(0)) this.#send(job);
  }

  #send(job: Job): void {
    const cell = this.#cell as Cell;
    const { realm, frames } = this.#shelf.take(job.plan, job.tasks.length);
    for (const { type, texts } of frames) cell.send(type, texts);
    job.realm = realm;
    const texts = [job.id, realm];
    for (const { step, message, context } of job.tasks) texts.push(String(step), message, context);
    cell.send('R', texts);
    this.#sent.push(job);
    if (this.#sent.length === 1) this.#advance();
    this.#watch ??= this.#startWatch();
  }

  #hear({ type, texts }: Frame): void {
    this.#heard = Date.now();
    const [id = '', ...rest] = texts;
    if (type === 'X') this.#catastrophe = true;
    else if (type === 'O') {
      this.#advance();
      this.#shelf.opened(id, rest[0] ?? '');
    } else {
      const job = this.#sent[0];
      if (!job || job.id !== id) return;
      if (type === 'P') this.#progress(job, rest);
      else if (type === 'E') this.#end(job, rest);
    }
  }

  #progress(job: Job, [started, ...outcomes]: string[]): void {
    if (Number(started) !== job.started) this.#advance();
    job.started = Number(started);
    for (const outcome of outcomes) job.settleNext(outcome);
  }

  #end(job: Job, [end = '', at = '0', outcome = '', ...last]: string[]): void {
    for (const text of last) job.settleNext(text);
    this.#sent.shift();
    this.#advance();
    const { limits } = this.#kit;
    if (end === '') {
      if (job.unsettled().length > 0) this.#resend(job.again());
    } else if (end === 'gone') {
      if (this.#shelf.unbuildable(job.realm)) this.#blame(job.unsettled(), ends.unbuildable());
      else this.#resend(job.again());
    } else {
      this.#shelf.forget(job.realm);
      if (end === 'timeout' || end === 'starved' || end === 'pending') {
        const guilty = job.tasks[Number(at)];
        const rest = job.without(Number(at));
        if (guilty && end === 'starved' && this.#mayTryAgain(guilty)) this.submit(new Job(job.plan, [guilty]));
        else if (guilty && outcome) guilty.settle(outcome);
        else if (guilty) this.#blame([guilty], ends.stopped(limits.isolateMs + job.readingMs(Number(at))));
        this.#resend(rest);
      } else if (job.alone) this.#blame(job.tasks, end === 'memory' ? ends.memory(limits) : ends.crash());
      else this.#resend(job.oneByOne(job.strikes));
    }
    if (this.#sent.length === 0) this.#stopWatch();
  }

  #mourn(cell: Cell, complaint: string): void {
    if (this.#killing === 'memory') this.#catastrophe = true;
    const why = this.#closed ? 'closed' : this.#catastrophe ? 'memory' : this.#killing ? 'killed' : 'died';
    this.#kit.log({ event: 'child-ended', pid: cell.pid, why, complaint });
    const [head, ...others] = this.#sent.splice(0);
    const again = head ? this.#judge(head) : [];
    this.#waiting.unshift(...again, ...others.flatMap((job) => job.again()));
    this.#cell = null;
    this.#killing = null;
    this.#catastrophe = false;
    this.#shelf.clear();
    this.#stopWatch();
    if (!cell.ready && ++this.#falseStarts >= FALSE_STARTS) {
      this.#giveUp(`No sandbox process can be had: ${complaint || 'it ended at once'}.`);
      this.#falseStarts = 0;
    } else void this.#start();
  }

  /** Blames whom the child's death is certain to come from; answers the jobs to run again. */
  #judge(job: Job): Job[] {
    const { limits } = this.#kit;
    if (this.#shelf.isOpening(job.realm)) {
      if (job.strikes === 0) return [new Job(job.plan, job.unsettled(), 1)];
      this.#blame(job.unsettled(), ends.unbuildable());
      return [];
    }
    if (this.#killing === 'time') {
      const { running } = job;
      const pulseHeard = Date.now() - this.#heard < limits.killMs / 2;
      if (!job.alone && !pulseHeard) return job.oneByOne(job.strikes);
      const rest = job.without(running);
      this.#blame([job.tasks[running] as Task], ends.killed(limits.killMs + job.readingMs(running)));
      return rest;
    }
    const certain = job.alone && (this.#catastrophe || job.strikes > 0);
    if (!certain) return job.oneByOne(this.#catastrophe ? job.strikes : job.strikes + 1);
    this.#blame(job.tasks, this.#catastrophe ? ends.memory(limits) : ends.crash());
    return [];
  }

  #blame(tasks: Task[], error: StepError): void {
    for (const task of tasks) task.fail(error);
  }

  #mayTryAgain(task: Task): boolean {
    task.starved = (task.starved ?? 0) + 1;
    return task.starved < STARVED_TRIES;
  }

  #resend(jobs: Job[]): void {
    for (const job of jobs) this.submit(job);
  }

  #giveUp(reason: string): void {
    for (const job of [...this.#sent.splice(0), ...this.#waiting.splice(0)]) {
      for (const task of job.unsettled()) task.reject(new Error(reason));
    }
  }

  #advance(): void {
    this.#advanced = Date.now();
  }

  #startWatch(): NodeJS.Timeout {
    this.#watchedAt = Date.now();
    return setInterval(() => this.#look(), WATCH_MS);
  }

  #stopWatch(): void {
    if (this.#watch) clearInterval(this.#watch);
    this.#watch = null;
  }

  /**
   * A look that comes late says that this process was held up, not the child; a child that had no processor gets
   * twice the time.
   */
  #look(): void {
    const now = Date.now();
    const late = now - this.#watchedAt > 5 * WATCH_MS;
    this.#watchedAt = now;
    const head = this.#sent[0];
    if (late || !head || this.#killing) return;
    const { killMs, childMb } = this.#kit.limits;
    const usedMs = this.#cell?.usedMs() ?? 0;
    if (this.#usedBefore.advanced !== this.#advanced) this.#usedBefore = { advanced: this.#advanced, ms: usedMs };
    const allowed = this.#shelf.isOpening(head.realm) ? OPEN_MS : killMs + head.readingMs(head.running);
    if ((this.#cell?.residentMb() ?? 0) > childMb) this.#kill('memory');
    else if (now - this.#advanced >= allowed) {
      const isStarved = usedMs - this.#usedBefore.ms < allowed / 2;
      if (!isStarved || now - this.#advanced >= 2 * allowed) this.#kill('time');
    }
  }

  #kill(why: 'time' | 'memory'): void {
    this.#killing = why;
    this.#cell?.kill();
  }
}
