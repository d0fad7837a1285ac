import { hc } from 'hono/client';
import { expectTypeOf, test } from 'vitest';
import type { Api } from './app.ts';

const api = hc<Api>('http://throughline.test').api.v1;

test('the typed client knows every route by its declaration', () => {
  type Flows = Awaited<ReturnType<Awaited<ReturnType<typeof api.flows.$get>>['json']>>;
  expectTypeOf<Flows['flows'][number]['counts']['accepted']>().toEqualTypeOf<number>();
  expectTypeOf<Flows['flows'][number]['updatedAt']>().toEqualTypeOf<string>();
  expectTypeOf<Parameters<typeof api.flows.$get>[0]>().toExtend<{ query: { environment: string } }>();
  expectTypeOf(api.users[':id'].role.$put).toBeCallableWith({ param: { id: 'a' }, json: { role: 'admin' } });
  type RunsAsked = Parameters<typeof api.runs.$get>[0];
  expectTypeOf<{ query: { environment: string; limit: string } }>().toExtend<RunsAsked>();
  expectTypeOf(() => api.session.$get()).toBeFunction();
});
