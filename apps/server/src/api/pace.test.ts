import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';

describe('a pace', () => {
  let now = 0;
  const pace = createPace({ code: 'too_many', doing: 'try', perMinute: 60, atOnce: 3, now: () => now });

  it('lets so many go at once, then as many as the minute allows, each person for themselves', () => {
    for (let i = 0; i < 3; i++) pace.take('ada');
    expect(() => pace.take('ada')).toThrow(
      expect.objectContaining({ status: 429, code: 'too_many', headers: { 'retry-after': '1' } }),
    );
    pace.take('bob');
    now += 1000;
    pace.take('ada');
    expect(() => pace.take('ada')).toThrow('One person may try 60 times a minute; go on in 1 second.');
  });

  it('gives no more than the whole allowance back, however long one waits', () => {
    now += 3_600_000;
    for (let i = 0; i < 3; i++) pace.take('ada');
    expect(() => pace.take('ada')).toThrow();
  });
});
