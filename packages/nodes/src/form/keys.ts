import type { Problem } from '@throughline/flow';
import { z } from 'zod';
import type { FormatName } from './format.ts';
import { setting } from './setting.ts';

/**
 * Where a value is found at acceptance: a dotted path in JSON and CSV (`lines[0].po`), a place in HL7 v2 (`PID-3.1`, `OBX[2]-5`,
 * `PID-3[2].4.1`: HL7 v2.5 section 2.5, repetitions in brackets and counted from 1), or `header:Name` of the request.
 */
export const keyPath = z
  .string()
  .min(1)
  .max(200)
  .refine((path) => kindOf(path) !== undefined, 'a path such as lines[0].po, PID-3.1 or header:X-Request-Id');

const HEADER = /^header:[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const HL7 = /^[A-Z][A-Z0-9]{2}(?:\[\d{1,4}\])?-\d{1,3}(?:\[\d{1,4}\])?(?:\.\d{1,3}){0,2}$/;
const DOTTED = /^[^.[\]\s:]+(?:\[\d{1,6}\])*(?:\.[^.[\]\s:]+(?:\[\d{1,6}\])*)*$/;

function kindOf(path: string): 'header' | 'hl7v2' | 'json' | undefined {
  if (HEADER.test(path)) return 'header';
  if (HL7.test(path)) return 'hl7v2';
  return DOTTED.test(path) ? 'json' : undefined;
}

const paths = z.array(keyPath).max(5);

export const keysSchema = z.strictObject({
  idempotency: setting(paths.default([]), 'paths', 'Same message', {
    description:
      'Values that together make a message one of a kind. The same values again, with the same content, get the first answer and have no second effect. None: every message is taken as new.',
  }),
  order: setting(
    z
      .strictObject({
        paths: setting(paths.min(1), 'paths', 'Key', {
          description: 'Messages with the same values are delivered in order.',
        }),
        onFailure: setting(z.enum(['park', 'continue']).default('park'), 'select', 'When one fails', {
          description: 'park: the later ones of its key wait for a person. continue: they go on without it.',
        }),
      })
      .nullable()
      .default(null),
    'group',
    'Keep order',
  ),
  business: setting(
    z
      .array(
        z.strictObject({
          name: setting(z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'a name such as purchaseOrder'), 'text', 'Name'),
          path: setting(keyPath, 'path', 'Where it is'),
          class: setting(z.enum(['open', 'phi', 'pii', 'financial']).default('open'), 'select', 'Class of data', {
            description: 'phi and pii are masked for everybody without the right to see them.',
          }),
        }),
      )
      .max(20)
      .default([]),
    'keys',
    'Business keys',
    { description: 'What operators search for: purchase order, encounter, item.' },
  ),
  correlation: setting(keyPath.nullable().default(null), 'path', 'Correlation id', {
    description: 'Ties messages of several flows together; without it the message gets an id of its own.',
    advanced: true,
  }),
});

export type Keys = z.infer<typeof keysSchema>;

export const keys = setting(keysSchema, 'group', 'Keys');

/** No key of any kind. */
export const noKeys: Keys = { idempotency: [], order: null, business: [], correlation: null };

/** Paths that the format cannot have. */
export function keyProblems(config: { keys: Keys; format: FormatName; headers: boolean }): Omit<Problem, 'node'>[] {
  const { idempotency, order, business, correlation } = config.keys;
  const all = [
    ...idempotency.map((path, i) => ({ path, field: `/keys/idempotency/${i}` })),
    ...(order?.paths ?? []).map((path, i) => ({ path, field: `/keys/order/paths/${i}` })),
    ...business.map(({ path }, i) => ({ path, field: `/keys/business/${i}/path` })),
    ...(correlation === null ? [] : [{ path: correlation, field: '/keys/correlation' }]),
  ];
  return all.flatMap(({ path, field }) => {
    const why = misfit(path, config.format, config.headers);
    return why ? [{ severity: 'error', code: 'key_path', sentence: `The key ${path} ${why}.`, field }] : [];
  });
}

function misfit(path: string, format: FormatName, headers: boolean): string | undefined {
  const kind = kindOf(path);
  if (kind === 'header') return headers ? undefined : 'names a header, and messages here come without headers';
  if (format === 'text') return 'points into the message, and plain text has no fields';
  if (format === 'hl7v2') return kind === 'hl7v2' ? undefined : 'is no place in an HL7 message, such as PID-3.1';
  return kind === 'hl7v2' ? `is a place in an HL7 message, and messages here are ${format}` : undefined;
}
