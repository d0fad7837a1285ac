import { listContracts } from '@throughline/contracts';
import { flowFromSample } from '@throughline/nodes/definitions';
import { audited, createFlow } from '@throughline/store';
import { z } from 'zod';
import { Refusal } from '../../refusal.ts';
import { route } from '../../route.ts';
import { ofNothing } from '../flows/scope.ts';
import { sample } from '../trials/fields.ts';
import { begun, named } from './fields.ts';

const KINDS = ['json', 'hl7v2', 'csv', 'text'] as const;

export const beginFromSample = route(
  {
    method: 'post',
    path: '/flows/from-sample',
    summary:
      'Begin a flow that takes messages such as this one: trigger, check, mapping and connector, with the sample kept',
    permission: 'flow.edit',
    where: ofNothing,
    bytes: 12 * 1024 * 1024,
    body: z.strictObject({
      ...named,
      message: sample,
      format: z.enum(KINDS).optional().meta({ description: 'Left out: by content type, else by look' }),
    }),
    answer: begun,
    status: 201,
  },
  async ({ store, dryRun, principal, body: { id, name, message, format } }) => {
    const { body, encoding, contentType } = message;
    const bytes = Buffer.from(body, encoding === 'base64' ? 'base64' : 'utf8');
    const read = dryRun.parse({ body: bytes, format, ...(contentType === '' ? {} : { contentType }) });
    if ('problem' in read) throw new Refusal(400, read.problem.code, read.problem.sentence);
    const kind = KINDS.find((one) => one === read.format) ?? 'text';
    const kept = {
      format: kind,
      tree: read.tree,
      contentType: contentType || TYPES[kind],
      body: bytes.toString('utf8'),
    };
    const document = flowFromSample(id, name, kept, listContracts());
    return audited(store, principal, 'flow.create', async (tx) => {
      const { revision } = await createFlow(tx, document, principal.name);
      return { result: { id, revision }, object: `flow:${id}`, summary: `Began the flow ${id} from a sample.` };
    });
  },
);

const TYPES = {
  json: 'application/json',
  hl7v2: 'application/hl7-v2',
  csv: 'text/csv',
  text: 'text/plain',
} as const;
