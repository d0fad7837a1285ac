import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../../../../test/support/postgres.ts';
import { emailOf, openWorld, type World } from '../../testing/world.ts';

let world: World;
let cookie: string;
beforeAll(async () => {
  world = await openWorld(await createDatabase());
  cookie = await world.signIn(emailOf('admin'));
});
afterAll(() => world.close());

const ask = async (method: string, path: string, body?: unknown) => {
  const answer = await world.ask(method, path, { cookie, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
};

describe('an environment', () => {
  it('is made, changed and read; what is left out stays', async () => {
    const settings = {
      egress: [{ to: '10.20.0.0/16', ports: [443], reason: 'the ERP stands there' }],
      variables: { SITE: 'MAIN' },
      retention: { phi: 30, records: 400 },
      freezes: [{ kind: 'month-end', days: 2, reason: 'month-end close' }],
    };
    const wanted = { name: 'staging', title: 'Staging', colour: 'grape', settings };
    expect(await ask('POST', '/environments', wanted)).toMatchObject({ status: 204 });
    expect(await ask('PUT', '/environments/staging', { title: 'Stage', protected: true })).toMatchObject({
      status: 204,
    });
    expect((await ask('GET', '/environments/staging')).body).toEqual({
      ...{ name: 'staging', title: 'Stage', colour: 'grape', protected: true, settings },
    });
    const { body } = await ask('GET', '/audit?object=environment:staging');
    expect(body).toMatchObject({ entries: [{ summary: 'Changed the environment staging: title, protected.' }, {}] });
  });

  it.each(['flows', 'api', 'in', 'sign-in', 'healthz', 'tokens', 'releases', 'Prod', '-x', '..', ''])(
    'cannot be called %j',
    async (name) => {
      const answer = await ask('POST', '/environments', { name, title: 'x', colour: 'teal' });
      expect(answer).toMatchObject({ status: 400, body: { code: 'name_refused' } });
    },
  );

  it('is not made twice', async () => {
    const answer = await ask('POST', '/environments', { name: 'dev', title: 'x', colour: 'teal' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'environment_exists' } });
  });

  it('lets connectors into the house only with a reason', async () => {
    const egress = [{ to: '10.0.0.0/8', ports: 'any', reason: '' }];
    const answer = await ask('PUT', '/environments/dev', { settings: { egress } });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ field: '/settings/egress/0/reason', sentence: 'a reason of at least 3 characters' }] },
    });
  });

  it('is removed only when nothing was ever live in it', async () => {
    await ask('POST', '/environments', { name: 'brief', title: 'Brief', colour: 'gray' });
    await ask('PUT', '/secrets/k', { environment: 'brief', value: 'something' });
    expect((await ask('DELETE', '/environments/brief')).status).toBe(204);
    expect((await ask('GET', '/environments/brief')).status).toBe(404);
    const { sql } = world.store;
    await sql`insert into flow (id, draft, updated_by) values ('f', '{}', 't')`;
    await sql`insert into flow_version (flow_id, version, document, plan, note, author) values ('f', 1, '{}', '{"steps":[],"name":"f"}', '', '')`;
    await sql`insert into deployment (environment_id, flow_id, version, changed_by)
      select id, 'f', 1, 't' from environment where name = 'staging'`;
    expect(await ask('DELETE', '/environments/staging')).toMatchObject({
      status: 409,
      body: { code: 'environment_used' },
    });
  });
});

describe('a connection', () => {
  const settings = {
    baseUrl: 'https://erp.example/api',
    auth: 'oauth2',
    tokenUrl: 'https://erp.example/t',
    clientId: 'x',
  };
  const put = (body: object) => ask('PUT', '/connections/erp', { environment: 'dev', type: 'http', settings, ...body });

  it('is kept with its secrets, which nobody sees again', async () => {
    expect((await put({ secrets: { clientSecret: 'CANARY-in-the-api' }, classes: ['open'] })).status).toBe(204);
    const { body } = await ask('GET', '/connections?environment=dev');
    expect(body).toMatchObject({
      connections: [{ name: 'erp', settings, classes: ['open'], secrets: [{ field: 'clientSecret', version: 1 }] }],
    });
    expect(JSON.stringify(body)).not.toContain('CANARY');
  });

  it.each([
    ['a setting it does not have', { settings: { ...settings, color: 'red' } }, 'body_invalid'],
    ['an address with a password in it', { settings: { baseUrl: 'https://u:p@erp.example' } }, 'body_invalid'],
    ['another scheme', { settings: { baseUrl: 'file:///etc/passwd' } }, 'body_invalid'],
    ['no client id', { settings: { ...settings, clientId: undefined } }, 'body_invalid'],
    ['a secret it has no use for', { secrets: { password: 'something' } }, 'secret_unknown'],
    [
      'a private key among the settings',
      { settings: { ...settings, ca: '-----BEGIN PRIVATE KEY-----' } },
      'body_invalid',
    ],
    [
      'another host without its secret',
      { settings: { ...settings, baseUrl: 'https://thief.example' } },
      'secret_host_changed',
    ],
  ])('is refused with %s', async (_, change, code) => {
    expect((await put(change)).body).toMatchObject({ code });
  });

  it('over SFTP is not kept before a key of its host is pinned', async () => {
    const files = { host: 'files.example', username: 'us', auth: 'password' };
    const keep = (more: object) =>
      ask('PUT', '/connections/files', { environment: 'dev', type: 'sftp', settings: { ...files, ...more } });
    expect((await keep({})).body).toMatchObject({
      code: 'connection_unfinished',
      errors: [{ field: '/settings/hostKeys' }],
    });
    expect((await keep({ hostKeys: ['SHA256:short'] })).body).toMatchObject({ code: 'body_invalid' });
    expect((await keep({ hostKeys: [`SHA256:${'A'.repeat(43)}`], folder: 'in/../..' })).body).toMatchObject({
      code: 'body_invalid',
      errors: [{ field: '/settings/folder', sentence: 'without ..' }],
    });
    expect((await keep({ hostKeys: [`SHA256:${'A'.repeat(43)}`] })).status).toBe(204);
    await ask('DELETE', '/connections/files?environment=dev');
  });

  it.each([
    ['sql', { host: 'db.example', username: 'us', database: 'stock' }, '/settings/clientCertificate', 'no PEM'],
    ['amqp', { host: 'mq.example', auth: 'certificate' }, '/settings/clientCertificate', undefined],
    ['amqp', { host: 'mq.example' }, '/settings/username', undefined],
    ['amqp', { host: 'mq.example', auth: 'certificate', tls: false }, '/settings/tls', undefined],
  ])('over %s names what does not fit', async (type, given, field, clientCertificate) => {
    const body = {
      environment: 'dev',
      type,
      settings: { ...given, ...(clientCertificate ? { clientCertificate } : {}) },
    };
    const answer = await ask('PUT', '/connections/other', body);
    expect(answer.body).toMatchObject({
      code: 'body_invalid',
      errors: expect.arrayContaining([{ field, sentence: expect.any(String) }]),
    });
  });

  it('is removed with its secrets', async () => {
    expect((await ask('DELETE', '/connections/erp?environment=dev')).status).toBe(204);
    expect((await world.store.sql`select 1 from secret where name like 'erp/%'`).length).toBe(0);
  });
});
