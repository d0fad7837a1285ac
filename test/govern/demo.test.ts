import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Hospital, openHospital, PASSWORD, shipped } from '../support/hospital.ts';
import { until } from '../support/stage.ts';

/* A release of the demo's own flows, as somebody makes it on the first day. */
let hospital: Hospital;
beforeAll(async () => {
  hospital = await openHospital();
}, 120_000);
afterAll(() => hospital.close());

type Ask = (method: string, path: string, json?: unknown) => Promise<Answer>;

/** Asks as somebody who signed in; fails the test when that is refused. */
async function signIn(email: string, password: string): Promise<Ask> {
  const { origin } = new URL(hospital.url);
  let cookie = '';
  const send = async (method: string, path: string, json?: unknown) => {
    const headers = { origin, cookie, ...(json === undefined ? {} : { 'content-type': 'application/json' }) };
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const answer = await fetch(`${hospital.url}/api/v1${path}`, { method, headers, ...body });
    const text = await answer.text();
    expect([path, answer.status < 300 ? 'well' : text]).toEqual([path, 'well']);
    cookie ||= answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    return (text === '' ? {} : JSON.parse(text)) as Answer;
  };
  await send('POST', '/session', { email, password });
  return send;
}

interface Check {
  findings: { severity: string; sentence: string }[];
}

describe('the demo’s flows', { timeout: 120_000 }, () => {
  it('go to test at once and to prod with a second person, where they take messages of clients with a key', async () => {
    const admin = await signIn('admin@throughline.local', PASSWORD);
    const release = await admin('POST', '/releases', { environment: 'dev', title: 'As shipped' });
    for (const environment of ['test', 'prod']) {
      const { checks } = await admin('GET', `/releases/${release['id']}/preview?environment=${environment}`);
      const errors = (checks as Check[]).flatMap(({ findings }) => findings.filter((one) => one.severity === 'error'));
      expect([environment, errors]).toEqual([environment, []]);
    }
    const bring = (environment: string) =>
      admin('POST', `/releases/${release['id']}/promotions`, { environment, reason: 'as shipped' });
    expect((await bring('test'))['state']).toBe('live');
    const waiting = await bring('prod');
    expect(waiting['state']).toBe('waiting');
    const second = { email: 'sam@hospital.test', password: 'a password of a second person' };
    await admin('POST', '/users', { ...second, name: 'Sam', role: 'admin' });
    const sam = await signIn(second.email, second.password);
    await sam('PUT', `/promotions/${waiting['id']}/decision`, { approve: true, reason: 'looked at it' });

    const body = new Uint8Array(shipped('procedure-supply-usage', 'hip-replacement.json'));
    const send = (key?: string) =>
      fetch(`${hospital.url}/in/prod/supply-usage`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key === undefined ? {} : { 'x-api-key': key }) },
        body,
      });
    await until(async () => (await send()).status === 401, 30);
    const { clients } = await admin('GET', '/clients?environment=prod');
    const [client] = clients as { id: string }[];
    const { secret } = await admin('POST', `/clients/${client!.id}/keys`, { kind: 'api-key' });
    await until(async () => (await send(String(secret))).status === 202, 30);
    await until(async () => {
      const { runs } = await admin('GET', '/runs?environment=prod&state=done&limit=1');
      return (runs as unknown[]).length === 1;
    }, 60);

    // The release brought rows of tables too; who changes them there is seen.
    const drifted = async () => {
      const { environments } = await admin('GET', '/releases/matrix');
      const places = environments as { name: string; tableDrift: string[] }[];
      return places.filter(({ tableDrift }) => tableDrift.length > 0);
    };
    expect(await drifted()).toEqual([]);
    const { definition, rows } = await admin('GET', '/tables/category-accounts/rows?environment=test');
    const fewer = (rows as { line: number; values: object }[]).slice(1);
    await admin('POST', '/tables', { environment: 'test', definition, rows: fewer, note: 'one less' });
    expect(await drifted()).toMatchObject([{ name: 'test', tableDrift: ['category-accounts'] }]);
  });
});
