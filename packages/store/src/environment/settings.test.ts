import { describe, expect, it } from 'vitest';
import { type Freeze, freezeAt } from './settings.ts';

const reason = 'because the books are closed';
const holds = (freeze: Freeze, at: string) => freezeAt([freeze], new Date(at)) !== null;

describe('a freeze', () => {
  it.each([
    ['2026-01-29T23:59:59Z', false],
    ['2026-01-30T00:00:00Z', true],
    ['2026-02-02T23:59:59Z', true],
    ['2026-02-03T00:00:00Z', false],
    ['2028-02-27T12:00:00Z', false],
    ['2028-02-28T00:00:00Z', true],
    ['2028-02-29T12:00:00Z', true],
    ['2026-12-31T23:59:59Z', true],
  ])('around the end of a month holds at %s: %s', (at, is) => {
    expect(holds({ kind: 'month-end', days: 2, reason }, at)).toBe(is);
  });

  it.each([
    ['2026-03-02T07:59:59Z', false],
    ['2026-03-02T08:00:00Z', true],
    ['2026-03-04T07:59:59Z', true],
    ['2026-03-04T08:00:00Z', false],
  ])('between two instants holds at %s: %s', (at, is) => {
    const span: Freeze = { kind: 'span', from: '2026-03-02T09:00:00+01:00', until: '2026-03-04T08:00:00Z', reason };
    expect(holds(span, at)).toBe(is);
  });

  it.each([
    ['2026-11-26T11:59:00Z', 12, 18.5, false],
    ['2026-11-26T18:29:00Z', 12, 18.5, true],
    ['2026-11-26T18:30:00Z', 12, 18.5, false],
    ['2026-11-27T13:00:00Z', 12, 18.5, false],
    // A Thursday night.
    ['2026-11-26T21:59:00Z', 22, 4, false],
    ['2026-11-26T23:00:00Z', 22, 4, true],
    ['2026-11-27T03:59:00Z', 22, 4, true],
    ['2026-11-27T04:00:00Z', 22, 4, false],
    ['2026-11-26T03:00:00Z', 22, 4, false],
  ])('of each Thursday holds at %s, from %d to %d: %s', (at, fromHour, untilHour, is) => {
    expect(holds({ kind: 'weekly', weekday: 4, fromHour, untilHour, reason }, at)).toBe(is);
  });

  it('that holds first gives the reason', () => {
    const others: Freeze[] = [
      { kind: 'weekly', weekday: 1, fromHour: 0, untilHour: 24, reason: 'Mondays' },
      { kind: 'month-end', days: 1, reason },
    ];
    expect(freezeAt(others, new Date('2026-11-30T10:00:00Z'))?.reason).toBe('Mondays');
    expect(freezeAt(others, new Date('2026-12-01T10:00:00Z'))?.reason).toBe(reason);
    expect(freezeAt([], new Date())).toBeNull();
  });
});
