import { readdirSync, readFileSync } from 'node:fs';
import { compile, emptyFlow, type FlowNode, nodeId, type Problem, pointerParts, valueAt } from '@throughline/flow';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { catalogue, definitions } from './definitions.ts';

const all = [...catalogue.values()];
const PLACES: Record<string, string[]> = {
  trigger: ['trigger'],
  transform: ['realm', 'host'],
  enrich: ['realm', 'host'],
  route: ['realm', 'host', 'catch', 'call', 'return'],
  connector: ['effect'],
};
const WIDGETS =
  /^(text|number|switch|select|field|expression|code|mapping|cases|key-value|table|contract|flow|nodes|paths?|keys|format|cron|time-zone|duration|secret|connection|json|group)$/;

describe.each(all.map((definition) => [definition.type, definition] as const))('%s', (type, definition) => {
  const initial = definition.config.parse(definition.initial);

  test('is named for its folder and kind', () => {
    const [kind, name] = type.split('.');
    expect(kind).toBe(definition.kind);
    const text = readFileSync(new URL(`./${kind}/${name}/definition.ts`, import.meta.url), 'utf8');
    expect(text).toContain(`type: '${type}'`);
  });

  test('has plain words and an icon', () => {
    expect(definition.name).toMatch(/^[A-Z][A-Za-z0-9 ]{2,30}$/);
    expect(definition.summary).toMatch(/^[A-Z].{10,80}[^.]$/);
    expect(definition.help).toMatch(/^[A-Z].{60,400}\.$/);
    expect(`${definition.summary} ${definition.help}`).not.toMatch(
      /\b(payload|JSONata expression evaluat|endpoint|schema|parse error|null|undefined|boolean|regex)\b/i,
    );
    expect(definition.icon).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  });

  test('starts with settings that are valid, complete and JSON', () => {
    expect(initial).toEqual(definition.initial);
    expect(JSON.parse(JSON.stringify(initial))).toEqual(initial);
  });

  test('refuses settings it does not know', () => {
    expect(definition.config.safeParse({ ...definition.initial, surely_not_known: 1 }).success).toBe(false);
  });

  test('has a form: every setting with words and a widget', () => {
    const schema = z.toJSONSchema(definition.config, { io: 'input' }) as JsonSchema;
    expect(schema.type).toBe('object');
    for (const [name, setting] of Object.entries(schema.properties ?? {})) {
      expect(setting.title, name).toMatch(/^[A-Z“].{1,50}$/);
      expect(setting.widget, name).toMatch(WIDGETS);
      if (setting.description) expect(setting.description, name).toMatch(/[.=]$/);
    }
  });

  test('has ports with names and labels, each once, the same every time', () => {
    const ports = definition.outputs(initial);
    expect(definition.outputs(initial)).toEqual(ports);
    expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length);
    for (const { name, label } of ports) {
      expect(name).toMatch(/^[a-z0-9-]+$/);
      expect(label).toMatch(/^[A-Z]/);
    }
  });

  test('runs in a place that fits its kind', () => {
    const shape = definition.step(initial);
    expect(PLACES[definition.kind]).toContain(shape.place);
    expect(definition.inputs).toBe(shape.place === 'trigger' || shape.place === 'catch' ? 0 : 1);
    if (shape.place !== 'realm') return;
    const ports = definition.outputs(initial).map(({ name }) => name);
    const used =
      shape.op.op === 'choose' ? [...shape.op.cases.map(({ port }) => port), shape.op.otherwise ?? ports[0]] : ['out'];
    expect(used).toEqual(ports);
  });

  test('points with its expressions at settings that hold them', () => {
    for (const { path, text } of definition.expressions?.(initial) ?? []) {
      expect(valueAt(initial, path.map(String))).toBe(text);
    }
  });

  test('names fields in its findings, by pointer', () => {
    const findings = definition.check?.(initial) ?? [];
    for (const { field, code, sentence } of findings) {
      expect(pointerParts(field ?? '?')).toBeDefined();
      expect(code).toMatch(/^[a-z_]+$/);
      expect(sentence).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('has migrations from version 1 to its own, without a gap', () => {
    expect(definition.migrations.map(({ to }) => to)).toEqual(
      Array.from({ length: definition.version - 1 }, (_, i) => i + 2),
    );
    expect(new Set(definition.migrations.map(({ name }) => name)).size).toBe(definition.migrations.length);
  });
});

interface JsonSchema {
  type?: string;
  title?: string;
  description?: string;
  widget?: string;
  properties?: Record<string, JsonSchema>;
}

describe('the catalogue', () => {
  test('has one folder and one line for each type', () => {
    const folders = ['trigger', 'transform', 'enrich', 'route', 'connector'].flatMap((kind) =>
      readdirSync(new URL(`./${kind}/`, import.meta.url), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => `${kind}.${entry.name}`),
    );
    expect(definitions.map(({ type }) => type).sort()).toEqual(folders.sort());
  });

  test('gives every node in the palette a name of its own', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    expect(new Set(all.map(({ icon }) => icon)).size).toBe(all.length);
  });

  test('can be loaded by a browser: nothing of Node, no runs, no JSONata', () => {
    const seen = new Map<string, string[]>();
    const visit = (url: URL) => {
      if (seen.has(url.href)) return;
      const text = readFileSync(url, 'utf8');
      const imports = Array.from(
        text.matchAll(/^(?:import|export)[^'"]*from '([^']+)'|^import '([^']+)'/gm),
        (m) => (m[1] ?? m[2])!,
      );
      seen.set(url.href, imports);
      for (const path of imports) if (path.startsWith('.')) visit(new URL(path, url));
    };
    visit(new URL('./definitions.ts', import.meta.url));
    const outside = new Set([...seen.values()].flat().filter((path) => !path.startsWith('.')));
    expect([...outside].sort()).toEqual(['@throughline/flow', 'croner', 'zod']);
    expect([...seen.keys()].filter((file) => /\/runs?\.ts$/.test(file))).toEqual([]);
  });
});

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
    ['a template left open', 'connector.http', { url: { template: '/a/{{id' } }, ['error template_open x /url']],
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
    expect(nodeId.safeParse('back').success).toBe(true);
  });
});
