import {
  type DoorSettings,
  type EnvironmentSettings,
  noDoorSettings,
  putDoor,
  readTrace,
  saveEnvironment,
  system,
} from '@throughline/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Destination, openDestination } from '../support/destination.ts';
import { flowOf, node, openStage, type Stage, until } from '../support/stage.ts';

/* What an environment says of its doors and flows, as senders and messages meet it. */
let stage: Stage;
let partner: Destination;
beforeAll(async () => {
  stage = await openStage();
  partner = await openDestination();
  await stage.connect('erp', partner.url);
  const nodes = [
    node('in', 'trigger.http', { path: 'orders' }),
    node('map', 'transform.map', { text: '{"site": $context.variables.SITE, "name": name}' }),
    node('send', 'connector.http', { connection: 'erp', url: '/at' }),
  ];
  await stage.live(flowOf('orders', nodes, ['in>map', 'map>send']));
});
afterAll(async () => {
  await stage.close();
  await partner.close();
});

function environment(settings: EnvironmentSettings): Promise<void> {
  const egress = [{ to: '127.0.0.1', ports: 'any' as const, reason: 'test' }];
  const dev = { name: 'dev', title: 'Dev', colour: 'teal', protected: false };
  return saveEnvironment(stage.store, { ...dev, settings: { egress, ...settings } });
}

const set = (settings: Partial<DoorSettings>) =>
  putDoor(stage.store, system('test'), {
    ...{ environment: 'dev', flow: 'orders', node: 'in' },
    settings: { ...noDoorSettings, ...settings },
  });

let sent = 0;
const send = () => stage.send('orders', { name: 'Ann Analyst' }, { 'idempotency-key': `order-${sent++}` });

/** What the trace keeps of the message behind the mapping. */
async function kept(): Promise<unknown> {
  const { messageId } = (await (await send()).json()) as { messageId: string };
  let out: unknown;
  await until(async () => {
    const { legs, deliveries } = await readTrace(stage.store, messageId);
    out = legs.flatMap(({ steps }) => steps).find(({ s }) => s === 1)?.out;
    return deliveries.length > 0;
  });
  return out;
}

describe('an environment', () => {
  it('gives its flows named values, and says how much traces keep of messages', async () => {
    await environment({ variables: { SITE: 'MAIN' }, capture: 'full' });
    await until(async () => JSON.stringify(await kept()) === '{"site":"MAIN","name":"Ann Analyst"}');
    expect(JSON.parse(partner.arrivals.at(-1)!.body)).toEqual({ site: 'MAIN', name: 'Ann Analyst' });
    await environment({ variables: { SITE: 'EAST' }, capture: 'shapes' });
    await until(async () => JSON.stringify(await kept()) === '{"site":"text 4","name":"text 11"}');
    // The door hears of the value, and the worker of what traces keep, each in its own time.
    await until(async () => (await kept()) !== undefined && partner.arrivals.at(-1)!.body.includes('"EAST"'));
    await environment({ variables: { SITE: 'EAST' }, capture: 'none' });
    await until(async () => (await kept()) === undefined);
  });
});

describe('a door', () => {
  it('says that it is on its way out, then takes nothing more', async () => {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
    const deprecatedAt = day(-1);
    await set({ deprecatedAt, sunsetAt: day(30), successor: 'https://hospital.example/orders-2' });
    await until(async () => (await send()).headers.has('deprecation'));
    const { status, headers } = await send();
    expect(status).toBe(202);
    expect(headers.get('deprecation')).toBe(`@${Math.floor(Date.parse(deprecatedAt) / 1000)}`);
    expect(Date.parse(headers.get('sunset')!)).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    expect(headers.get('link')).toBe('<https://hospital.example/orders-2>; rel="successor-version"');
    await set({ deprecatedAt, sunsetAt: day(-0.1) });
    await until(async () => (await send()).status === 410);
    expect(await (await send()).json()).toMatchObject({ code: 'door_sunset' });
  });

  it('lets in as many as its rate says, by standard headers, and says when to come again', async () => {
    await set({ rate: { calls: 3, seconds: 600 }, quota: { calls: 1000, per: 'day' } });
    await until(async () => (await send()).headers.has('ratelimit-policy'));
    const answers = await Promise.all(Array.from({ length: 6 }, send));
    const limited = answers.find(({ status }) => status === 429)!;
    expect(answers.filter(({ status }) => status === 202).length).toBeLessThanOrEqual(2);
    expect(limited.headers.get('ratelimit-policy')).toBe('"quota";q=1000;w=86400, "rate";q=3;w=600');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(500);
    expect(await limited.json()).toMatchObject({ code: 'too_often', 'violated-policies': ['rate'] });
  });
});
