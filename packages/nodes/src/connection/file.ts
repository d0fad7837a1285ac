import { z } from 'zod';
import { defineConnection } from './definition.ts';

export const fileConnection = defineConnection({
  type: 'file',
  name: 'Folder',
  summary: 'A folder below this environment’s file folder',
  icon: 'folder',
  fields: [
    {
      name: 'folder',
      title: 'Folder',
      widget: 'text',
      placeholder: 'outbox/erp',
      description: 'Below the environment’s own; / between parts.',
    },
  ],
  settings: z.strictObject({
    folder: z
      .string()
      .min(1)
      .max(300)
      .regex(
        /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/,
        'names with / between them, none begins with a dot',
      ),
  }),
  initial: { folder: '' },
  secrets: () => [],
  hosts: () => [],
});
