import type { ReplayMode, Selection } from '@throughline/store';
import { z } from 'zod';
import { environmentName, flowId } from '../../fields.ts';

/** Which messages, and how: what a plan and the replay itself are asked for alike. */
export const selection = {
  environment: environmentName,
  /** What is quarantined, narrowed by each part given. */
  quarantine: z
    .strictObject({
      flow: flowId.optional(),
      code: z.string().max(80).optional(),
      node: z.string().max(200).optional(),
      ids: z.array(z.uuid()).min(1).max(10_000).optional(),
    })
    .optional(),
  /** Or runs, whatever became of them. */
  runs: z.array(z.uuid()).min(1).max(10_000).optional(),
  from: z.union([z.enum(['received', 'stopped']), z.strictObject({ node: z.string().max(200) })]).default('stopped'),
  version: z.enum(['as-run', 'live']).default('live'),
  repeat: z.boolean().default(false),
};

const wanted = z.strictObject(selection);

export function selectionOf({ environment, quarantine, runs }: z.output<typeof wanted>): Selection {
  return runs === undefined ? { quarantine: { ...quarantine, environment } } : { environment, runs };
}

export function modeOf({ from, version, repeat }: z.output<typeof wanted>): ReplayMode {
  return { from, version, repeat };
}

export const destinations = z.array(z.object({ destination: z.string(), sends: z.int(), confirmed: z.int() }));
