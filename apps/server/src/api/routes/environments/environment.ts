import { z } from 'zod';

const days = z.int().min(1).max(3650);
const instantText = z.iso.datetime({ offset: true });
const reason = z.string().trim().min(3, 'a reason of at least 3 characters').max(500);

/** Host name, address or range, without a port. */
const egressTo = z
  .string()
  .max(253)
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]+)(?:\/\d{1,3})?$/i,
    'a host name, an address or a range such as 10.20.0.0/16',
  );

const freeze = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('month-end'), days: z.int().min(1).max(10), reason }),
  z.strictObject({ kind: z.literal('span'), from: instantText, until: instantText, reason }),
  z.strictObject({
    kind: z.literal('weekly'),
    weekday: z.int().min(0).max(6),
    fromHour: z.number().min(0).max(24),
    untilHour: z.number().min(0).max(24),
    reason,
  }),
]);

/** What an environment allows, as people set it. */
export const settings = z.strictObject({
  egress: z
    .array(
      z.strictObject({
        to: egressTo,
        ports: z.union([z.literal('any'), z.array(z.int().min(1).max(65_535)).min(1).max(50)]),
        reason,
      }),
    )
    .max(200)
    .optional(),
  variables: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'letters, digits and _'), z.string().max(2000))
    .refine((all) => Object.keys(all).length <= 100, '100 variables at most')
    .optional(),
  retention: z
    .strictObject({
      phi: days.optional(),
      pii: days.optional(),
      financial: days.optional(),
      open: days.optional(),
      records: days.optional(),
    })
    .optional(),
  capture: z.enum(['full', 'shapes', 'none']).optional(),
  freezes: z.array(freeze).max(50).optional(),
  secondFactor: z.enum(['nobody', 'admins', 'everybody']).optional(),
});

export const title = z.string().trim().min(1).max(60);

export const colour = z.enum([
  ...(['gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue'] as const),
  ...(['cyan', 'teal', 'green', 'lime', 'yellow', 'orange'] as const),
]);

export const environment = z.object({
  name: z.string(),
  title: z.string(),
  colour: z.string(),
  protected: z.boolean(),
  settings: z.looseObject({}),
});
