import { readFileSync } from 'node:fs';
import { contract } from '@throughline/contracts';
import { type Around, checkPolicies, compile, type FlowDocument } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../definitions.ts';
import { knownToRules } from './around.ts';

const everything = ['open', 'financial', 'pii', 'phi'];

function around(
  connections: Record<string, string[]>,
  isProtected = false,
  doors: Record<string, { ways: number; ranges: number }> = {},
): Around {
  return {
    ...knownToRules,
    catalogue,
    replacedBy: (id) => (id === 'supply-usage@1' ? 'supply-usage@2' : null),
    environment: {
      name: 'test',
      protected: isProtected,
      connections: new Map(Object.entries(connections).map(([name, classes]) => [name, { classes }])),
      secrets: new Set(),
      doors: new Map(Object.entries(doors)),
    },
  };
}

function flow(
  middle: { type: string; config: Record<string, unknown> }[],
  connector: Record<string, unknown> = {},
  type = 'connector.http',
) {
  const node = (id: string, type: string, config: Record<string, unknown>) => {
    const definition = catalogue.get(type)!;
    const initial = definition.initial as Record<string, unknown>;
    return { id, type, version: definition.version, name: id, config: { ...initial, ...config } };
  };
  const nodes = [
    node('in', 'trigger.http', { path: 'usage', contract: 'supply-usage@1' }),
    ...middle.map(({ type, config }, i) => node(`step${i}`, type, config)),
    node('out', type, { connection: 'erp', ...(type === 'connector.http' ? { url: '/postings' } : {}), ...connector }),
  ];
  const document: FlowDocument = {
    schema: 1,
    id: 'f',
    name: 'f',
    description: '',
    nodes,
    wires: nodes.slice(1).map(({ id }, i) => ({ from: nodes[i]!.id, port: 'out', to: id })),
    fixtures: [],
    layout: { nodes: {}, frames: [], notes: [] },
  };
  const { plan, problems } = compile(document, {
    catalogue,
    contracts: (id) => contract(id)?.schema,
    resolveFlow: () => undefined,
  });
  if (plan === null) throw new Error(JSON.stringify(problems));
  return plan;
}

const phiOf = (plan: ReturnType<typeof flow>, classes: string[] = ['open', 'financial']) =>
  checkPolicies(plan, around({ erp: classes })).filter(({ rule }) => rule === 'patient-data');
const map = (text: string) => ({ type: 'transform.map', config: { text } });
const code = { type: 'transform.code', config: { source: 'return message;' } };

describe('patient data (L04)', () => {
  it('may not go to a connection that is not allowed it, and the way is shown', () => {
    const [finding] = phiOf(flow([map('{"who": patient.id, "item": lines[0].item}')]));
    expect(finding).toMatchObject({
      code: 'phi_not_allowed',
      severity: 'error',
      node: 'out',
      field: '/connection',
      path: ['in', 'step0', 'out'],
    });
    expect(finding!.sentence).toContain('patient.id');
  });

  it('may go where it is allowed, and what is left out by a mapping goes nowhere', () => {
    expect(phiOf(flow([map('{"who": patient.id}')]), everything)).toEqual([]);
    expect(phiOf(flow([map('{"item": lines[0].item, "site": facility}')]))).toEqual([]);
  });

  it.each([
    ['renamed twice', [map('{"a": {"b": patient.id}}'), map('{"c": a.b}')]],
    ['behind a name', [map('($p := patient; {"x": [lines.{"y": $p.id}]})')]],
    ['in a text', [map('{"label": "MRN " & patient.id}')]],
    ['through code', [code]],
    ['through code and a mapping', [code, map('{"x": y}')]],
    ['through a mapping that nobody can read field by field', [map('$each($, function($v, $k) { $v })')]],
  ])('is found %s', (_, middle) => {
    expect(phiOf(flow(middle))).not.toEqual([]);
  });

  it('is gone behind code whose result was checked against a contract without it', () => {
    const check = { type: 'transform.validate', config: { contract: 'erp-posting@1' } };
    expect(phiOf(flow([code, check])).filter(({ code: found }) => found === 'phi_not_allowed')).toEqual([]);
  });

  it('may not be in a question to a system that is not allowed it either', () => {
    const ask = (url: string) => ({
      type: 'enrich.http-lookup',
      config: { connection: 'erp', url: { template: url } },
    });
    const [finding] = phiOf(flow([ask('/patients/{{ patient.id }}'), map('{"item": lines[0].item}')]));
    expect(finding).toMatchObject({ code: 'phi_not_allowed', node: 'step0', path: ['in', 'step0'] });
    expect(phiOf(flow([ask('/items/{{ lines[0].item }}'), map('{"item": lines[0].item}')]))).toEqual([]);
  });

  it('is not sent to a connection that lists the fields it may have, without it; an address is not cut', () => {
    const listing = (fields: string[], plan: ReturnType<typeof flow>) => {
      const { environment, ...rest } = around({});
      const connections = new Map([['erp', { classes: ['open'], fields }]]);
      const found = checkPolicies(plan, { ...rest, environment: { ...environment!, connections } });
      return found.filter(({ code: kind }) => kind === 'phi_not_allowed').length;
    };
    expect(listing(['usageId', 'lines[].item'], flow([]))).toBe(0);
    expect(listing(['usageId', 'patient.id'], flow([]))).toBe(1);
    expect(listing(['patient'], flow([]))).toBe(1);
    expect(listing(['usageId'], flow([code]))).toBe(1);
    expect(listing(['usageId'], flow([], { query: { who: { expr: 'patient.id' } } }))).toBe(1);
  });

  it('is followed into what a database is handed, and into names of files and routing keys', () => {
    const sql = (expr: string) =>
      flow([], { statement: 'select :value', parameters: { value: { expr } } }, 'connector.sql');
    expect(phiOf(sql('lines[0].item'))).toEqual([]);
    expect(phiOf(sql('patient.id'))).toMatchObject([{ code: 'phi_not_allowed', node: 'out' }]);
    const only = map('{"item": lines[0].item}');
    const codesOf = (plan: ReturnType<typeof flow>) => phiOf(plan).map(({ code: found }) => found);
    expect(phiOf(flow([only], {}, 'connector.sftp'))).toEqual([]);
    expect(codesOf(flow([], {}, 'connector.sftp'))).toContain('phi_not_allowed');
    expect(phiOf(flow([only], { routingKey: 'usage' }, 'connector.amqp'))).toEqual([]);
    const routed = { routingKey: { template: 'usage.{{ patient.id }}' }, exchange: 'usage' };
    expect(codesOf(flow([only], routed, 'connector.amqp'))).toEqual([]);
    expect(codesOf(flow([], routed, 'connector.amqp'))).toContain('phi_not_allowed');
  });

  it('counts only as far as the request has it', () => {
    expect(phiOf(flow([], { body: { expr: '{"item": lines[0].item}' } }))).toEqual([]);
    expect(
      phiOf(flow([], { body: { expr: '{"item": lines[0].item}' }, query: { who: { expr: 'patient.id' } } })),
    ).toHaveLength(1);
  });
});

describe('the other rules', () => {
  const codes = (plan: ReturnType<typeof flow>, isProtected = false) =>
    checkPolicies(plan, around({ erp: everything }, isProtected)).map(
      ({ code: found, severity }) => `${severity} ${found}`,
    );

  it('warn of an open door, and refuse it where the environment is protected', () => {
    expect(codes(flow([]))).toContain('warning door_open');
    expect(codes(flow([]), true)).toContain('error door_open');
  });

  it('want to know of an environment how clients prove themselves, and from where HL7 comes', () => {
    const said = (authentication: object, doors: Record<string, { ways: number; ranges: number }>) => {
      const plan = flow([], {});
      const trigger = plan.steps[plan.triggers[0]!]!;
      trigger.config = { ...trigger.config, authentication };
      return checkPolicies(plan, around({ erp: everything }, true, doors))
        .filter(({ rule }) => rule === 'door-authenticated')
        .map(({ severity, code: found }) => `${severity} ${found}`);
    };
    expect(said({ mode: 'clients' }, {})).toEqual(['error door_closed']);
    expect(said({ mode: 'clients' }, { 'f/in': { ways: 0, ranges: 3 } })).toEqual(['error door_closed']);
    expect(said({ mode: 'clients' }, { 'f/in': { ways: 1, ranges: 0 } })).toEqual([]);
    expect(said({ mode: 'clients' }, { 'other/in': { ways: 1, ranges: 0 } })).toEqual(['error door_closed']);
    // A flow that asks for nothing may go where its environment does.
    expect(said({ mode: 'none' }, {})).toEqual(['error door_open']);
    expect(said({ mode: 'none' }, { 'f/in': { ways: 0, ranges: 3 } })).toEqual(['error door_open']);
    expect(said({ mode: 'none' }, { 'f/in': { ways: 1, ranges: 0 } })).toEqual([]);
  });

  it('name what is not bound, what is unsafe and what is on its way out', () => {
    const plan = flow([], {
      connection: 'nowhere',
      safety: 'neither',
      retry: { firstS: 1, maxS: 60, budgetS: 2_000_000 },
    });
    expect(codes(plan)).toEqual([
      ...['warning door_open', 'error connection_unbound', 'warning retry_long'],
      ...['warning effect_unsafe', 'warning contract_deprecated'],
    ]);
  });

  it('want a connection of the kind that its connector speaks', () => {
    const { environment, ...rest } = around({});
    const found = (kind: string) => {
      const connections = new Map([['erp', { type: kind, classes: everything }]]);
      return checkPolicies(flow([]), { ...rest, environment: { ...environment!, connections } })
        .filter(({ code: one }) => one === 'connection_kind')
        .map(({ sentence }) => sentence);
    };
    expect(found('http')).toEqual([]);
    expect(found('sftp')).toEqual(['erp is a connection of kind sftp in test; out needs http.']);
  });

  it('let a shipped flow through where its connections may have what it sends', () => {
    const text = readFileSync(new URL('../../../../flows/procedure-supply-usage/flow.json', import.meta.url), 'utf8');
    const { plan } = compile(JSON.parse(text), {
      catalogue,
      contracts: (id) => contract(id)?.schema,
      resolveFlow: () => undefined,
    });
    const open = checkPolicies(plan!, around({ erp: everything, billing: everything, inventory: everything }));
    expect(open.filter(({ severity }) => severity === 'error')).toEqual([]);
    const tight = checkPolicies(plan!, around({ erp: ['open', 'financial'], billing: ['open'], inventory: ['open'] }));
    expect(
      tight.filter(({ rule }) => rule === 'patient-data').map(({ node, code: found }) => `${node} ${found}`),
    ).not.toEqual([]);
  });
});
