import { listRuns, MAX_TARGETS, type Principal, type ReplayMode, type Selection, type Store } from '@throughline/store';
import { z } from 'zod';
import { environmentName, instant } from '../../fields.ts';
import { folderLimit } from '../../folders.ts';
import { quarantineFilter } from '../quarantine/filter.ts';
import { runFilterInBody } from '../runs/filter.ts';

const { environment: _, ...filter } = runFilterInBody;

/** Which messages, and how: what a plan and the replay itself are asked for alike. */
export const selection = {
  environment: environmentName,
  /** What is quarantined, narrowed by each part given. */
  quarantine: z.strictObject(quarantineFilter).optional(),
  /** Or runs, whatever became of them. */
  runs: z.array(z.uuid()).min(1).max(10_000).optional(),
  /** Or the runs that a filter of the list finds. */
  filter: z.strictObject(filter).optional(),
  /** A node: that step, with the message as it came there; a connector: that destination alone. */
  from: z.union([z.enum(['received', 'stopped']), z.strictObject({ node: z.string().max(200) })]).default('stopped'),
  /** A number: a published version that is a candidate. */
  version: z.union([z.enum(['as-run', 'live']), z.int().min(1)]).default('live'),
  repeat: z.boolean().default(false),
};

/** For one message: the copy to replay in its place; what was received is kept as it is. */
export const edited = z.string().max(8_000_000).optional();

const wanted = z.strictObject(selection);

export async function selectionOf(
  store: Store,
  principal: Principal,
  { environment, quarantine, runs, filter: found }: z.output<typeof wanted>,
): Promise<Selection> {
  const limit = folderLimit(principal, 'message.replay', environment);
  if (runs !== undefined) return { environment, runs, ...limit };
  if (found === undefined) return { quarantine: { ...quarantine, environment, ...limit } };
  const listed = await listRuns(store, { ...found, environment, ...limit, limit: MAX_TARGETS + 1 });
  return { environment, runs: listed.map(({ id }) => id) };
}

export function modeOf({ from, version, repeat }: z.output<typeof wanted>): ReplayMode {
  return { from, version, repeat };
}

/** What cannot start there, and why: its content is gone, or it never came to that step as one message. */
export const left = z.array(
  z.object({ source: z.string(), why: z.enum(['expired', 'unreached', 'ambiguous', 'elsewhere']) }),
);

export const destinations = z.array(
  z.object({
    /** Node id of the connector. */
    destination: z.string(),
    name: z.string(),
    flow: z.string(),
    partner: z.string(),
    sends: z.int(),
    confirmed: z.int(),
    /** Deliveries in its busiest minute of the last hour. */
    perMinute: z.int().nullable(),
    /** How often it asked to wait in the last hour. */
    limited: z.int(),
    /** Its circuit is open, or it asked to wait; it is asked again after so many milliseconds. */
    gate: z.object({ reason: z.string(), until: instant, waitMs: z.number() }).nullable(),
    /** Milliseconds until it would have taken all of it: that wait, and its pace; null: it has taken nothing of late. */
    estimateMs: z.number().nullable(),
  }),
);
