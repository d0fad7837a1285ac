import type { ComponentType } from 'react';
import type { SettingSchema } from '../settings/schema.ts';

/** One setting inside another: the form's own component, handed down so that groups can hold settings again. */
export type Nested = ComponentType<{ schema: SettingSchema; at: string; value: unknown; required: boolean }>;

export interface WidgetProps {
  schema: SettingSchema;
  /** JSON Pointer of the setting in the node's config. */
  at: string;
  value: unknown;
  required: boolean;
  change: (value: unknown) => void;
  /** What is wrong with it, in words. */
  error: string | null;
  Nested: Nested;
}

/** Words around a Mantine input. */
export function words({ schema, required, error }: WidgetProps) {
  return {
    label: schema.title,
    description: schema.description,
    withAsterisk: required,
    error: error ?? undefined,
  };
}
