import { z } from 'zod';
import { defineConnection } from './definition.ts';
import { atPort, hostName, port } from './parts.ts';

/** As ssh-keygen -l prints it: the SHA-256 of a host's public key. */
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

const settings = z.strictObject({
  host: hostName,
  port: port(22),
  username: z.string().min(1, 'is needed').max(100),
  auth: z.enum(['key', 'password']).default('key'),
  hostKeys: z
    .array(z.string().regex(FINGERPRINT, 'a fingerprint, such as SHA256: and 43 characters'))
    .max(5)
    .default([]),
  folder: z
    .string()
    .max(500)
    .regex(/^\/?[^/\0]+(\/[^/\0]+)*$|^\/$/, 'a path, such as outbox/erp or /data/in')
    .refine((path) => !path.split('/').includes('..'), 'without ..')
    .optional(),
});

export const sftpConnection = defineConnection({
  type: 'sftp',
  name: 'SFTP',
  summary: 'A system that takes files over SSH',
  icon: 'folder-share',
  fields: [
    { name: 'host', title: 'Host', widget: 'text', placeholder: 'files.partner.example' },
    { name: 'port', title: 'Port', widget: 'number' },
    { name: 'username', title: 'User', widget: 'text' },
    {
      name: 'auth',
      title: 'Signs in with',
      widget: 'select',
      options: [
        { value: 'key', label: 'A private key' },
        { value: 'password', label: 'A password' },
      ],
    },
    {
      name: 'hostKeys',
      title: 'Keys of the host',
      widget: 'lines',
      placeholder: 'SHA256:…',
      description:
        'Nothing is sent to a host that shows another. “Try connection” says which key it shows: pin it once its operator confirmed it. More than one while a key is being changed.',
    },
    {
      name: 'folder',
      title: 'Folder',
      widget: 'text',
      placeholder: 'outbox/erp',
      description: 'Files go below it. Empty: where the user begins.',
    },
  ],
  settings,
  initial: { host: '', port: 22, username: '', auth: 'key', hostKeys: [] },
  secrets: ({ auth }) =>
    auth === 'password'
      ? [{ name: 'password', title: 'Password', required: true }]
      : [
          { name: 'privateKey', title: 'Private key', required: true, lines: true },
          { name: 'passphrase', title: 'Passphrase of the private key', required: false },
        ],
  hosts: ({ host, port }) => [atPort(host, port)],
  unfinished: ({ hostKeys }) =>
    hostKeys.length === 0
      ? [{ field: 'hostKeys', sentence: 'is needed: try the connection, compare the key it shows, and pin it' }]
      : [],
});
