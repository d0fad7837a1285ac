import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { formatSettings, recordProblems, records } from '../../form/format.ts';
import { keyProblems, keys, noKeys } from '../../form/keys.ts';
import { contractName, reference, setting } from '../../form/setting.ts';

const header = z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'a header name');
const secret = setting(reference, 'secret', 'Secret', {
  description: 'Name of the secret; its value is set in each environment.',
});

const authentication = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }).meta({ title: 'None: anybody who can reach it' }),
  z.strictObject({ mode: z.literal('clients') }).meta({
    title: 'Registered clients, as each environment says',
    description:
      'Under Doors, each environment says how clients prove themselves (key, signature, token or certificate), where they come from and how often. Until it does, nobody is let in.',
  }),
  z
    .strictObject({
      mode: z.literal('api-key'),
      header: setting(header.default('X-API-Key'), 'text', 'Header'),
      secret,
    })
    .meta({ title: 'Key in a header' }),
  z
    .strictObject({
      mode: z.literal('hmac'),
      header: setting(header.default('X-Signature'), 'text', 'Header'),
      secret,
      encoding: setting(z.enum(['hex', 'base64']).default('hex'), 'select', 'Encoding'),
      prefix: setting(z.string().max(20).default(''), 'text', 'Prefix', {
        description: 'What stands before the signature: sha256=',
      }),
    })
    .meta({ title: 'Signature: HMAC-SHA-256 over the raw bytes' }),
]);

const answer = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('accepted') }).meta({ title: 'At once: 202 when the message is safely kept' }),
  z
    .strictObject({
      mode: z.literal('reply'),
      timeoutS: setting(z.number().min(1).max(60).default(30), 'duration', 'Wait at most', {
        description: 'Seconds; then the caller gets 504 and the message goes on.',
      }),
    })
    .meta({ title: 'Wait for a respond step' }),
]);

export const httpTrigger = defineNode({
  type: 'trigger.http',
  version: 1,
  kind: 'trigger',
  name: 'Receive over HTTP',
  summary: 'Another system sends messages to an address here',
  help: 'The message is kept safely before the caller gets an answer. A request that is too large, not authentic or does not fit the contract is refused at the door with a reason and is not accepted.',
  icon: 'world-download',
  config: z.strictObject({
    path: setting(
      z
        .string()
        .max(200)
        .regex(
          /^(?:[a-z0-9][a-z0-9._-]*|:[a-z][A-Za-z0-9]*)(?:\/(?:[a-z0-9][a-z0-9._-]*|:[a-z][A-Za-z0-9]*))*$/,
          'lower-case parts with / between them, such as supply-usage/:site',
        ),
      'text',
      'Path',
      {
        description: 'Behind /in/<environment>/. A part such as :site is kept with the message.',
        placeholder: 'supply-usage',
      },
    ),
    method: setting(z.enum(['POST', 'PUT', 'PATCH', 'DELETE', 'GET']).default('POST'), 'select', 'Method'),
    ...formatSettings,
    records,
    authentication: setting(authentication, 'group', 'Who may send'),
    answer: setting(answer, 'group', 'Answer'),
    contract: setting(contractName.optional(), 'contract', 'Contract', {
      description: 'Checked at the door: what does not fit gets 422.',
    }),
    limitMb: setting(z.number().min(0.001).max(50).default(5), 'number', 'Size limit', {
      description: 'Megabytes; larger gets 413.',
      advanced: true,
    }),
    keys,
  }),
  initial: {
    path: 'messages',
    method: 'POST',
    format: 'json',
    records: 'each',
    authentication: { mode: 'none' },
    answer: { mode: 'accepted' },
    limitMb: 5,
    keys: { ...noKeys, idempotency: ['header:Idempotency-Key'] },
  },
  brief: ({ method, path }) => `${method} /${path}`,
  inputs: 0,
  outputs: () => out,
  step: ({ answer, contract, authentication }) => ({
    place: 'trigger',
    waits: answer.mode === 'reply',
    open: authentication.mode === 'none',
    ...(authentication.mode === 'clients' ? { door: 'clients' as const } : {}),
    ...(contract === undefined ? {} : { contract }),
  }),
  secrets: ({ authentication }) => ('secret' in authentication ? [authentication.secret] : []),
  contract: ({ contract }) => contract,
  check: ({ keys, format, records, contract, path }) => [
    ...keyProblems({ keys, format, headers: true }),
    ...recordProblems({ format, records, contract }),
    ...namedTwice(path),
  ],
  migrations: [],
});

function namedTwice(path: string) {
  const names = path.split('/').filter((part) => part.startsWith(':'));
  if (new Set(names).size === names.length) return [];
  return [
    {
      severity: 'error' as const,
      code: 'path_twice',
      sentence: 'The path has two parts of the same name.',
      field: '/path',
    },
  ];
}
