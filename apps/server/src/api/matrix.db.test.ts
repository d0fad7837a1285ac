import { type RoleName, roleNames } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../test/support/postgres.ts';
import { routes } from './routes/all.ts';
import { table } from './testing/matrix.ts';
import { type Ask, emailOf, openWorld, type World } from './testing/world.ts';

let world: World;
const tokens = new Map<string, string>();
const cookies = new Map<RoleName, string>();
/** They end the session that asks, or others of its person. */
const ending = new Set(['post /session', 'delete /session', 'delete /sessions']);
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  tokens.set('none', await world.token(['table.see']));
  for (const right of new Set(Object.values(table).map((row) => row.right ?? 'table.see'))) {
    tokens.set(right, await world.token([right]));
    tokens.set(`${right} in prod`, await world.token([right], ['prod']));
  }
});
afterAll(() => world.close());

describe.each(routes.map((route) => `${route.method} ${route.path}`))('%s', (name) => {
  const row = table[name]!;
  const [method, declared] = name.split(' ') as [string, string];
  const knock = async (as: Ask) => {
    const body = row.body === undefined ? {} : { body: row.body };
    return (await world.ask(method.toUpperCase(), row.path ?? declared, { ...as, ...body })).status;
  };
  const isOpen = row?.right === undefined;

  it('has a row in this table', () => expect(table).toHaveProperty([name]));

  it('anonymous', async () => expect(await knock({})).toBe(row.may.includes('anonymous') ? row.status : 401));

  it.each(roleNames)('%s', async (role: RoleName) => {
    const cookie = cookies.get(role) ?? (await world.signIn(emailOf(role)));
    cookies.set(role, cookie);
    expect(await knock({ cookie })).toBe(row.may.includes(role) ? row.status : 403);
    if (ending.has(name)) cookies.delete(role);
  });

  it('a token without the right', async () => {
    const other = row.right === 'table.see' ? 'flow.see' : 'none';
    expect(await knock({ token: tokens.get(other)! })).toBe(isOpen ? row.status : 403);
  });

  it('a token with the right', async () => {
    const token = tokens.get(row.right ?? 'table.see')!;
    expect(await knock({ token })).toBe(row.right === null ? 403 : row.status);
  });

  it('a token with the right in another environment', async () => {
    expect(await knock({ token: tokens.get(`${row.right ?? 'table.see'} in prod`)! })).toBe(row.elsewhere);
  });
});

describe('a token', () => {
  it('lists only what lies within its environments', async () => {
    const token = tokens.get('environment.see in prod')!;
    const { environments } = (await (await world.ask('GET', '/environments', { token })).json()) as {
      environments: { name: string }[];
    };
    expect(environments.map(({ name }) => name)).toEqual(['prod']);
  });

  it('is answered alike for an environment it may not see and one that does not exist (Z02)', async () => {
    const ask = async (environment: string) => {
      const answer = await world.ask('GET', `/flows?environment=${environment}`, {
        token: tokens.get('flow.see in prod')!,
      });
      const { instance, ...problem } = (await answer.json()) as { instance: string };
      return { status: answer.status, problem };
    };
    expect(await ask('dev')).toEqual(await ask('nowhere'));
  });
});
