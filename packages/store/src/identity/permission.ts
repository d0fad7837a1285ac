/** Every right there is, in words for the person who grants it. */
export const permissions = {
  'environment.see': 'See environments',
  'environment.manage': 'Set up environments: variables, retention, egress, protection',
  'flow.see': 'See flows, their versions and their counts',
  'flow.edit': 'Draw and edit flows',
  'flow.try': 'Test a flow on samples, without effects',
  'flow.publish': 'Publish a version of a flow',
  'release.make': 'Put versions live in an environment, and roll back',
  'release.approve': 'Approve a release into a protected environment',
  'run.see': 'See runs, their steps and errors, without message content',
  'message.see': 'See message content, patient data masked',
  'message.reveal': 'Reveal patient data, with a reason',
  'message.replay': 'Replay messages as received or as mapped',
  'message.edit': 'Replay an edited copy of a message',
  'message.send': 'Send a message into a flow by hand',
  'quarantine.manage': 'Release, skip, replace or discard what is quarantined',
  'table.see': 'See reference tables',
  'table.manage': 'Edit and import reference tables',
  'connection.see': 'See connections, never their secrets',
  'connection.manage': 'Manage connections and secrets',
  'door.see': 'See doors, their clients and what they send',
  'door.manage': "Say who may come in by doors; make and revoke clients' keys",
  'user.see': 'See people and their roles',
  'user.manage': 'Invite, change and deactivate people',
  'role.manage': 'Make and change roles',
  'token.own': 'Make API tokens for themselves',
  'audit.see': 'Search and verify the audit',
} as const;

export type Permission = keyof typeof permissions;

export function isPermission(value: string): value is Permission {
  return Object.hasOwn(permissions, value);
}

/** What a token may never carry: one that makes tokens could outlive its own end; patient data is revealed to a person. */
export const neverInTokens: readonly Permission[] = ['token.own', 'user.manage', 'message.reveal'];
