import { z } from 'zod';
import { setting } from './setting.ts';

/** When and for how long a connector tries again after `unavailable` and `rate-limited` failures. */
export const retry = setting(
  z
    .strictObject({
      firstS: setting(z.number().min(0.1).max(3600).default(1), 'duration', 'First wait', {
        description: 'Seconds; doubles each time, with jitter.',
      }),
      maxS: setting(z.number().min(1).max(86_400).default(300), 'duration', 'Longest wait'),
      budgetS: setting(z.number().min(0).max(2_592_000).default(86_400), 'duration', 'Give up after', {
        description: 'Seconds since the first attempt; then the message is quarantined.',
      }),
    })
    .prefault({}),
  'group',
  'Try again',
  { advanced: true },
);

export const usualRetry = { firstS: 1, maxS: 300, budgetS: 86_400 };

export const safety = setting(
  z.enum(['idempotent', 'queryable', 'neither']),
  'select',
  'When the same request comes twice',
  {
    description:
      'idempotent: the destination acts once. queryable: it can be asked what it has. neither: when the outcome is unknown, the message waits for a person.',
  },
);

export const timeoutS = (usual: number) =>
  setting(z.number().min(1).max(60).default(usual), 'duration', 'Wait for the answer', {
    description: 'Seconds, 60 at most.',
    advanced: true,
  });

export const out = [{ name: 'out', label: 'Out' }];
