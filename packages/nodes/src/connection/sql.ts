import { z } from 'zod';
import { defineConnection } from './definition.ts';
import { atPort, hostName, port, tlsFields, tlsSecrets, tlsSettings } from './parts.ts';

export const sqlConnection = defineConnection({
  type: 'sql',
  name: 'SQL',
  summary: 'A database that takes statements: PostgreSQL',
  icon: 'database',
  fields: [
    {
      name: 'host',
      title: 'Host',
      widget: 'text',
      placeholder: 'db.hospital.example',
      description: 'Of a PostgreSQL server; other databases are not spoken to yet.',
    },
    { name: 'port', title: 'Port', widget: 'number' },
    { name: 'database', title: 'Database', widget: 'text', placeholder: 'materials' },
    {
      name: 'username',
      title: 'User',
      widget: 'text',
      description: 'One that may do what flows do there and nothing else; a superuser is refused.',
    },
    {
      name: 'tls',
      title: 'TLS',
      widget: 'switch',
      description: 'Off sends the password hashed and all else in clear.',
    },
    { name: 'connections', more: true, title: 'Connections at a time', widget: 'number' },
    ...tlsFields({ field: 'tls', is: [true] }),
  ],
  settings: z.strictObject({
    driver: z.literal('postgresql').default('postgresql'),
    database: z.string().min(1, 'is needed').max(63),
    host: hostName,
    port: port(5432),
    username: z.string().min(1, 'is needed').max(63),
    tls: z.boolean().default(true),
    connections: z.int().min(1).max(32).default(4),
    ...tlsSettings,
  }),
  initial: {
    driver: 'postgresql',
    database: '',
    host: '',
    port: 5432,
    username: '',
    tls: true,
    connections: 4,
  },
  secrets: ({ tls, clientCertificate }) => [
    { name: 'password', title: 'Password', required: !(tls && clientCertificate) },
    ...(tls ? tlsSecrets({ clientCertificate }) : []),
  ],
  hosts: ({ host, port }) => [atPort(host, port)],
});
