import { z } from 'zod';
import { type ConnectionSecret, defineConnection } from './definition.ts';
import { address, hostOf, tlsFields, tlsSecrets, tlsSettings } from './parts.ts';

const auth = ['none', 'basic', 'bearer', 'apiKey', 'oauth2'] as const;

const settings = z
  .strictObject({
    baseUrl: address,
    auth: z.enum(auth).default('none'),
    username: z.string().max(200).optional(),
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, 'a header name')
      .optional(),
    tokenUrl: address.optional(),
    clientId: z.string().max(300).optional(),
    scope: z.string().max(500).optional(),
    audience: z.string().max(500).optional(),
    clientAuth: z.enum(['basic', 'post']).optional(),
    hosts: z
      .array(z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/, 'a host, such as files.partner.example:8443'))
      .max(20)
      .optional(),
    probe: z.string().max(500).optional(),
    fields: z
      .array(z.string().regex(/^[\w-]+(\[\])?(\.[\w-]+(\[\])?)*$/, 'a field, such as lines[].item'))
      .max(500)
      .optional(),
    ...tlsSettings,
  })
  .check((context) => {
    const { value } = context;
    const needed: Partial<Record<(typeof auth)[number], (keyof typeof value)[]>> = {
      basic: ['username'],
      oauth2: ['tokenUrl', 'clientId'],
    };
    for (const name of needed[value.auth] ?? []) {
      if (value[name] !== undefined && value[name] !== '') continue;
      context.issues.push({ code: 'custom', input: value, path: [name], message: 'is needed for this way to sign in' });
    }
  });

export const httpConnection = defineConnection({
  type: 'http',
  name: 'HTTP',
  summary: 'A system that takes requests over HTTP or HTTPS',
  icon: 'world',
  fields: [
    {
      name: 'baseUrl',
      title: 'Base address',
      widget: 'text',
      placeholder: 'https://erp.hospital.example/api',
      description: 'Flows name paths below it.',
    },
    {
      name: 'auth',
      title: 'Signs in with',
      widget: 'select',
      options: [
        { value: 'none', label: 'Nothing' },
        { value: 'basic', label: 'User and password (basic)' },
        { value: 'bearer', label: 'A fixed token (bearer)' },
        { value: 'apiKey', label: 'A key in a header' },
        { value: 'oauth2', label: 'OAuth 2 client credentials' },
      ],
    },
    { name: 'username', title: 'User', widget: 'text', when: { field: 'auth', is: ['basic'] } },
    {
      name: 'header',
      title: 'Header of the key',
      widget: 'text',
      placeholder: 'X-API-Key',
      when: { field: 'auth', is: ['apiKey'] },
    },
    {
      name: 'tokenUrl',
      title: 'Token address',
      widget: 'text',
      placeholder: 'https://login.partner.example/oauth/token',
      when: { field: 'auth', is: ['oauth2'] },
    },
    { name: 'clientId', title: 'Client id', widget: 'text', when: { field: 'auth', is: ['oauth2'] } },
    { name: 'scope', title: 'Scope', widget: 'text', when: { field: 'auth', is: ['oauth2'] } },
    { name: 'audience', title: 'Audience', widget: 'text', when: { field: 'auth', is: ['oauth2'] } },
    {
      name: 'clientAuth',
      title: 'Client secret goes',
      widget: 'select',
      options: [
        { value: 'basic', label: 'in the Authorization header' },
        { value: 'post', label: 'in the form' },
      ],
      when: { field: 'auth', is: ['oauth2'] },
    },
    {
      name: 'probe',
      more: true,
      title: 'Path to try',
      widget: 'text',
      placeholder: 'health',
      description: 'What “Try connection” asks for with GET. Empty: the base address.',
    },
    {
      name: 'hosts',
      more: true,
      title: 'More hosts that may get its secrets',
      widget: 'lines',
      description: 'Over HTTPS only.',
    },
    {
      name: 'fields',
      more: true,
      title: 'Fields it may be sent',
      widget: 'lines',
      placeholder: 'patient.id',
      description:
        'Each with everything below it; lines[].item for a field of each line. Others are left out of JSON bodies and counted. None: all of them.',
    },
    ...tlsFields(),
  ],
  settings,
  initial: { baseUrl: '', auth: 'none' },
  secrets: ({ auth, ...identity }) => {
    const ofAuth: Record<string, ConnectionSecret[]> = {
      basic: [{ name: 'password', title: 'Password', required: true }],
      bearer: [{ name: 'token', title: 'Token', required: true }],
      apiKey: [{ name: 'apiKey', title: 'Key', required: true }],
      oauth2: [{ name: 'clientSecret', title: 'Client secret', required: true }],
    };
    return [...(ofAuth[auth] ?? []), ...tlsSecrets(identity)];
  },
  hosts: ({ baseUrl, tokenUrl, auth, hosts = [] }) => [
    ...new Set([hostOf(baseUrl), ...(auth === 'oauth2' && tokenUrl ? [hostOf(tokenUrl)] : []), ...hosts]),
  ],
});
