import type { z } from 'zod';

/** One setting of a connection, as a form shows it; `settings` decides what is taken. */
export interface ConnectionField {
  name: string;
  title: string;
  widget: 'text' | 'number' | 'switch' | 'select' | 'lines' | 'pem';
  description?: string;
  placeholder?: string;
  options?: readonly { value: string; label: string }[];
  /** Rarely needed: kept out of sight until asked for, or set. */
  more?: boolean;
  /** Shown only where this setting has one of these values. */
  when?: { field: string; is: readonly (string | boolean)[] };
}

export interface ConnectionSecret {
  name: string;
  title: string;
  required: boolean;
  /** Of several lines, as PEM is. */
  lines?: boolean;
  /** The setting that it belongs to, where that is not how one signs in. */
  beside?: string;
}

/** What a connection can be: its form, what it takes, which secrets it needs, and where those may go. */
export interface ConnectionType<S = Record<string, unknown>> {
  type: string;
  name: string;
  summary: string;
  /** Name of a Tabler icon. */
  icon: string;
  fields: readonly ConnectionField[];
  settings: z.ZodType<S>;
  initial: NoInfer<S>;
  secrets: (settings: S) => ConnectionSecret[];
  /** Host names with port that its secrets may be sent to. */
  hosts: (settings: S) => string[];
  /** What it lacks to be kept, where that can only be found out by trying it. */
  unfinished?: (settings: S) => { field: string; sentence: string }[];
}

export type AnyConnectionType = Omit<ConnectionType<never>, 'settings' | 'initial'> & {
  settings: z.ZodType;
  initial: unknown;
};

/** Ties a type's parts to one shape of settings. */
export function defineConnection<S>(type: ConnectionType<S>): ConnectionType<S> {
  return type;
}
