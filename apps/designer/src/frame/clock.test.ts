import { afterEach, expect, it } from 'vitest';
import { noteServerTime, now } from './clock.ts';

afterEach(() => noteServerTime(new Date().toUTCString()));

it('tells the time of the server where the clock of this browser is off', () => {
  const server = Date.now() + 7 * 60_000;
  noteServerTime(new Date(server).toUTCString());
  expect(Math.abs(now() - server)).toBeLessThan(1500);
});

it('leaves out what a Date header cannot tell, and what is none', () => {
  noteServerTime(new Date(Date.now() + 900).toUTCString());
  expect(Math.abs(now() - Date.now())).toBeLessThan(50);
  noteServerTime(null);
  noteServerTime('yesterday');
  expect(Math.abs(now() - Date.now())).toBeLessThan(50);
});
