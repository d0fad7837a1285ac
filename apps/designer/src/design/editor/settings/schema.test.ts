import { catalogue } from '@throughline/nodes/definitions';
import { describe, expect, test } from 'vitest';
import { initialOf, inVariant, isNullable, present, settingsOf, variantIndex, variantsOf } from './schema.ts';

const all = [...catalogue.values()];
const settingOf = (type: string, name: string) => settingsOf(catalogue.get(type)!).properties![name]!;

describe('forms', () => {
  test.each(all.map((definition) => [definition.type, definition] as const))(
    '%s begins with values that fit',
    (_, definition) => {
      const schema = settingsOf(definition);
      for (const [name, setting] of Object.entries(schema.properties ?? {})) {
        if (!(schema.required ?? []).includes(name)) continue;
        const config = { ...(definition.initial as Record<string, unknown>), [name]: initialOf(setting) };
        const wrong = definition.config.safeParse(config).error?.issues ?? [];
        expect(
          wrong.filter(
            ({ code }) => code === 'invalid_type' || code === 'invalid_union' || code === 'unrecognized_keys',
          ),
          name,
        ).toEqual([]);
      }
    },
  );

  test('every form of a union can be begun and told apart', () => {
    for (const [type, name] of [
      ['trigger.http', 'authentication'],
      ['trigger.http', 'answer'],
      ['connector.http', 'reply'],
      ['enrich.lookup', 'missing'],
    ] as const) {
      const schema = settingOf(type, name);
      variantsOf(schema).forEach((variant, i) => {
        expect(variantIndex(schema, initialOf(variant.schema))).toBe(i);
      });
    }
  });

  test('another form keeps what both have', () => {
    const schema = settingOf('trigger.http', 'authentication');
    const form = (mode: string) => variantsOf(schema).find(({ mark }) => mark['mode'] === mode);
    const [key, hmac] = [form('api-key'), form('hmac')];
    const was = { ...(initialOf(key!.schema) as object), secret: 'scanner' };
    expect(inVariant(hmac!.schema, was)).toMatchObject({ mode: 'hmac', secret: 'scanner', encoding: 'hex' });
  });

  test('a setting that may be nothing is seen as what it is otherwise', () => {
    const into = settingOf('transform.parse', 'into');
    expect(isNullable(into)).toBe(true);
    expect(present(into)).toMatchObject({ type: 'string', widget: 'path' });
  });
});
