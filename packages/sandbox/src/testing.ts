import { readFileSync } from 'node:fs';
import type { RealmResult, RunContext } from '@throughline/engine';
import type { Program, ProgramStep, RealmOp } from '@throughline/flow';
import { type CagedSandbox, createSandbox, type SandboxEvent, type SandboxOptions } from './index.ts';

/** A sandbox that remembers its children, so that a test can see that none is left over. */
export interface Watched extends CagedSandbox {
  events: SandboxEvent[];
  /** Closes and answers the pids that are still alive. */
  closeAndCount(): Promise<number[]>;
}

export function watchedSandbox(options: Partial<SandboxOptions> = {}): Watched {
  const events: SandboxEvent[] = [];
  const sandbox = createSandbox({
    loadTable: async ({ name }) => Promise.reject(new Error(`no table ${name}`)),
    ...options,
    log: (event) => events.push(event),
  });
  const closeAndCount = async (): Promise<number[]> => {
    await sandbox.close();
    return [...new Set(events.map(({ pid }) => pid))].filter(isAlive);
  };
  return { ...sandbox, events, closeAndCount };
}

/** Whether a process still runs. One that has ended and waits for its new parent to notice does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export function contextOf(messageId = 'm-000001'): RunContext {
  return {
    messageId,
    runId: 'r-1',
    correlationId: 'c-1',
    environment: 'test',
    flow: 'supply-usage',
    version: 3,
    acceptedAt: '2026-03-14T09:26:53.589Z',
    keys: { purchaseOrder: 'PO-7781' },
    trigger: { node: 'webhook', type: 'http', contentType: 'application/json', headers: {}, params: {} },
  };
}

let programs = 0;

/** Ops in a row, then an exit behind the last one's `out`. */
export function line(...ops: RealmOp[]): Program {
  const steps: (ProgramStep | null)[] = ops.map((op, i) => stepOf(op, { out: [i + 1] }));
  return programOf([...steps, null]);
}

export function stepOf(op: RealmOp | null, wires: ProgramStep['wires'], more: Partial<ProgramStep> = {}): ProgramStep {
  return { node: op?.op ?? 'connector', op, wires, fields: [], catch: null, ...more };
}

export function programOf(steps: (ProgramStep | null)[], tables: Program['tables'] = []): Program {
  return { id: `program-${++programs}`, steps, tables };
}

export const code = (source: string): RealmOp => ({ op: 'code', source });
export const expression = (text: string): RealmOp => ({ op: 'expression', text });

export function entry(message: unknown, id?: string, step = 0): { step: number; message: string; context: string } {
  return {
    step,
    message: typeof message === 'string' ? message : JSON.stringify(message),
    context: JSON.stringify(contextOf(id)),
  };
}

/** Runs one message (a value, or JSON text). */
export async function one(sandbox: CagedSandbox, program: Program, message: unknown): Promise<RealmResult> {
  const [result] = await sandbox.run(program, [entry(message)]);
  return result as RealmResult;
}

/** The message behind the one exit, parsed; fails when there is none. */
export async function out(sandbox: CagedSandbox, program: Program, message: unknown): Promise<unknown> {
  const { exits, stops } = await one(sandbox, program, message);
  if (exits.length !== 1) throw new Error(`no exit: ${JSON.stringify(stops)}`);
  return JSON.parse(exits[0]?.message as string);
}

/** The error of the one stop. */
export async function fault(
  sandbox: CagedSandbox,
  program: Program,
  message: unknown,
): Promise<RealmResult['stops'][0]['error']> {
  const { exits, stops } = await one(sandbox, program, message);
  if (stops.length !== 1 || exits.length > 0) throw new Error(`no stop: ${JSON.stringify(exits)}`);
  return (stops[0] as RealmResult['stops'][0]).error;
}
