import process from 'node:process';
import type { Program, ProgramStep } from '@throughline/flow';
import type ivm from 'isolated-vm';
import { readingMs } from '../limits.ts';

/** A source of the realm's own: scripts run in order, modules link to each other by name. */
export interface Source {
  name: string;
  kind: 'script' | 'module';
  text: string;
}

export interface RealmLimits {
  isolateMs: number;
  memoryMb: number;
  textLimit: number;
}

export interface Entry {
  step: number;
  message: string;
  context: string;
}

/** Why a batch ended before its end: at which entry, and what that entry came to where the realm could still say. */
export interface Ending {
  end: 'timeout' | 'starved' | 'pending' | 'memory' | 'crash';
  index: number;
  outcome: string;
}

type Call = ivm.Reference<(...given: unknown[]) => unknown>;

const BOOT_MS = 10_000;
const LAST_WORDS_MS = 1000;
/** Below this part of its time, an entry whose clock fired did not have the processor. */
const FULL_SHARE = 0.8;
const PENDING = '!';
const CHECK = -1;
const TRY = -2;
export const MAIN = 'realm/main.ts';

/** One isolate with the hardened realm of one program in it. Strings go in and come out; nothing else does. */
export class Realm {
  readonly #isolate: ivm.Isolate;
  readonly #limits: RealmLimits;
  #collect: Call | null = null;
  #calls: Record<'run' | 'last' | 'stopped' | 'boot' | 'addTable', Call> | null = null;

  constructor(vm: typeof ivm, limits: RealmLimits, onCatastrophicError: () => void) {
    this.#limits = limits;
    this.#isolate = new vm.Isolate({ memoryLimit: limits.memoryMb, onCatastrophicError });
  }

  /** Builds the realm, hands it its tables (name, text by turns) and makes the program ready. */
  async open(sources: Source[], program: string, tables: string[]): Promise<void> {
    const context = await this.#isolate.createContext();
    this.#collect = (await context.global.get('gc', { reference: true })) as Call;
    const modules = new Map<string, ivm.Module>();
    for (const { name, kind, text } of sources) {
      if (kind === 'module') modules.set(name, await this.#isolate.compileModule(text, { filename: name }));
      else await context.eval(text, { filename: name });
    }
    const names = new Map([...modules].map(([name, module]) => [module, name]));
    const main = modules.get(MAIN) as ivm.Module;
    await main.instantiate(context, (specifier, from) => {
      const found = modules.get(resolved(specifier, names.get(from) ?? ''));
      if (!found) throw new Error(`the realm has no ${specifier}`);
      return found;
    });
    await main.evaluate({ timeout: BOOT_MS });
    const call = (name: string): Promise<Call> => main.namespace.get(name, { reference: true }) as Promise<Call>;
    const [run, last, stopped, boot, addTable] = await Promise.all(
      ['run', 'last', 'stopped', 'boot', 'addTable'].map(call),
    );
    this.#calls = { run: run!, last: last!, stopped: stopped!, boot: boot!, addTable: addTable! };
    for (let i = 0; i < tables.length; i += 2)
      await addTable!.apply(undefined, [tables[i], tables[i + 1]], { timeout: BOOT_MS });
    const lines = JSON.stringify(await this.#faultyLines(program));
    await boot!.apply(undefined, [program, this.#limits.textLimit, lines], { timeout: BOOT_MS });
  }

  /**
   * Runs entries one after the other, each under its own clock; all are queued at once, so that they cost no turn of the event
   * loop each. Calls `onOutcome` in order and `onStarted` with the number of entries that are through their call.
   */
  async run(
    entries: Entry[],
    onStarted: (count: number) => void,
    onOutcome: (text: string) => void,
  ): Promise<Ending | null> {
    const { run, last } = this.#calls!;
    for (const entry of entries) {
      if (entry.step === CHECK && entry.context === 'javascript') entry.context = await this.#language(entry.message);
      if (entry.step === TRY) entry.message = await this.#withFaultyLine(entry.message);
    }
    const allowed = entries.map(
      ({ message }, i) => this.#limits.isolateMs + readingMs(message, entries[i - 1]?.message),
    );
    const queued = entries.map(({ step, message, context }, i) =>
      run.apply(undefined, [step, message, context], { timeout: allowed[i]! }).catch(asError),
    );
    const end = last.apply(undefined, [], { timeout: allowed.at(-1)! }).catch(asError);
    let usedBefore = usedMs();
    for (let i = 0; i < queued.length; i++) {
      const answer = await queued[i];
      if (answer instanceof Error) return this.#ended(i, answer, usedMs() - usedBefore, allowed[i]!);
      if (answer === PENDING) return this.#never(i - 1);
      if (i > 0) onOutcome(answer as string);
      onStarted(i + 1);
      usedBefore = usedMs();
    }
    const answer = await end;
    if (answer instanceof Error) return this.#ended(entries.length - 1, answer, usedMs() - usedBefore, allowed.at(-1)!);
    if (answer === PENDING) return this.#never(entries.length - 1);
    onOutcome(answer as string);
    return null;
  }

  /** Frees what went through. */
  async collect(): Promise<void> {
    await this.#collect!.apply(undefined, [], { timeout: BOOT_MS }).catch(asError);
  }

  dispose(): void {
    if (!this.#isolate.isDisposed) this.#isolate.dispose();
  }

  async #language(source: string): Promise<string> {
    const line = await this.#faultyLine(source);
    return line === null ? 'javascript' : `javascript:${line}`;
  }

  /** The step before a message to try, with the line where its code stops being JavaScript. */
  async #withFaultyLine(text: string): Promise<string> {
    const at = text.indexOf('\n') + 1;
    const end = at + Number(text.slice(0, at));
    const step = JSON.parse(text.slice(at, end)) as ProgramStep;
    const line = step.op?.op === 'code' ? await this.#faultyLine(step.op.source) : null;
    if (line === null) return text;
    const marked = JSON.stringify({ ...step, faultyLine: line });
    return `${marked.length}\n${marked}${text.slice(end)}`;
  }

  /** Where a function body stops being JavaScript, 1-based; only a compiler outside the realm tells. */
  async #faultyLine(source: string): Promise<number | null> {
    const text = `(async (message, context, lookup, decimal, console) => {"use strict";\n${source}\n})`;
    const error = await this.#isolate.compileScript(text, { filename: 'body' }).then(() => null, asError);
    const found = error && /\[body:(\d+):/.exec(error.message);
    return found ? Math.min(Math.max(Number(found[1]) - 1, 1), source.split('\n').length) : null;
  }

  async #faultyLines(program: string): Promise<Record<number, number>> {
    const lines: Record<number, number> = {};
    for (const [index, step] of (JSON.parse(program) as Program).steps.entries()) {
      const line = step?.op?.op === 'code' ? await this.#faultyLine(step.op.source) : null;
      if (line !== null) lines[index] = line;
    }
    return lines;
  }

  /** V8's clock is the wall's: an entry that had less of the processor than it may take was held up by the machine. */
  async #ended(index: number, error: Error, usedMs: number, allowedMs: number): Promise<Ending> {
    if (this.#isolate.isDisposed || /memory limit/.test(error.message)) return { end: 'memory', index, outcome: '' };
    if (!/timed out/.test(error.message)) return { end: 'crash', index, outcome: '' };
    const end = usedMs < allowedMs * FULL_SHARE ? 'starved' : 'timeout';
    const sentence = `The step ran longer than the ${allowedMs} ms it may take.`;
    return { end, index, outcome: await this.#stopped(sentence) };
  }

  /** Nothing in the isolate comes later by itself: what has not settled when its microtasks are done never will. */
  async #never(index: number): Promise<Ending> {
    return { end: 'pending', index, outcome: await this.#stopped('The step waits for something that never comes.') };
  }

  async #stopped(sentence: string): Promise<string> {
    const error = JSON.stringify({ code: 'timeout', class: 'limit', sentence });
    const text = await this.#calls!.stopped.apply(undefined, [error], { timeout: LAST_WORDS_MS }).catch(() => '');
    return typeof text === 'string' ? text : '';
  }
}

/** Processor time of this process so far; one entry runs in it at a time. */
function usedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function resolved(specifier: string, from: string): string {
  if (!specifier.startsWith('./')) return specifier;
  return from.slice(0, from.lastIndexOf('/') + 1) + specifier.slice(2);
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
