import { z } from 'zod';
import { defineConnection } from './definition.ts';
import { atPort, hostName, port, tlsFields, tlsSecrets, tlsSettings } from './parts.ts';

const settings = z
  .strictObject({
    host: hostName,
    port: port(5671),
    virtualHost: z.string().min(1).max(255).default('/'),
    tls: z.boolean().default(true),
    auth: z.enum(['password', 'certificate']).default('password'),
    username: z.string().max(255).optional(),
    ...tlsSettings,
  })
  .check((context) => {
    const { value } = context;
    const need = (path: string, message: string) =>
      context.issues.push({ code: 'custom', input: value, path: [path], message });
    if (value.auth === 'password' && !value.username) need('username', 'is needed for this way to sign in');
    if (value.auth !== 'certificate') return;
    if (!value.tls) need('tls', 'is needed to sign in with a certificate');
    if (!value.clientCertificate) need('clientCertificate', 'is needed for this way to sign in');
  });

export const amqpConnection = defineConnection({
  type: 'amqp',
  name: 'AMQP',
  summary: 'A message broker that speaks AMQP 0-9-1, such as RabbitMQ',
  icon: 'route-2',
  fields: [
    { name: 'host', title: 'Host', widget: 'text', placeholder: 'broker.hospital.example' },
    { name: 'port', title: 'Port', widget: 'number', description: 'Usually 5671 with TLS, 5672 without.' },
    { name: 'virtualHost', title: 'Virtual host', widget: 'text', placeholder: '/' },
    { name: 'tls', title: 'TLS', widget: 'switch', description: 'Off sends everything in clear, the password too.' },
    {
      name: 'auth',
      title: 'Signs in with',
      widget: 'select',
      options: [
        { value: 'password', label: 'User and password' },
        { value: 'certificate', label: 'Its client certificate' },
      ],
    },
    { name: 'username', title: 'User', widget: 'text', when: { field: 'auth', is: ['password'] } },
    ...tlsFields({ field: 'tls', is: [true] }),
  ],
  settings,
  initial: { host: '', port: 5671, virtualHost: '/', tls: true, auth: 'password' },
  secrets: ({ auth, tls, ...identity }) => [
    ...(auth === 'password' ? [{ name: 'password', title: 'Password', required: true }] : []),
    ...(tls ? tlsSecrets(identity) : []),
  ],
  hosts: ({ host, port }) => [atPort(host, port)],
});
