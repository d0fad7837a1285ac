import type { PlanStep } from '@throughline/flow';
import { expect, it } from 'vitest';
import { caught, verdict } from './failure.ts';
import type { ErrorClass, StepError } from './ports.ts';

const step = (more: Partial<PlanStep> = {}): PlanStep => ({
  node: 'erp',
  type: 'connector.http',
  name: 'ERP',
  place: 'effect',
  config: {},
  wires: {},
  catch: null,
  pure: false,
  safety: 'idempotent',
  retry: { firstS: 1, maxS: 60, budgetS: 600 },
  destination: 0,
  reach: [0],
  ...more,
});
const error = (kind: ErrorClass, more: Partial<StepError> = {}): StepError => ({
  code: 'x',
  class: kind,
  sentence: 'It failed.',
  ...more,
});

it.each(['data', 'rejected', 'code', 'limit'] as const)('quarantines %s at once', (kind) => {
  expect(verdict(step(), error(kind), 1, 0, 0.5)).toMatchObject({ do: 'quarantine' });
});

it('retries what may pass with doubling, jittered, bounded delays', () => {
  const delay = (attempts: number, random: number) => verdict(step(), error('unavailable'), attempts, 0, random);
  expect(delay(1, 0.5)).toEqual({ do: 'retry', afterS: 1 });
  expect(delay(3, 0)).toEqual({ do: 'retry', afterS: 2 });
  expect(delay(3, 0.999)).toMatchObject({ do: 'retry', afterS: expect.closeTo(6, 1) });
  expect(delay(40, 0.5)).toEqual({ do: 'retry', afterS: 60 });
});

it('never comes back before the destination allows', () => {
  expect(verdict(step(), error('rate-limited', { retryAfterS: 30 }), 1, 0, 0)).toEqual({ do: 'retry', afterS: 30 });
});

it('gives up when the budget is spent', () => {
  expect(verdict(step(), error('unavailable'), 9, 599, 0.5)).toMatchObject({ do: 'quarantine' });
});

it('repeats after an unknown outcome only where a repeat does no harm', () => {
  const lost = error('unknown-outcome', { code: 'answer_lost' });
  expect(verdict(step(), lost, 1, 0, 0.5)).toMatchObject({ do: 'retry' });
  expect(verdict(step({ safety: 'queryable' }), lost, 1, 0, 0.5)).toMatchObject({ do: 'retry' });
  expect(verdict(step({ safety: 'neither' }), lost, 1, 0, 0.5)).toMatchObject({
    do: 'quarantine',
    error: { code: 'unknown_outcome', class: 'unknown-outcome' },
  });
});

it('gives final failures to the catch of their scope, passing ones not', () => {
  expect(verdict(step({ catch: 4 }), error('rejected'), 1, 0, 0.5)).toEqual({ do: 'catch', step: 4 });
  expect(verdict(step({ catch: 4 }), error('unavailable'), 1, 0, 0.5)).toMatchObject({ do: 'retry' });
});

it('suspects a message of crashing the sandbox only at the third time', () => {
  const crash = error('code', { code: 'crash' });
  expect(verdict(step(), crash, 2, 0, 0.5)).toMatchObject({ do: 'retry' });
  expect(verdict(step(), crash, 3, 0, 0.5)).toMatchObject({ do: 'quarantine' });
});

it('tells a catch where and why, with the message as it was', () => {
  expect(JSON.parse(caught(step(), error('data', { path: 'lines[0].item' }), '{"id":1}'))).toEqual({
    error: { code: 'x', class: 'data', sentence: 'It failed.', step: 'erp', path: 'lines[0].item' },
    message: { id: 1 },
  });
});
