import { describe, expect, it } from 'vitest';
import { originOf, rangesOf } from './address.ts';

describe('ranges', () => {
  it.each([
    ['10.1.1.1', '10.1.1.1', true],
    ['10.1.1.1', '10.1.1.10', false],
    ['10.1.1.1', '110.1.1.1', false],
    ['10.1.0.0/16', '10.1.255.255', true],
    ['10.1.0.0/16', '10.2.0.0', false],
    ['10.1.0.0/16', '::ffff:10.1.2.3', true],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
    ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '192.0.2.1', false],
    ['10.1.0.0/33', '10.1.0.0', false],
    ['10.1.0.0/x', '10.1.0.0', false],
    ['hospital.test', '10.1.0.0', false],
    ['10.0.0.0/8', 'hospital.test', false],
    ['10.0.0.0/8', '', false],
  ])('%s holds %s: %s', (range, address, holds) => expect(rangesOf([range])(address)).toBe(holds));

  it('of none hold nobody', () => expect(rangesOf([])('10.0.0.1')).toBe(false));
});

describe('where a request comes from', () => {
  const proxy = (range: string, forwards = true) => {
    return { name: 'edge', ranges: [range], forwards, certificate: null, holds: rangesOf([range]) };
  };
  const edge = [proxy('10.0.0.0/24'), proxy('192.168.0.1')];

  it.each([
    ['a stranger says another address', '203.0.113.9', '10.1.1.1', '203.0.113.9'],
    ['a proxy says whose request it is', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    ['the client wrote something before it', '10.0.0.1', '10.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['two proxies, one behind the other', '10.0.0.1', '203.0.113.9, 192.168.0.1', '203.0.113.9'],
    ['the client claims to be a proxy', '10.0.0.1', '10.1.1.1, 10.0.0.7, 203.0.113.9', '203.0.113.9'],
    ['a port and brackets', '::ffff:10.0.0.1', '[2001:db8::1]:4711', '2001:db8::1'],
    ['a port', '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    ['a proxy says nothing', '10.0.0.1', undefined, '10.0.0.1'],
    ['a proxy says what is no address', '10.0.0.1', 'unknown', null],
    ['a proxy says a blank', '10.0.0.1', '203.0.113.9,', null],
  ])('%s', (_, socket, forwarded, origin) => expect(originOf(socket, forwarded, edge)).toBe(origin));

  it('is the proxy itself where it does not say', () => {
    expect(originOf('10.0.0.1', '203.0.113.9', [proxy('10.0.0.0/24', false)])).toBe('10.0.0.1');
  });
});
