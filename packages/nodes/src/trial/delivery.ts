import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import type { Connection, Delivery, EgressRule, Reach, RunContext } from '@throughline/engine';
import { StepFailure } from '@throughline/engine';

/** Test support: what the worker would hand to a run. */
export const LOOPBACK: EgressRule[] = [{ to: '127.0.0.0/8', ports: 'any', reason: 'servers of this test' }];

export const CONTEXT: RunContext = {
  messageId: 'm-000001',
  runId: 'r-000001',
  correlationId: 'c-000001',
  environment: 'test',
  flow: 'goods-receipt',
  version: 3,
  acceptedAt: '2026-03-02T08:15:00.000Z',
  keys: { purchaseOrder: 'PO-7781' },
  trigger: { node: 'in', type: 'trigger.http', contentType: 'application/json', headers: {}, params: {} },
};

export const RECEIPT_MESSAGE = JSON.stringify({
  purchaseOrder: 'PO-7781',
  lines: [{ item: '00123', quantity: '10.10', unit: 'EA' }],
});

export function reachOf(more: Partial<Reach> & { connections?: Connection[] } = {}): Reach {
  const { connections = [], ...rest } = more;
  const kept = new Map<string, string>();
  return {
    allow: LOOPBACK,
    fileRoot: '/nowhere',
    cache: { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) },
    connection: async (name) => {
      const found = connections.find((connection) => connection.name === name);
      if (found !== undefined) return found;
      throw new StepFailure({ code: 'connection_missing', class: 'rejected', sentence: `No connection ${name}.` });
    },
    ...rest,
  };
}

export function deliveryOf(settings: Record<string, unknown>, more: Partial<Delivery> = {}): Delivery {
  return {
    message: RECEIPT_MESSAGE,
    settings,
    key: 'd41f2c9be0',
    attempt: 1,
    context: CONTEXT,
    reach: reachOf(),
    signal: new AbortController().signal,
    ...more,
  };
}

/** The StepError a run ends with; fails the test when it succeeds or throws anything else. */
export async function errorOf(outcome: Promise<unknown>): Promise<StepFailure['error']> {
  try {
    await outcome;
  } catch (error) {
    if (error instanceof StepFailure) return error.error;
    throw error;
  }
  throw new Error('expected a StepFailure, but it succeeded');
}

/** How many sockets this process holds open (clients and accepted ones together), once that number has come to rest. */
export async function settledSockets(): Promise<number> {
  let count = -1;
  for (let same = 0; same < 5; ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = openSockets();
    same = now === count ? same + 1 : 0;
    count = now;
  }
  return count;
}

/** Descriptors where the system shows them: Node leaves idle pooled sockets out of its own list. */
function openSockets(): number {
  if (!existsSync('/proc/self/fd'))
    return process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

/** Waits until `done`, looking every 5 ms, at most 2 s. */
export async function until(done: () => boolean): Promise<void> {
  const end = performance.now() + 2_000;
  while (!done() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 5));
}
