import { compile, emptyFlow, type FlowNode, type Problem } from '@throughline/flow';
import { describe, expect, test } from 'vitest';
import { catalogue } from './definitions.ts';

const node = (id: string, type: string, config: Record<string, unknown> = {}): FlowNode => {
  const definition = catalogue.get(type)!;
  return { id, type, version: definition.version, name: id, config: { ...definition.initial, ...config } };
};
const withPath = (nodes: FlowNode[]) => ({
  ...emptyFlow('usage', 'Usage'),
  nodes,
  wires: nodes.slice(1).map((to, i) => ({
    from: nodes[i]!.id,
    port: catalogue.get(nodes[i]!.type)!.outputs(nodes[i]!.config)[0]!.name,
    to: to.id,
  })),
});
const found = (problems: Problem[]) =>
  problems.map(({ severity, code, node: at, field }) => `${severity} ${code} ${at} ${field}`);

describe('compiled', () => {
  const contracts = () => ({ type: 'object' });

  test('a fresh look-up asks for its table and is no plan until it has one', () => {
    const flow = (config = {}) => withPath([node('in', 'trigger.manual'), node('find', 'enrich.lookup', config)]);
    const { plan, problems, uses } = compile(flow(), { catalogue, contracts });
    expect(found(problems)).toContain('error table_missing find /table');
    expect(plan).toBeNull();
    expect(uses.tables).toEqual([]);
    expect(found(compile(flow({ table: 'items' }), { catalogue, contracts }).problems)).not.toContain(
      'error table_missing find /table',
    );
  });

  test('a fresh call asks for its flow, and says no more than that', () => {
    const { plan, problems, uses } = compile(withPath([node('in', 'trigger.manual'), node('sub', 'route.call')]), {
      ...{ catalogue, contracts, resolveFlow: () => undefined },
    });
    const ofCall = found(problems).filter((line) => line.startsWith('error') && line.includes('sub'));
    expect([plan, ofCall, uses.flows]).toEqual([null, ['error flow_not_chosen sub /flow'], []]);
  });

  test('a path through every kind of step makes a plan', () => {
    const flow = withPath([
      node('in', 'trigger.http', { contract: 'supply-usage@1' }),
      node('fits', 'transform.validate'),
      node('price', 'enrich.lookup', { each: 'lines', keys: ['item', '$message.site'], table: 'contract-price' }),
      node('map', 'transform.map', { text: '{"cost": $table("cost-centre", site).code}' }),
      node('code', 'transform.code', { source: "return lookup('units', message.unit);" }),
      node('ask', 'enrich.http-lookup', { url: { template: '/items/{{item}}' }, connection: 'erp' }),
      node('split', 'route.split'),
      node('gather', 'route.gather'),
      node('fork', 'route.switch'),
      node('send', 'connector.http', { url: '/postings', connection: 'erp', body: { expr: 'posting' } }),
    ]);
    const { plan, problems, uses, texts } = compile(flow, { catalogue, contracts });
    expect(problems).toEqual([]);
    expect(plan?.steps.map(({ place }) => place)).toEqual([
      'trigger',
      'realm',
      'realm',
      'realm',
      'realm',
      'host',
      'host',
      'host',
      'realm',
      'effect',
    ]);
    expect(plan?.program.steps[6]?.fields).toEqual([{ path: ['items'], kind: 'expr', text: 'lines' }]);
    expect(plan?.contracts).toEqual({ 'supply-usage@1': { type: 'object' } });
    expect(uses).toMatchObject({
      tables: ['contract-price', 'cost-centre', 'units'],
      connections: ['erp'],
      contracts: ['supply-usage@1'],
    });
    expect(texts.map(({ node: at, field }) => at + field)).toEqual([
      'price/keys/0',
      'price/keys/1',
      'map/text',
      'code/source',
      'ask/url',
      'split/items',
      'fork/cases/0/when',
      'send/body',
    ]);
  });

  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['a switch without otherwise', 'route.switch', { otherwise: false }, ['warning no_otherwise x /otherwise']],
    [
      'a switch with two outputs of a name',
      'route.switch',
      { cases: ['a', 'b', 'a', 'otherwise'].map((port) => ({ port, label: '', when: 'true' })) },
      ['error port_twice x /cases/2/port', 'error port_twice x /cases/3/port'],
    ],
    [
      'a gather by key of nobody knows how many',
      'route.gather',
      { key: { expr: 'po' } },
      ['error expected_missing x /expected'],
    ],
    ['a connector without an address', 'connector.http', {}, ['error address_missing x /url']],
    ['a line without a host', 'connector.mllp', {}, ['error address_missing x /host']],
    ['a path without a base', 'connector.http', { url: '/a' }, ['error connection_missing x /connection']],
    ['an address that a message gives', 'connector.http', { url: { template: '{{ base }}/a' } }, []],
    [
      'a template left open',
      'connector.http',
      { url: { template: '/a/{{id' }, connection: 'erp' },
      ['error template_open x /url'],
    ],
    ['an answer with a strange status', 'connector.respond', { status: '99' }, ['error status_invalid x /status']],
  ])('%s is found', (_name, type, config, expected) => {
    const { problems } = compile(withPath([node('in', 'trigger.manual'), node('x', type, config)]), {
      catalogue,
      contracts,
    });
    expect(found(problems)).toEqual(expected);
  });

  const keys = { idempotency: [], order: null, business: [], correlation: null };
  test.each<[string, string, Record<string, unknown>, string[]]>([
    ['five fields', 'trigger.schedule', { cron: '*/5 6-18 * * MON-FRI' }, []],
    ['six fields', 'trigger.schedule', { cron: '30 0 6 1 * *', timeZone: 'Europe/Berlin' }, []],
    ['four fields', 'trigger.schedule', { cron: '* * * * ' }, ['error cron_invalid in /cron']],
    ['a day that never comes', 'trigger.schedule', { cron: '0 0 31 2 *' }, ['error cron_never in /cron']],
    ['a zone nobody lives in', 'trigger.schedule', { timeZone: 'Mars/Olympus' }, ['error time_zone in /timeZone']],
    ['a list as message', 'trigger.schedule', { message: '[]' }, ['error message_invalid in /message']],
    ['broken JSON', 'trigger.schedule', { message: '{' }, ['error message_invalid in /message']],
    [
      'an HL7 place in JSON',
      'trigger.http',
      { keys: { ...keys, idempotency: ['PID-3.1'] } },
      ['error key_path in /keys/idempotency/0'],
    ],
    [
      'a JSON path in HL7',
      'trigger.mllp',
      { keys: { ...keys, correlation: 'order.id' } },
      ['error key_path in /keys/correlation'],
    ],
    [
      'a header over MLLP',
      'trigger.mllp',
      { keys: { ...keys, idempotency: ['header:X-Id'] } },
      ['error key_path in /keys/idempotency/0'],
    ],
    [
      'HL7 places',
      'trigger.mllp',
      { keys: { ...keys, order: { paths: ['PID-3[1].4.1', 'OBX[2]-5'], onFailure: 'park' } } },
      [],
    ],
    [
      'a number where a path belongs',
      'trigger.http',
      { keys: { ...keys, correlation: 'a..b' } },
      ['error config_invalid in /keys/correlation'],
    ],
    ['the same part twice', 'trigger.http', { path: 'a/:id/:id' }, ['error path_twice in /path']],
    ['a path that climbs', 'trigger.http', { path: '../admin' }, ['error config_invalid in /path']],
    [
      'HMAC without a secret',
      'trigger.http',
      { authentication: { mode: 'hmac' } },
      ['error config_invalid in /authentication/secret'],
    ],
  ])('a trigger with %s', (_name, type, config, expected) => {
    const { problems } = compile(withPath([node('in', type, config)]), { catalogue, contracts });
    expect(found(problems)).toEqual(expected);
  });

  test('an open HTTP door is refused in a protected environment, one with a key is not', () => {
    const protectedOnes = { catalogue, contracts, environment: { protected: true } };
    expect(found(compile(withPath([node('in', 'trigger.http')]), protectedOnes).problems)).toEqual([
      'error open_door in undefined',
    ]);
    const keyed = node('in', 'trigger.http', { authentication: { mode: 'api-key', secret: 'scanner-key' } });
    const { problems, uses } = compile(withPath([keyed]), protectedOnes);
    expect(problems).toEqual([]);
    expect(uses.secrets).toEqual(['scanner-key']);
  });

  test('a caller that waits is answered', () => {
    const flow = withPath([
      node('in', 'trigger.http', { answer: { mode: 'reply' } }),
      node('back', 'connector.respond'),
    ]);
    const { plan, problems } = compile(flow, { catalogue, contracts });
    expect(problems).toEqual([]);
    expect(plan?.destinations).toEqual([]);
  });
});
