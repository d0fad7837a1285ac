import { flowOf, node } from '../../support/stage.ts';
import { type Act, after, both, keep } from './act.ts';

const place = { environment: 'uat', type: 'http', classes: ['open'] };
const settings = { baseUrl: 'https://partner.example', auth: 'none' };
const columns = [
  { name: 'code', title: 'Code', type: 'text', required: true },
  { name: 'price', title: 'Price', type: 'decimal', required: false },
];
const definition = { name: 'act-prices', title: 'Prices', key: ['code'], effective: false, columns };
const row = (price: string) => ({ line: 1, values: { code: 'A', price } });
const drawn = flowOf(
  'act-flow',
  [node('in', 'trigger.manual'), node('end', 'transform.map', { text: '$' })],
  ['in>end'],
);
export const uat = (isProtected: boolean) => ({ title: 'UAT', colour: 'grape', protected: isProtected, settings: {} });

export const places: Act[] = [
  { act: 'environment.create', ask: () => ['POST', '/environments', { name: 'uat', ...uat(false) }], states: after },
  { act: 'secret.set', ask: () => ['PUT', '/secrets/act', { environment: 'uat', value: 'a value of these acts' }] },
  { act: 'connection.set', ask: () => ['PUT', '/connections/partner', { ...place, settings }], states: after },
  { act: 'connection.set', ask: () => ['PUT', '/connections/spare', { ...place, settings }], states: after },
  { act: 'connection.remove', ask: () => ['DELETE', '/connections/spare?environment=uat'], states: ['before'] },
  { act: 'connection.try', ask: () => ['POST', '/connections/partner/try', { environment: 'dev' }] },
  { act: 'flow.create', ask: () => ['POST', '/flows', { id: 'act-flow', name: 'Act' }] },
  {
    act: 'flow.edit',
    ask: () => [
      'POST',
      '/flows/act-flow/operations',
      { base: 1, session: 'session-of-acts', number: 1, operations: [{ op: 'rename-flow', name: 'Acted' }] },
    ],
    keep: keep('revision', 'revision'),
  },
  { act: 'flow.publish', ask: () => ['POST', '/flows/act-flow/versions', { document: drawn }], states: after },
  {
    act: 'flow.restore',
    ask: async ({ office }) => {
      const { body } = await office.ask('GET', '/flows/act-flow/draft', { cookie: office.admin });
      return ['POST', '/flows/act-flow/versions/1/restore', { revision: body['revision'] }];
    },
  },
  { act: 'flow.archive', ask: () => ['DELETE', '/flows/act-flow'] },
  { act: 'flow.unarchive', ask: () => ['POST', '/flows/act-flow/unarchive'] },
  { act: 'flow.move', ask: ({ flow }) => ['PUT', `/flows/${flow}/folder`, { folder: 'supply' }], states: both },
  { act: 'flow.deploy', ask: ({ flow }) => ['PUT', `/flows/${flow}/live`, { environment: 'dev', version: 1 }] },
  {
    act: 'table.import',
    ask: () => ['POST', '/tables', { environment: 'dev', definition, rows: [row('1.00')] }],
    keep: keep('table'),
    states: after,
  },
  {
    act: 'table.change',
    ask: () => ['PUT', '/tables/act-prices/rows', { environment: 'dev', rows: [row('2.00')] }],
    states: both,
  },
  {
    act: 'table.bind',
    ask: ({ ids }) => ['PUT', '/tables/act-prices/binding', { environment: 'dev', version: ids['table'] }],
    states: after,
  },
];
