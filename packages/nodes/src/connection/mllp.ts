import { z } from 'zod';
import { defineConnection } from './definition.ts';
import { atPort, hostName, port, tlsFields, tlsSecrets, tlsSettings } from './parts.ts';

export const mllpConnection = defineConnection({
  type: 'mllp',
  name: 'MLLP',
  summary: 'A system that takes HL7 v2 messages, with or without TLS',
  icon: 'heart-share',
  fields: [
    { name: 'host', title: 'Host', widget: 'text', placeholder: 'adt.hospital.example' },
    { name: 'port', title: 'Port', widget: 'number' },
    { name: 'tls', title: 'TLS', widget: 'switch' },
    {
      name: 'keepOpen',
      more: true,
      title: 'Keep connections open',
      widget: 'switch',
      description: 'Off for receivers that hang up after each acknowledgement.',
    },
    { name: 'connections', more: true, title: 'Connections at a time', widget: 'number' },
    ...tlsFields({ field: 'tls', is: [true] }),
  ],
  settings: z.strictObject({
    host: hostName,
    port: port(2575),
    tls: z.boolean().default(false),
    keepOpen: z.boolean().default(true),
    connections: z.int().min(1).max(64).default(4),
    ...tlsSettings,
  }),
  initial: { host: '', port: 2575, tls: false, keepOpen: true, connections: 4 },
  secrets: ({ tls, ...identity }) => (tls ? tlsSecrets(identity) : []),
  hosts: ({ host, port }) => [atPort(host, port)],
});
