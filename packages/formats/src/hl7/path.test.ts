import { describe, expect, it } from 'vitest';
import { buildHl7 } from './build.ts';
import { groupSegments } from './group.ts';
import { parseHl7 } from './parse.ts';
import { pick, setHl7 } from './path.ts';

const TEXT = [
  'MSH|^~\\&|LAB|STANNE|ERP|HQ|20260314||ORU^R01^ORU_R01|M1|P|2.5.1',
  'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY||DOE&VAN^JANE||""',
  'OBR|1|A',
  'OBX|1|NM|GLU||5.4',
  'NTE|1||fasting',
  'OBX|2|SN|TITER||^182',
  'OBR|2|B',
  'OBX|1|ST|X||ok',
  '',
].join('\r');
const message = parseHl7(TEXT);

describe('pick', () => {
  it.each([
    ['MSH-1', '|'],
    ['MSH-2', '^~\\&'],
    ['MSH-9.2', 'R01'],
    ['PID-3', '123'],
    ['PID-3.1', '123'],
    ['PID.3.4', 'HOSP'],
    ['PID-3.4.2', '2.16'],
    ['PID-3-4-3', 'ISO'],
    ['PID-3[2]', '777'],
    ['PID-3[2].4.1', 'CITY'],
    ['PID-3[2].4.2', undefined],
    ['PID-5', 'DOE'],
    ['PID-7', '""'],
    ['PID-99', undefined],
    ['PV1-1', undefined],
    ['OBX-5', '5.4'],
    ['OBX[2]-5', undefined],
    ['OBX[2]-5.2', '182'],
    ['OBX[3]-5', 'ok'],
    ['OBX[4]-5', undefined],
  ])('%s is %j', (path, value) => {
    expect(pick(message, path)).toBe(value);
  });

  it.each([
    '',
    'PID',
    'pid-3',
    'PID-0',
    'PID[0]-3',
    'PID-3[0]',
    'PID-3.0',
    'PID-3.1.1.1',
    'PID-3 ',
    'PID-99999',
    '__proto__-1',
  ])('refuses the path %j', (path) => {
    expect(() => pick(message, path)).toThrow(expect.objectContaining({ code: 'hl7_bad_path' }));
  });
});

describe('setHl7', () => {
  const line = (path: string, value: string | undefined, at = 1) =>
    buildHl7(setHl7(message, path, value)).split('\r')[at];

  it.each([
    ['PID-5', 'ROE', 'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY||ROE||""'],
    ['PID-5.2', 'MAX', 'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY||DOE&VAN^MAX||""'],
    ['PID-5.1', 'ROE', 'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY||ROE^JANE||""'],
    ['PID-5.2.2', 'X|Y', 'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY||DOE&VAN^JANE&X\\F\\Y||""'],
    ['PID-3[2]', '8', 'PID|1||123^^^HOSP&2.16&ISO^MR~8||DOE&VAN^JANE||""'],
    ['PID-3[4].5', 'PI', 'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY~~^^^^PI||DOE&VAN^JANE||""'],
    ['PID-3', undefined, 'PID|1||||DOE&VAN^JANE||""'],
    ['PID-3[2]', '', 'PID|1||123^^^HOSP&2.16&ISO^MR||DOE&VAN^JANE||""'],
    ['PID-3.4.2', undefined, 'PID|1||123^^^HOSP&&ISO^MR~777^^^CITY||DOE&VAN^JANE||""'],
    ['PID-9.1.2', 'new', 'PID|1||123^^^HOSP&2.16&ISO^MR~777^^^CITY||DOE&VAN^JANE||""||&new'],
  ])('%s = %j', (path, value, expected) => {
    expect(line(path, value)).toBe(expected);
  });

  it('leaves the message it was given as it was', () => {
    setHl7(message, 'PID-5', 'ROE');
    expect(buildHl7(message)).toBe(TEXT);
  });

  it('makes a segment behind the last of its kind, or at the end, and moves how the others were written along', () => {
    expect(line('OBX[4]-5', 'x', 8)).toBe('OBX|||||x');
    expect(line('ZSU-2.3', 'x', 8)).toBe('ZSU||^^x');
    const sloppy = parseHl7(`${TEXT}NTE|9||a^^^|||\r`);
    expect(buildHl7(setHl7(sloppy, 'OBR[3]-1', '3'))).toBe(
      `${TEXT.replace('OBR|2|B\r', 'OBR|2|B\rOBR|3\r')}NTE|9||a^^^|||\r`,
    );
  });

  it('takes away what is not there without a trace', () => {
    expect(setHl7(message, 'ZZZ-1', undefined)).toBe(message);
  });
});

describe('groupSegments', () => {
  it('nests orders and results', () => {
    const { segments, groups } = groupSegments(message, ['OBR', 'OBX']);
    expect(segments.map(({ id }) => id)).toEqual(['MSH', 'PID']);
    expect(groups.map(({ groups: results }) => results.length)).toEqual([2, 1]);
    expect(groups[0]!.groups[0]!.segments.map(({ id }) => id)).toEqual(['OBX', 'NTE']);
  });

  it('keeps every segment once, also where a level is skipped', () => {
    const flat = (group: ReturnType<typeof groupSegments>): string[] => [
      ...group.segments.map(({ id }) => id),
      ...group.groups.flatMap(flat),
    ];
    const orphans = { segments: ['OBX', 'PID', 'OBX', 'OBR', 'OBX', 'PID'].map((id) => ({ id })) };
    expect(flat(groupSegments(orphans, ['PID', 'OBR', 'OBX']))).toEqual(['OBX', 'PID', 'OBX', 'OBR', 'OBX', 'PID']);
  });
});
