import { describe, expect, test } from 'vitest';
import type { Trial } from './trial.ts';
import { walkOf } from './walk.ts';

const nothing: Trial = {
  trace: [],
  wires: [],
  deliveries: [],
  lookups: [],
  stops: [],
  filtered: [],
  reply: null,
  refused: null,
  problems: [],
  outcome: null,
};

describe('a trial on the canvas', () => {
  test('counts pieces, adds times and shows the worst that happened', () => {
    const walk = walkOf(
      {
        ...nothing,
        trace: [
          { node: 'split', us: 1000, after: null, port: 'piece' },
          { node: 'map', us: 2000, after: 0, port: 'out' },
          { node: 'map', us: 3000, after: 0, error: { code: 'x', class: 'data', sentence: 'It failed.' } },
          { node: 'call/inner', us: 1, after: 1, end: 'filtered' },
        ],
        wires: [
          { from: 'in', port: 'out', to: 'split', count: 1 },
          { from: 'split', port: 'piece', to: 'map', count: 2 },
        ],
        stops: [{ node: 'map', error: { code: 'x', class: 'data', sentence: 'It failed.' } }],
        filtered: ['erp'],
      },
      'knee',
    );
    expect(walk.nodes.get('map')).toEqual({ state: 'failed', count: 2, tookMs: 5, sentence: 'It failed.' });
    expect(walk.nodes.get('call')?.state).toBe('filtered');
    expect(walk.nodes.get('in')?.state).toBe('done');
    expect(walk.wires.get('split piece map')).toBe(2);
    expect(walk.summary).toBe('1 stopped, 1 filtered.');
  });

  test('says what kept it from going on', () => {
    const problem = { severity: 'error' as const, code: 'address_missing', sentence: 'Name an address.', node: 'erp' };
    const step = { node: 'map', us: 1, port: 'out' } as Trial['trace'][number];
    expect(walkOf({ ...nothing, trace: [step], problems: [problem] }, 'x').summary).toBe(
      'It goes no further than it can: Name an address.',
    );
  });

  test('begins as a sentence does', () => {
    expect(walkOf({ ...nothing, reply: { status: 200 } as Trial['reply'] }, 'x').summary).toBe('Answered 200.');
  });

  test('says why nothing ran', () => {
    expect(walkOf({ ...nothing, refused: { code: 'a', sentence: 'Not JSON.' } }, 'x').summary).toBe(
      'Refused at the door: Not JSON.',
    );
  });
});
