import type { Connection, Delivery, EffectRun } from '@throughline/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { deliveryOf, errorOf, reachOf } from '../trial/delivery.ts';
import { listenAsCanary } from '../trial/server.ts';

/** What a destination does with the next delivery. */
export type Behaviour =
  | 'accepts'
  | 'refuses'
  | 'is down'
  | 'acts and never answers'
  | 'is busy'
  | 'answers without end';

/** A destination of the kind that the connector speaks to, real and local. */
export interface Destination {
  settings: Record<string, unknown>;
  connections?: Connection[];
  fileRoot?: string;
  /** The key of every delivery that arrived, as the destination saw it. */
  keys(): string[];
  /** Looks what arrived, where only the destination itself can tell. */
  settle?(): Promise<unknown>;
  close(): Promise<void>;
}

export interface Trial {
  type: string;
  run: EffectRun;
  destination(behaviour: Behaviour): Promise<Destination>;
  /** Settings that aim the connector at any port of this machine; null when it has no network. */
  aimAt: ((port: number) => Record<string, unknown>) | null;
  /** Cases that cannot be had, each with its reason. */
  skip: Partial<Record<CaseName, string>>;
}

type CaseName = keyof typeof CASES;
type Send = (more?: Partial<Delivery>) => Promise<unknown>;

/** The cases every connector passes: Behaviour → what the engine must be told. */
const CASES = {
  'a delivery is receipted': {
    behaviour: 'accepts',
    async holds(send: Send) {
      expect(await send()).toMatchObject({ status: expect.stringMatching(/\S/u), answer: expect.any(String) });
    },
  },
  'a refusal is class rejected': {
    behaviour: 'refuses',
    async holds(send: Send) {
      expect((await errorOf(send())).class).toBe('rejected');
    },
  },
  'a dead destination is class unavailable': {
    behaviour: 'is down',
    async holds(send: Send) {
      expect((await errorOf(send())).class).toBe('unavailable');
    },
  },
  'a lost answer is class unknown-outcome': {
    behaviour: 'acts and never answers',
    async holds(send: Send) {
      expect((await errorOf(send())).class).toBe('unknown-outcome');
    },
  },
  'a busy destination is class rate-limited, with its delay': {
    behaviour: 'is busy',
    async holds(send: Send) {
      expect(await errorOf(send())).toMatchObject({ class: 'rate-limited', retryAfterS: 20 });
    },
  },
  'an endless answer ends at a limit': {
    behaviour: 'answers without end',
    async holds(send: Send) {
      expect((await errorOf(send())).code).toBe('answer_too_large');
    },
  },
  'the key is the same over attempts and another for another delivery': {
    behaviour: 'accepts',
    async holds(send: Send, destination: Destination) {
      await send({ key: 'key-one', attempt: 1 });
      await send({ key: 'key-one', attempt: 2 });
      await send({ key: 'key-two', attempt: 1 });
      await destination.settle?.();
      const seen = destination.keys();
      expect(new Set(seen).size).toBe(2);
      if (seen.length === 3) expect(seen[0]).toBe(seen[1]);
    },
  },
  'an error repeats nothing of the message': {
    behaviour: 'refuses',
    async holds(send: Send) {
      const message = JSON.stringify({ patient: 'ZZCANARY', mrn: '999-CANARY' });
      expect(JSON.stringify(await errorOf(send({ message })))).not.toContain('CANARY');
    },
  },
  'a stopped delivery ends at once': {
    behaviour: 'acts and never answers',
    async holds(send: Send) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 30);
      const begun = performance.now();
      await errorOf(send({ signal: stop.signal }));
      expect(performance.now() - begun).toBeLessThan(500);
    },
  },
} as const;

/** Puts one connector through every case, and through the guard. */
export function putThroughCases(trial: Trial): void {
  describe(`${trial.type}: cases of every connector`, () => {
    let destination: Destination | null = null;
    afterEach(async () => {
      await destination?.close();
      destination = null;
    });

    for (const [name, { behaviour, holds }] of Object.entries(CASES)) {
      const reason = trial.skip[name as CaseName];
      if (reason !== undefined) {
        it(name, ({ skip }) => skip(reason));
        continue;
      }
      it(name, async () => {
        destination = await trial.destination(behaviour);
        await holds(sender(trial, destination), destination);
      });
    }

    const aimAt = trial.aimAt;
    it('an address inside the house is egress_blocked, untouched', async ({ skip }) => {
      if (aimAt === null) return skip('it has no network');
      const canary = await listenAsCanary();
      const error = await errorOf(trial.run(deliveryOf(aimAt(canary.port), { reach: reachOf({ allow: [] }) })));
      expect(error).toMatchObject({ code: 'egress_blocked', class: 'rejected' });
      expect(canary.connections).toHaveLength(0);
      await canary.close();
    });
  });
}

function sender(trial: Trial, { settings, connections, fileRoot }: Destination): Send {
  const reach = reachOf({ connections, ...(fileRoot === undefined ? {} : { fileRoot }) });
  return (more = {}) => trial.run(deliveryOf(settings, { reach, ...more }));
}
