import type { StepError } from '@throughline/engine';
import type { PlanStep } from '@throughline/flow';
import { alarmConnection, claimProbe, closeGate, pauseGate, readGates, type Store } from '@throughline/store';
import type { Bound } from './plans.ts';

/**
 * A gate stands before each destination and is shared by all workers through the database. Closed (no row): everybody passes, a
 * bounded number at once. After OPEN_AFTER failures in a row it opens: nobody passes but one probe every PROBE_S seconds. A
 * rate limit pauses it for as long as the destination asked. The first success closes it and wakes the lanes that waited.
 */
const OPEN_AFTER = 5;
const PROBE_S = 5;
const MAX_AT_ONCE = 64;
const READ_EVERY_MS = 1_000;
/** It looks like somebody else: nobody passes from the first time on, and people are told. */
const ALARMING: readonly string[] = ['host_key_changed'];

interface Gate {
  environmentId: number;
  name: string;
  failures: number;
  /** Until when (performance.now() clock) nobody passes; 0 = closed. */
  until: number;
  open: boolean;
  running: number;
  queue: (() => void)[];
  waiting: Map<string, { deployment: number; node: string }>;
}

export interface Gates {
  /** Seconds to wait, or 0 when an attempt may be made now. */
  blockedS(gate: Gate): number;
  of(bound: Bound, step: PlanStep): Gate;
  /** True when this attempt is the one that may test an open gate. */
  probe(gate: Gate): Promise<boolean>;
  /** Waits for one of the places; the answer gives it back. `cancelled` is asked before a queued caller is let in. */
  enter(gate: Gate, cancelled: () => boolean): Promise<(() => void) | null>;
  succeeded(gate: Gate): void;
  failed(gate: Gate, error: StepError): void;
  close(): void;
}

export type { Gate };

export function createGates(store: Store, onError: (error: unknown) => void): Gates {
  const gates = new Map<string, Gate>();
  const environments = new Set<number>();

  async function read(): Promise<void> {
    for (const environmentId of environments) {
      const states = new Map((await readGates(store, environmentId)).map((state) => [state.name, state]));
      for (const gate of gates.values()) {
        if (gate.environmentId !== environmentId) continue;
        const state = states.get(gate.name);
        if (state === undefined) {
          gate.until = 0;
          gate.open = false;
        } else {
          gate.until = performance.now() + state.pausedS * 1000;
          gate.failures = state.failures;
          gate.open = true;
        }
      }
    }
  }
  const timer = setInterval(() => read().catch(onError), READ_EVERY_MS);

  function pause(gate: Gate, pauseS: number, reason: string): void {
    gate.until = Math.max(gate.until, performance.now() + pauseS * 1000);
    gate.open = true;
    const { environmentId, name, failures } = gate;
    pauseGate(store, { environmentId, name, failures, pauseS, reason }).catch(onError);
  }

  return {
    of(bound, step) {
      const { environmentId, flow, deployment } = bound.pinned;
      const name = gateName(step) ?? `${flow}/${step.node}`;
      const id = `${environmentId} ${name}`;
      let gate = gates.get(id);
      if (gate === undefined) {
        gate = { environmentId, name, failures: 0, until: 0, open: false, running: 0, queue: [], waiting: new Map() };
        gates.set(id, gate);
        environments.add(environmentId);
      }
      gate.waiting.set(`${deployment} ${step.node}`, { deployment, node: step.node });
      return gate;
    },
    blockedS: (gate) => (gate.open ? Math.max(0, (gate.until - performance.now()) / 1000) : 0),
    async probe(gate) {
      if (!gate.open) return true;
      const mine = await claimProbe(store, gate.environmentId, gate.name, PROBE_S).catch((error: unknown) => {
        onError(error);
        return false;
      });
      gate.until = performance.now() + PROBE_S * 1000;
      return mine;
    },
    async enter(gate, cancelled) {
      while (gate.running >= MAX_AT_ONCE) {
        await new Promise<void>((resolve) => gate.queue.push(resolve));
        if (cancelled()) {
          gate.queue.shift()?.();
          return null;
        }
      }
      gate.running++;
      let inside = true;
      return () => {
        if (!inside) return;
        inside = false;
        gate.running--;
        gate.queue.shift()?.();
      };
    },
    succeeded(gate) {
      gate.failures = 0;
      if (!gate.open) return;
      gate.open = false;
      gate.until = 0;
      const { environmentId, name, waiting } = gate;
      closeGate(store, { environmentId, name, waiting: [...waiting.values()] }).catch(onError);
    },
    failed(gate, error) {
      if (error.class === 'rate-limited') pause(gate, error.retryAfterS ?? 1, error.code);
      else if (error.class === 'unavailable' || error.class === 'unknown-outcome') {
        gate.failures++;
        if (ALARMING.includes(error.code)) {
          pause(gate, PROBE_S, error.code);
          alarmConnection(store, gate.environmentId, { ...error, name: gate.name }).catch(onError);
        } else if (error.retryAfterS !== undefined) pause(gate, error.retryAfterS, error.code);
        else if (gate.failures >= OPEN_AFTER) pause(gate, PROBE_S, error.code);
      }
    },
    close: () => clearInterval(timer),
  };
}

/** The partner behind a step: its connection, or the origin of a constant URL; flows that share a partner share its gate. */
function gateName(step: PlanStep): string | null {
  const { connection, url, host, port } = step.config;
  if (typeof connection === 'string' && connection !== '') return connection;
  if (typeof url === 'string' && URL.canParse(url)) return new URL(url).origin;
  if (typeof host === 'string' && host !== '') return `${host}:${String(port ?? '')}`;
  return null;
}
