import { hl7v2, pick } from '@throughline/formats';
import { parsed } from '@throughline/nodes/mapping';
import { describe, expect, test } from 'vitest';
import { expressionPath, keyPathOf } from '../path.ts';
import { type Hl7Tree, hl7Place, isGuardedHl7, isHl7 } from './hl7.ts';

const text = [
  'MSH|^~\\&|OR|WEST|ERP|HQ|20260314||DFT^P03|M1|P|2.5.1',
  'PID|1||777^^^WEST&1.2&ISO~888||DOE^JANE',
  'FT1|1|A1',
  'FT1|2|B2||||CG',
].join('\r');
const message = hl7v2.parse(new TextEncoder().encode(text)) as Hl7Tree;

describe('a place of an HL7 message', () => {
  const cases: [path: (string | number)[], place: string, expression: string][] = [
    [['segments', 0, 'f10', 0, 'c1'], 'MSH-10', 'segments[id="MSH"].f10[0].c1'],
    [['segments', 0, 'f9', 0, 'c2'], 'MSH-9.2', 'segments[id="MSH"].f9[0].c2'],
    [['segments', 1, 'f3', 1, 'c1'], 'PID-3[2]', 'segments[id="PID"].f3[1].c1'],
    [['segments', 1, 'f3', 0, 'c4', 's2'], 'PID-3.4.2', 'segments[id="PID"].f3[0].c4.s2'],
    [['segments', 3, 'f2', 0, 'c1'], 'FT1[2]-2', 'segments[id="FT1"][1].f2[0].c1'],
    [['segments', 2, 'f2', 0, 'c1'], 'FT1-2', 'segments[id="FT1"][0].f2[0].c1'],
  ];
  test.each(cases)('%j is %s', (path, place, expression) => {
    expect(hl7Place(path, message)).toBe(place);
    expect(keyPathOf(path, message)).toBe(place);
    expect(expressionPath(path, null, message)).toBe(expression);
    const value = path.reduce<unknown>((here, part) => (here as Record<string | number, unknown>)[part], message);
    expect(parsed(expression)).not.toHaveProperty('fault');
    expect(pick(message as never, place)).toBe(value);
  });

  test('is none where the standard has no number for it', () => {
    expect(hl7Place(['segments', 1], message)).toBeNull();
    expect(keyPathOf(['segments', 1, 'id'], message)).toBe('segments[1].id');
    expect(isHl7({ segments: [] })).toBe(false);
  });

  test('is guarded by its segment and number', () => {
    expect(isGuardedHl7(['segments', 1, 'f5', 0, 'c1'], message)).toBe(true);
    expect(isGuardedHl7(['segments', 0, 'f10', 0, 'c1'], message)).toBe(false);
  });
});
