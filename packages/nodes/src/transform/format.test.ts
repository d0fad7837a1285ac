import type { HostInput, HostRun } from '@throughline/engine';
import type { PlanStep } from '@throughline/flow';
import { describe, expect, it } from 'vitest';
import { CONTEXT, errorOf, reachOf } from '../trial/delivery.ts';
import { receive } from '../trigger/receive.ts';
import { transformBuild } from './build/run.ts';
import { transformParse } from './parse/run.ts';

function through(run: HostRun, message: unknown, settings: Record<string, unknown>): Promise<unknown> {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  const input: HostInput = {
    node: 'step',
    message: text,
    settings: { from: null, into: null, ...settings },
    context: CONTEXT,
    reach: reachOf(),
    signal: new AbortController().signal,
  };
  return run(input).then((outcome) => JSON.parse((outcome as { message: string }).message));
}
const parse = (message: unknown, settings: Record<string, unknown>) => through(transformParse, message, settings);
const build = (message: unknown, settings: Record<string, unknown>) => through(transformBuild, message, settings);
const inQuotes = (text: string) => JSON.stringify(text);

const HL7 = 'MSH|^~\\&|MM|NORTH|ERP|NORTH|20260302||DFT^P03|1|P|2.5\rFT1|1|||20260302||CG|00123^Sérew\r';
const CSV = 'item,quantity\r\n00123,10.10\r\n00456,2\r\n';
const RECORDS = [
  { item: '00123', quantity: '10.10' },
  { item: '00456', quantity: '2' },
];

describe('parse and build', () => {
  it('turn HL7 v2 text into its tree and back, character for character', async () => {
    const tree = await parse(inQuotes(HL7), { format: 'hl7v2' });
    expect(tree).toMatchObject({ segments: [{ id: 'MSH' }, { id: 'FT1', f7: [{ c1: '00123', c2: 'Sérew' }] }] });
    expect(await build(tree, { format: 'hl7v2' })).toBe(HL7);
  });

  it('turn CSV into records and back', async () => {
    expect(await parse(inQuotes(CSV), { format: 'csv' })).toEqual(RECORDS);
    expect(await build(RECORDS, { format: 'csv' })).toBe(CSV);
    const bare = { format: 'csv', csv: { delimiter: ';', header: false } };
    expect(await parse(inQuotes('a;b\r\n'), bare)).toEqual([['a', 'b']]);
    expect(await build(RECORDS, bare)).toBe('00123;10.10\r\n00456;2\r\n');
  });

  it('turn JSON text into values and back, digit for digit', async () => {
    const settings = { format: 'json', from: 'raw', into: 'read.order' };
    const text = '{"total":12345678901234567890.12}';
    const parsed = await transformParse({
      node: 'step',
      message: JSON.stringify({ raw: text }),
      settings,
      context: CONTEXT,
      reach: reachOf(),
      signal: new AbortController().signal,
    });
    expect(parsed).toMatchObject({ message: expect.stringContaining(`"read":{"order":${text}}`) });
    expect(await build(`{"order":${text}}`, { format: 'json', from: 'order' })).toBe(text);
  });

  it('leave text as it is', async () => {
    expect(await parse({ note: 'a\nb' }, { format: 'text', from: 'note', into: 'copy' })).toEqual({
      note: 'a\nb',
      copy: 'a\nb',
    });
  });

  it.each([
    [parse, '{}', { format: 'json' }, 'text_missing'],
    [parse, '{}', { format: 'json', from: 'a.b' }, 'from_missing'],
    [parse, '{"a":"{"}', { format: 'json', from: 'a' }, 'json_malformed'],
    [parse, '"PID|1"', { format: 'hl7v2' }, 'hl7_no_msh'],
    [parse, '"a,b\\r\\n1\\r\\n"', { format: 'csv' }, 'csv_ragged_row'],
    [build, '{"lines":[]}', { format: 'hl7v2' }, 'hl7_no_msh'],
    [build, '{"a":1}', { format: 'csv' }, 'csv_bad_tree'],
    [build, '{"a":1}', { format: 'text' }, 'setting_invalid'],
    [build, '{"a":1}', { format: 'edifact' }, 'setting_invalid'],
    [build, '{"a":1}', { format: 'json', from: 'a', into: 'a.b' }, 'into_no_object'],
  ])('say why not (%#)', async (run, message, settings, code) => {
    expect(await errorOf(run(message, settings))).toMatchObject({ code, class: 'data' });
  });
});

describe('receive', () => {
  const at = (type: string, config: Record<string, unknown>) => ({ type, config }) as unknown as PlanStep;

  it('reads what a trigger took', () => {
    const http = (format: string) => at('trigger.http', { format });
    expect(receive(http('json'), Buffer.from('{"a":10.10}'), 'application/json')).toBe('{"a":10.10}');
    expect(JSON.parse(receive(http('csv'), Buffer.from(CSV), 'text/csv'))).toEqual(RECORDS);
    expect(receive(http('text'), Buffer.from('é', 'latin1'), 'text/plain; charset=iso-8859-1')).toBe('"é"');
    expect(JSON.parse(receive(at('trigger.mllp', {}), Buffer.from(HL7), ''))).toMatchObject({
      segments: [{ id: 'MSH' }, {}],
    });
  });

  it('stops at bytes that are not what it takes', async () => {
    const read = async (format: string, bytes: Buffer) => receive(at('trigger.http', { format }), bytes, '');
    expect(await errorOf(read('json', Buffer.from([0x22, 0xff, 0x22])))).toMatchObject({
      code: 'encoding',
      class: 'data',
    });
    expect(await errorOf(read('hl7v2', Buffer.from('PID|1')))).toMatchObject({ code: 'hl7_no_msh', class: 'data' });
  });
});
