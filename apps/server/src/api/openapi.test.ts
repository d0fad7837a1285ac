import { expect, it } from 'vitest';
import { describeApi } from './openapi.ts';
import type { AnyRoute } from './route.ts';
import { routes } from './routes/all.ts';

interface Described {
  summary: string;
  description: string;
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: { properties: object } }> };
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

const all = routes as readonly unknown[] as readonly AnyRoute[];
const { paths } = describeApi(all, '1.2.3') as { paths: Record<string, Record<string, Described>> };
const described = (method: string, path: string) => paths[`/api/v1${path}`]![method]!;

it('tells what every route is for, which right it needs, and what it answers', () => {
  for (const { method, path } of all) {
    const { summary, description, responses, parameters } = described(method, path.replaceAll(/:(\w+)/g, '{$1}'));
    expect([path, summary.length > 10, description.length > 0]).toEqual([path, true, true]);
    expect(Object.keys(responses)).toContain('default');
    const named = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
    expect(named).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
  }
});

it('describes what a program sends and gets, down to the fields', () => {
  const runs = described('get', '/runs');
  expect(runs.parameters).toContainEqual(expect.objectContaining({ name: 'search', in: 'query', required: false }));
  expect(runs.parameters).toContainEqual(expect.objectContaining({ name: 'environment', required: true }));
  expect(JSON.stringify(runs.responses['200'])).toContain('"correlationId"');
  const plan = described('post', '/replays/plan');
  expect(Object.keys(plan.requestBody!.content['application/json']!.schema.properties)).toContain('quarantine');
  expect(plan.description).toContain('message.replay');
});
