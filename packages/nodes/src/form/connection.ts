import { reference, setting } from './setting.ts';

/** The connection of a step, by the name under which each environment has its own. */
export const connectionSetting = (what: string) =>
  setting(reference.optional(), 'connection', 'Connection', { description: `${what}, set in each environment.` });

export const connectionsOf = ({ connection }: { connection?: string | undefined }): string[] =>
  connection === undefined ? [] : [connection];

/** What is said of a step that cannot do without one. */
export const connectionMissing = {
  severity: 'error',
  code: 'connection_missing',
  sentence: 'Name a connection.',
  field: '/connection',
} as const;
