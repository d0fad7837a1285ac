import { defineNode } from '@throughline/flow';
import { z } from 'zod';
import { out } from '../../form/delivery.ts';
import { keyProblems, keys, noKeys } from '../../form/keys.ts';
import { contractName, setting } from '../../form/setting.ts';

const hd = z.string().min(1).max(227);

export const mllpTrigger = defineNode({
  type: 'trigger.mllp',
  version: 1,
  kind: 'trigger',
  name: 'Receive HL7 over MLLP',
  summary: 'An HL7 v2 system sends messages to the shared MLLP port',
  help: 'Takes the HL7 v2 messages of the chosen types. AA is answered only when the message is safely kept; one that cannot be taken is answered with the code below and a reason. A message no flow takes is answered AR.',
  icon: 'heartbeat',
  config: z.strictObject({
    types: setting(
      z
        .array(
          z.string().regex(/^[A-Z0-9]{3}(?:\^[A-Z0-9]{3})?$/, 'a type such as DFT^P03, or DFT for all of its events'),
        )
        .max(50),
      'text',
      'Message types (MSH-9)',
      { description: 'None: every type.', placeholder: 'DFT^P03' },
    ),
    application: setting(hd.nullable().default(null), 'text', 'Sending application (MSH-3)', {
      description: 'Only from this one.',
    }),
    facility: setting(hd.nullable().default(null), 'text', 'Sending facility (MSH-4)', {
      description: 'Only from this one.',
    }),
    ack: setting(
      z.strictObject({
        refusal: setting(z.enum(['AE', 'AR']).default('AE'), 'select', 'When it cannot be taken', {
          description: 'AE: an error in the message. AR: rejected, the sender should not send it again.',
        }),
        text: setting(z.boolean().default(true), 'switch', 'Say why in MSA-3 and ERR'),
      }),
      'group',
      'Acknowledgement',
      { advanced: true },
    ),
    contract: setting(contractName.optional(), 'contract', 'Contract', {
      description: 'Checked at the door, on the parsed message.',
    }),
    keys,
  }),
  initial: {
    types: ['DFT^P03'],
    application: null,
    facility: null,
    ack: { refusal: 'AE', text: true },
    keys: { ...noKeys, idempotency: ['MSH-3', 'MSH-4', 'MSH-10'] },
  },
  brief: ({ types }) => (types.length === 0 ? 'Every HL7 v2 message' : types.join(', ')),
  inputs: 0,
  outputs: () => out,
  step: ({ contract }) => ({
    place: 'trigger',
    door: 'addresses',
    ...(contract === undefined ? {} : { contract }),
  }),
  contract: ({ contract }) => contract,
  check: ({ keys }) => keyProblems({ keys, format: 'hl7v2', headers: false }),
  migrations: [],
});
