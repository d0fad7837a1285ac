import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { ApiEnv, Deps } from './deps.ts';
import { register } from './door.ts';
import { type AnyRoute, route } from './route.ts';

const declared = {
  ...{ method: 'get' as const, path: '/things' as const, summary: 'Things', permission: 'flow.see' as const },
  ...{ where: 'listed' as const, answer: z.object({}) },
};
const things = route(declared, async () => ({})) as unknown as AnyRoute;
const registering = (...routes: AnyRoute[]) => {
  return () => register(new Hono<ApiEnv>(), routes, {} as Deps);
};

it('opens no route that says no right or no place, or that is declared twice', () => {
  expect(registering(things)).not.toThrow();
  const { permission: _right, ...rightless } = things;
  const { where: _where, ...placeless } = things;
  for (const wrong of [rightless, placeless]) {
    expect(registering(wrong as AnyRoute)).toThrow('get /things is declared twice, or says no permission or no scope');
  }
  expect(registering(things, things)).toThrow('get /things is declared twice');
});
