import { z } from 'zod';
import { defineConnection } from './definition.ts';
import { atPort, hostName, pem } from './parts.ts';

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
    {
      name: 'ca',
      more: true,
      title: 'Authorities to trust',
      widget: 'pem',
      description: 'PEM. With these, no others are trusted.',
      when: { field: 'tls', is: [true] },
    },
    {
      name: 'clientCertificate',
      more: true,
      title: 'Client certificate',
      widget: 'pem',
      description: 'PEM; for mutual TLS. Its key is asked for next.',
      when: { field: 'tls', is: [true] },
    },
  ],
  settings: z.strictObject({
    host: hostName,
    port: z.int().min(1).max(65_535).default(2575),
    tls: z.boolean().default(false),
    keepOpen: z.boolean().default(true),
    connections: z.int().min(1).max(64).default(4),
    ca: pem.optional(),
    clientCertificate: pem.optional(),
  }),
  initial: { host: '', port: 2575, tls: false, keepOpen: true, connections: 4 },
  secrets: ({ tls, clientCertificate }) =>
    tls && clientCertificate
      ? [
          {
            name: 'clientKey',
            title: 'Key of the client certificate',
            required: true,
            lines: true,
            beside: 'clientCertificate',
          },
        ]
      : [],
  hosts: ({ host, port }) => [atPort(host, port)],
});
