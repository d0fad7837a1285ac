import type { HostInput } from '@throughline/engine';
import { expect, it } from 'vitest';
import { CONTEXT, errorOf, reachOf } from '../trial/delivery.ts';
import { transformBuild } from './build/run.ts';
import { transformParse } from './parse/run.ts';

const input = (message: unknown, settings: Record<string, unknown>): HostInput => ({
  node: 'step',
  message: JSON.stringify(message),
  settings: { from: null, into: null, ...settings },
  context: CONTEXT,
  reach: reachOf(),
  signal: new AbortController().signal,
});
const hl7 = 'MSH|^~\\&|A|B|C|D|20260302||DFT^P03|1|P|2.5.1\rFT1|1|||20260302||CG|SUT-221^Suture \\T\\ needle\r';

it('reads HL7 out of a field and writes the same text back', async () => {
  const read = await transformParse(input({ raw: hl7 }, { format: 'hl7v2', from: 'raw', into: 'tree' }));
  const message = JSON.parse((read as { message: string }).message) as { tree: { segments: { id: string }[] } };
  expect(message.tree.segments.map(({ id }) => id)).toEqual(['MSH', 'FT1']);
  expect(await transformBuild(input(message.tree, { format: 'hl7v2' }))).toEqual({
    kind: 'out',
    port: 'out',
    message: JSON.stringify(hl7),
  });
});

it('reads and writes JSON without changing a digit', async () => {
  const text = '{"total":12345678901234567890.10}';
  const read = await transformParse(input(text, { format: 'json' }));
  expect(read).toMatchObject({ message: text });
  expect(await transformBuild({ ...input(0, { format: 'json' }), message: text })).toMatchObject({
    message: JSON.stringify(text),
  });
});

it('reads and writes CSV with and without a header', async () => {
  const rows = [{ item: '00123', quantity: '2' }];
  expect(await transformBuild(input(rows, { format: 'csv' }))).toMatchObject({
    message: JSON.stringify('item,quantity\r\n00123,2\r\n'),
  });
  expect(
    await transformParse(input('item;quantity\n00123;2\n', { format: 'csv', csv: { delimiter: ';' } })),
  ).toMatchObject({ message: JSON.stringify(rows) });
  expect(
    await transformParse(input('00123,2\n', { format: 'csv', csv: { delimiter: ',', header: false } })),
  ).toMatchObject({ message: '[["00123","2"]]' });
});

it('stops on text that is not there or not in the format', async () => {
  expect(await errorOf(transformParse(input({}, { format: 'json', from: 'raw' })))).toMatchObject({
    code: 'text_missing',
    path: 'raw',
  });
  expect(await errorOf(transformParse(input('PID|1', { format: 'hl7v2' })))).toMatchObject({ code: 'hl7_no_msh' });
  expect(await errorOf(transformBuild(input({}, { format: 'hl7v2', from: 'tree' })))).toMatchObject({
    code: 'hl7_no_msh',
  });
  expect(await errorOf(transformBuild(input({ rows: 1 }, { format: 'csv', from: 'rows' })))).toMatchObject({
    class: 'data',
  });
});
