import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { EgressRule } from '@throughline/engine';
import { afterEach, describe, expect, it } from 'vitest';
import { expired, validNow } from '../../../../test/support/certificate.ts';
import { errorOf, LOOPBACK } from '../trial/delivery.ts';
import { closedPort, listen, listenAsCanary, type Place } from '../trial/server.ts';
import { createGuard } from './guard.ts';
import { systemResolve } from './resolve.ts';
import { parseUrl, socketTarget, targetOf } from './target.ts';

const places: Place[] = [];
const keep = async (place: Promise<Place>): Promise<Place> => {
  places.push(await place);
  return place;
};
afterEach(async () => {
  await Promise.all(places.splice(0).map((place) => place.close()));
});

const guard = createGuard(systemResolve);
const rule = (to: string, ports: number[] | 'any' = 'any'): EgressRule => ({ to, ports, reason: 'test' });
const check = (host: string, allow: EgressRule[] = [], port = 80) =>
  (async () => guard.check(socketTarget('http:', host, port), allow))();

const SPELLINGS = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '2130706433',
  '127.0.0.1.',
  '１２７.０.０.１',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '0',
  '0.0.0.0',
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '[::ffff:7f00:1]',
];

const SPECIAL = [
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.1.1',
  '169.254.169.254',
  '168.63.129.16',
  '100.64.0.1',
  '100.100.100.200',
  '100.127.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '192.88.99.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'fec0::1',
  'ff02::1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '3fff::1',
  '100::1',
  '4000::1',
];

describe('R01 special ranges in every spelling', () => {
  it.each([...SPELLINGS, ...SPECIAL])('%s is blocked for its range', async (host) => {
    const error = await errorOf(check(host));
    expect(error).toMatchObject({ code: 'egress_blocked', class: 'rejected' });
    expect(error.sentence).toMatch(/leads to the \w+ range/u);
  });

  it('reaches no listener on either loopback', async () => {
    const four = await keep(listenAsCanary());
    const six = await keep(listenAsCanary('::1', four.port));
    for (const host of SPELLINGS) {
      const open = async () => guard.open(socketTarget('mllp:', host, four.port), [], null);
      expect((await errorOf(open())).code).toBe('egress_blocked');
    }
    expect([four.connections.length, six.connections.length]).toEqual([0, 0]);
  });

  it('lets public addresses through on usual ports only', async () => {
    expect(await check('1.1.1.1')).toEqual(['1.1.1.1']);
    expect(await check('2606:4700:4700::1111')).toEqual(['2606:4700:4700::1111']);
    for (const port of [22, 25, 5432, 6379]) {
      expect((await errorOf(check('1.1.1.1', [], port))).sentence).toContain(`port ${port} is not open`);
    }
    expect(await check('1.1.1.1', [rule('1.1.1.1', [5432])], 5432)).toEqual(['1.1.1.1']);
  });
});

describe('egress rules', () => {
  it('opens a range for its ports and nothing beside it', async () => {
    const allow = [rule('10.20.0.0/16', [80])];
    expect(await check('10.20.3.4', allow)).toEqual(['10.20.3.4']);
    expect((await errorOf(check('10.21.3.4', allow))).code).toBe('egress_blocked');
    expect((await errorOf(check('10.20.3.4', allow, 81))).code).toBe('egress_blocked');
    expect((await errorOf(check('::ffff:10.20.3.4', allow))).code).toBe('egress_blocked');
  });

  it('opens private addresses by name, but neither link-local nor metadata', async () => {
    const named = createGuard(async (host) => (host === 'erp.house' ? ['10.0.0.7'] : ['169.254.169.254']));
    const see = (host: string, allow: EgressRule[]) => named.check(socketTarget('http:', host, 80), allow);
    expect(await see('erp.house', [rule('ERP.house')])).toEqual(['10.0.0.7']);
    expect((await errorOf(see('cloud.house', [rule('cloud.house')]))).sentence).toContain('metadata');
    expect((await errorOf(see('cloud.house', [rule('169.254.0.0/16')]))).sentence).toContain('metadata');
    expect(await see('cloud.house', [rule('169.254.169.254/32')])).toEqual(['169.254.169.254']);
  });
});

describe('R02 names', () => {
  it('refuses a name when any of its addresses is special', async () => {
    const mixed = createGuard(async () => ['1.1.1.1', 'fd00::1']);
    const error = await errorOf(mixed.check(socketTarget('https:', 'mixed.example', 443), []));
    expect(error).toMatchObject({ code: 'egress_blocked' });
  });

  it('connects to the address it judged, though DNS answers otherwise a moment later', async () => {
    const judged = await keep(listen(createServer(), '127.0.0.2'));
    const canary = await keep(listenAsCanary('127.0.0.1', judged.port));
    const answers = [['127.0.0.2'], ['127.0.0.1']];
    const flipping = createGuard(async () => answers.shift() ?? []);
    const target = socketTarget('mllp:', 'flips.example', judged.port);
    const allow = [rule('127.0.0.2/32')];
    await flipping.check(target, allow);
    const socket = await flipping.open(target, allow, null);
    expect(socket.remoteAddress).toBe('127.0.0.2');
    socket.destroy();
    expect(answers).toHaveLength(1);
    expect(canary.connections).toHaveLength(0);
  });

  it('says dns_failed when a name has no address', async () => {
    const empty = createGuard(async () => {
      throw new Error('ENOTFOUND');
    });
    const error = await errorOf(empty.check(socketTarget('https:', 'typo.example', 443), []));
    expect(error).toMatchObject({ code: 'dns_failed', class: 'unavailable' });
  });
});

describe('R04 schemes, credentials and shapes', () => {
  it.each([
    'file:///etc/passwd',
    'gopher://127.0.0.1/x',
    'data:text/plain,x',
    'ftp://example.com/',
    'unix:/var/run/docker.sock',
    'http://user:secret@example.com/',
    'http://exa\tmple.com/',
    'http://example.com\r\n/',
    'http://',
    'http://[::1%25lo]/',
    'not a url',
    '/relative',
  ])('%j is blocked', (text) => {
    expect(() => parseUrl(text)).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: 'egress_blocked' }) }),
    );
  });

  it.each(['', 'a/b', 'a?b', 'a#b', 'user@host', 'host:99', 'a\\b', 'a b', 'a\nb', '.'])(
    'host %j is blocked',
    (host) => {
      expect(() => socketTarget('mllp:', host, 2575)).toThrow('not allowed');
    },
  );

  it.each([0, -1, 65_536, 1.5, Number.NaN])('port %d is blocked', (port) => {
    expect(() => socketTarget('mllp:', 'erp.example', port)).toThrow('not allowed');
  });

  it('reads a URL into one spelling', () => {
    expect(targetOf(parseUrl('HTTPS://ERP.Example.:8443/x#y'))).toEqual({
      scheme: 'https:',
      host: 'erp.example',
      port: 8443,
    });
  });
});

describe('open', () => {
  it('says connect_refused', async () => {
    const error = await errorOf(guard.open(socketTarget('mllp:', '127.0.0.1', await closedPort()), LOOPBACK, null));
    expect(error).toMatchObject({ code: 'connect_refused', class: 'unavailable' });
  });

  it('tells an expired certificate from an untrusted one', async () => {
    const old = expired();
    const fresh = validNow();
    const stale = await keep(listen(createTlsServer(old)));
    const good = await keep(listen(createTlsServer(fresh)));
    const open = (place: Place, ca?: string) =>
      guard.open(socketTarget('https:', 'localhost', place.port), [...LOOPBACK, rule('::1/128')], { ca });
    expect((await errorOf(open(stale, old.cert))).code).toBe('tls_expired');
    expect((await errorOf(open(good))).code).toBe('tls_failed');
    expect((await errorOf(open(good, old.cert))).code).toBe('tls_failed');
    (await open(good, fresh.cert)).destroy();
  });
});
