import { type Permission, permissions } from './permission.ts';

export interface Role {
  title: string;
  /** One line for the person who assigns it. */
  sentence: string;
  permissions: readonly Permission[];
}

const watching: Permission[] = ['environment.see', 'flow.see', 'run.see', 'token.own'];
const reading: Permission[] = [...watching, 'message.see', 'table.see', 'connection.see', 'door.see'];

export const roles = {
  viewer: {
    title: 'Viewer',
    sentence: 'Watches flows, counts and runs; sees no message content.',
    permissions: watching,
  },
  analyst: {
    title: 'Integration analyst',
    sentence: 'Draws, tests and publishes flows.',
    permissions: [...reading, 'flow.edit', 'flow.try', 'flow.publish', 'message.send', 'table.manage'],
  },
  operator: {
    title: 'Operator',
    sentence: 'Finds what went wrong, mends it and replays it.',
    permissions: [
      ...reading,
      'flow.try',
      'message.reveal',
      'message.replay',
      'message.edit',
      'message.send',
      'quarantine.manage',
      'table.manage',
    ],
  },
  steward: {
    title: 'Data steward',
    sentence: 'Keeps code tables and mappings true.',
    permissions: [...reading, 'table.manage', 'flow.try'],
  },
  admin: {
    title: 'Administrator',
    sentence: 'Everything except revealing patient data.',
    permissions: (Object.keys(permissions) as Permission[]).filter((permission) => permission !== 'message.reveal'),
  },
  auditor: {
    title: 'Auditor',
    sentence: 'Reads the audit and who may do what; changes nothing.',
    permissions: [...watching, 'user.see', 'connection.see', 'door.see', 'table.see', 'audit.see'],
  },
} satisfies Record<string, Role>;

export type RoleName = keyof typeof roles;

export const roleNames = Object.keys(roles) as RoleName[];
