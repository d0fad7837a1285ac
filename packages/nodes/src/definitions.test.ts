import { readdirSync, readFileSync } from 'node:fs';
import { pointerParts, valueAt } from '@throughline/flow';
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

  test('says in one line what its settings come to', () => {
    expect((definition.brief?.(initial) ?? '').length).toBeLessThan(60);
    expect(definition.brief?.(initial) ?? '').not.toMatch(/undefined|null|\[object|\n/);
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
