import { createHash } from 'node:crypto';
import { contentText, type ReleaseContent, saveConnection } from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../../test/support/postgres.ts';
import { flowOf, node } from '../../../../../../test/support/stage.ts';
import { emailOf, openWorld, PASSWORD, type World } from '../../testing/world.ts';

let world: World;
let admin: string;
let second: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  admin = await world.signIn(emailOf('admin'));
  const body = { email: 'second@hospital.test', name: 'Second', role: 'admin', password: PASSWORD };
  await world.ask('POST', '/users', { cookie: admin, body });
  second = await world.signIn('second@hospital.test');
  for (const environment of ['dev', 'prod']) {
    const settings = { baseUrl: `https://erp.${environment}.example`, auth: 'none' };
    await saveConnection(world.store, { environment, name: 'erp', type: 'http', settings, by: 'test' });
  }
});
afterAll(() => world.close());

const ask = async (method: string, path: string, body?: unknown, cookie = admin) => {
  const answer = await world.ask(method, path, { cookie, ...(body === undefined ? {} : { body }) });
  return {
    status: answer.status,
    body: answer.status === 204 ? null : ((await answer.json()) as Record<string, unknown>),
  };
};

const trigger = { path: 'receipts', authentication: { mode: 'api-key', header: 'X-API-Key', secret: 'scanner' } };
const drawn = (url: string, x = 0) => {
  const flow = flowOf(
    'receipts',
    [node('in', 'trigger.http', trigger), node('erp', 'connector.http', { connection: 'erp', url })],
    ['in>erp'],
  );
  return { ...flow, layout: { ...flow.layout, nodes: { in: { x, y: 0 }, erp: { x: 240, y: 0 } } } };
};

async function publish(url: string, x = 0): Promise<number> {
  const { body } = await ask('POST', '/flows/receipts/versions', { document: drawn(url, x) });
  const version = body!['version'] as number;
  await ask('PUT', '/flows/receipts/live', { environment: 'dev', version });
  return version;
}

async function makeRelease(title: string) {
  const { body } = await ask('POST', '/releases', { environment: 'dev', title });
  return body as unknown as { id: string; number: number; made: boolean };
}

const promote = (release: string, environment = 'prod', more: object = {}) =>
  ask('POST', `/releases/${release}/promotions`, { environment, reason: 'tested in dev', ...more });

describe('a release', () => {
  it('is named by its content, and made once', async () => {
    await publish('/a');
    const first = await makeRelease('First');
    expect(first.made).toBe(true);
    expect(await makeRelease('The same again')).toEqual({ id: first.id, number: first.number, made: false });
    const { body } = await ask('GET', `/releases/${first.number}/content`);
    const text = contentText(body!['content'] as ReleaseContent);
    expect(createHash('sha256').update(text).digest('hex')).toBe(first.id);
    expect(body!['content']).toMatchObject({
      connections: ['erp'],
      secrets: ['scanner'],
      flows: [{ id: 'receipts', version: 1 }],
    });
  });

  it('never changes, whoever tries', async () => {
    await expect(world.store.sql`update release set content = '{}'`).rejects.toThrow('a release never changes');
    await expect(world.store.sql`delete from release`).rejects.toThrow('a release never changes');
  });

  it('does not go where something is missing, and says what', async () => {
    const { status, body } = await promote('1');
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'checks_failed',
      errors: [{ field: 'receipts/in', sentence: 'prod has no secret scanner; nobody could send.' }],
    });
    await ask('PUT', '/secrets/scanner', { environment: 'prod', value: 'a key for scanners' });
    const preview = await ask('GET', '/releases/1/preview?environment=prod');
    expect(preview.body).toMatchObject({ flows: [{ change: 'added', before: null, after: 1 }] });
  });

  it('waits in a protected environment for somebody else', async () => {
    const { body } = await promote('1');
    expect(body).toMatchObject({ state: 'waiting' });
    const id = body!['id'] as string;
    expect((await ask('GET', '/flows?environment=prod')).body).toMatchObject({ flows: [{ live: null }] });
    const own = await ask('PUT', `/promotions/${id}/decision`, { approve: true, reason: 'it is mine' });
    expect(own).toMatchObject({ status: 403, body: { code: 'own_approval' } });
    const decided = await ask('PUT', `/promotions/${id}/decision`, { approve: true, reason: 'looks well' }, second);
    expect(decided.body).toEqual({ state: 'live' });
    const again = await ask('PUT', `/promotions/${id}/decision`, { approve: true, reason: 'once more' }, second);
    expect(again).toMatchObject({ status: 409, body: { code: 'already_decided' } });
    expect((await ask('GET', '/flows?environment=prod')).body).toMatchObject({ flows: [{ live: { version: 1 } }] });
  });

  it('is the only way into a protected environment', async () => {
    const answer = await ask('PUT', '/flows/receipts/live', { environment: 'prod', version: 1 });
    expect(answer).toMatchObject({ status: 409, body: { code: 'environment_protected' } });
  });

  it('tells a change of behaviour from a moved node', async () => {
    await publish('/a', 500);
    const moved = await makeRelease('Moved');
    expect((await ask('GET', `/releases/${moved.id}/preview?environment=prod`)).body).toMatchObject({
      flows: [{ change: 'drawing' }],
    });
    await publish('/b', 500);
    const changed = await makeRelease('Changed');
    expect((await ask('GET', `/releases/${changed.id}/preview?environment=prod`)).body).toMatchObject({
      flows: [{ change: 'behaviour' }],
    });
  });

  it('is rolled back in one act', async () => {
    const changed = await makeRelease('Changed');
    const asked = await promote(changed.id);
    await ask('PUT', `/promotions/${asked.body!['id']}/decision`, { approve: true, reason: 'looks well' }, second);
    expect((await ask('GET', '/flows?environment=prod')).body).toMatchObject({ flows: [{ live: { version: 3 } }] });
    expect((await ask('POST', '/environments/prod/roll-back', { reason: 'the ERP refuses it' })).status).toBe(200);
    expect((await ask('GET', '/flows?environment=prod')).body).toMatchObject({ flows: [{ live: { version: 1 } }] });
    const { body } = await ask('GET', '/audit?act=release.roll-back');
    expect(body).toMatchObject({
      entries: [{ summary: 'Rolled prod back to release 1.', reason: 'the ERP refuses it' }],
    });
    // And to any earlier one, by what brought it there.
    const to = asked.body!['id'];
    const back = (chosen: unknown) => ask('POST', '/environments/prod/roll-back', { to: chosen, reason: 'as it was' });
    expect(await back(to)).toMatchObject({ status: 200, body: { release: changed.id } });
    expect((await back('00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect(await ask('POST', '/environments/dev/roll-back', { reason: 'as it was' })).toMatchObject({
      ...{ status: 409, body: { code: 'nothing_earlier' } },
    });
    expect((await back(null)).status).toBe(200);
    expect((await ask('GET', '/flows?environment=prod')).body).toMatchObject({ flows: [{ live: { version: 1 } }] });
  });

  it('shows where an environment runs something else', async () => {
    await world.store.sql`
      update deployment d set version = 2 from environment e where e.id = d.environment_id and e.name = 'prod'`;
    const { body } = await ask('GET', '/releases/matrix');
    const cells = (body!['flows'] as { cells: { environment: string; drift: boolean }[] }[])[0]!.cells;
    expect(cells.find(({ environment }) => environment === 'prod')).toMatchObject({
      version: 2,
      released: 1,
      drift: true,
    });
  });

  it('does not go into a frozen environment', async () => {
    const freezes = [
      { kind: 'span', from: '2020-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z', reason: 'month-end close' },
    ];
    await ask('PUT', '/environments/prod', { settings: { freezes } });
    expect(await promote('1')).toMatchObject({
      status: 409,
      body: { errors: [{ sentence: 'Nothing is released into prod now: month-end close.' }] },
    });
    await ask('PUT', '/environments/prod', { settings: {} });
  });
});

describe('a phased release', () => {
  it('is a candidate beside the live version, and may be completed or withdrawn', async () => {
    const rollout = { rule: { kind: 'share', share: 0.1 }, guard: {} };
    const { body } = await promote('3', 'prod', { rollout });
    await ask('PUT', `/promotions/${body!['id']}/decision`, { approve: true, reason: 'some first' }, second);
    const cell = async () => {
      const matrix = (await ask('GET', '/releases/matrix')).body as unknown as {
        flows: { cells: { environment: string; version: number; candidate: number | null }[] }[];
      };
      return matrix.flows[0]!.cells.find(({ environment }) => environment === 'prod');
    };
    expect(await cell()).toMatchObject({ candidate: 3 });
    expect(
      await promote('1').then(
        async ({ body: other }) =>
          (await ask('PUT', `/promotions/${other!['id']}/decision`, { approve: true, reason: 'another one' }, second))
            .body,
      ),
    ).toMatchObject({ code: 'rollout_under_way' });
    expect((await ask('POST', `/promotions/${body!['id']}/withdraw`, { reason: 'not today' })).status).toBe(204);
    expect(await cell()).toMatchObject({ version: 2, candidate: null });
  });
});

describe('an exception from a rule', () => {
  it('counts once somebody else approved it, until its day', async () => {
    await world.store.sql`delete from secret where name = 'scanner'`;
    const asked = await ask('POST', '/policies/exceptions', {
      environment: 'prod',
      flow: 'receipts',
      node: 'in',
      rule: 'bound',
      reason: 'the key comes tonight',
      days: 1,
    });
    const id = asked.body!['id'] as string;
    expect((await promote('1')).body).toMatchObject({ code: 'checks_failed' });
    expect(await ask('POST', `/policies/exceptions/${id}/approval`)).toMatchObject({ status: 403 });
    expect((await ask('POST', `/policies/exceptions/${id}/approval`, undefined, second)).status).toBe(204);
    expect((await promote('1')).body).toMatchObject({ state: 'waiting' });
    await world.store.sql`update policy_exception set expires_at = now() - interval '1 minute'`;
    expect((await promote('1')).body).toMatchObject({ code: 'checks_failed' });
  });
});

describe('a comparison', () => {
  it('sees through a flow to those that it calls', async () => {
    const part = (text: string) =>
      flowOf(
        'part',
        [node('start', 'trigger.called'), node('add', 'transform.map', { text }), node('end', 'route.return')],
        ['start>add', 'add>end'],
      );
    const caller = flowOf(
      'caller',
      [
        node('in', 'trigger.manual'),
        node('call', 'route.call', { flow: 'part' }),
        node('erp', 'connector.http', { connection: 'erp', url: '/a' }),
      ],
      ['in>call', 'call>erp'],
    );
    const put = async (document: { id: string }) => {
      const { body } = await ask('POST', `/flows/${document.id}/versions`, { document });
      expect(body!['version']).toEqual(expect.any(Number));
      return body!['version'];
    };
    await put(part('{"n": 1}'));
    await ask('PUT', '/flows/caller/live', { environment: 'dev', version: await put(caller) });
    const { body } = await ask('POST', '/releases', { environment: 'dev', title: 'One', flows: ['caller'] });
    const preview = async () =>
      ((await ask('GET', `/releases/${body!['id']}/preview?environment=dev`)).body!['flows'] as object[])[0];
    expect(await preview()).toMatchObject({ change: 'same' });
    await put(part('{"n": 2}'));
    await ask('PUT', '/flows/caller/live', { environment: 'dev', version: await put(caller) });
    expect(await preview()).toMatchObject({ change: 'called', before: 2, after: 1, diff: null });
  });
});
