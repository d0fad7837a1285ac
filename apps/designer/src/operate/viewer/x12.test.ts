import { expect, it } from 'vitest';
import { readText } from './open.ts';
import { readX12, X12, X12Error } from './x12.ts';
import { nameOfElement } from './x12-names.ts';

const isa = (repetition = '^', component = ':') =>
  `ISA*00*          *00*          *ZZ*HOSPITAL       *ZZ*SUPPLIER       *261118*1015*${repetition}*00501*000000905*0*P*${component}~`;
const envelope = (set: string, body: string[], count = body.length + 2) =>
  [
    `${isa()}`,
    'GS*PO*HOSPITAL*SUPPLIER*20261118*1015*1*X*005010~',
    `ST*${set}*0001~`,
    ...body.map((segment) => `${segment}~`),
    `SE*${count}*0001~`,
    'GE*1*1~',
    'IEA*1*000000905~',
  ].join('\n');

const order = envelope('850', [
  'BEG*00*SA*PO-4711**20261118',
  'N1*ST*West campus',
  'N4*Springfield*IL',
  'PO1*1*10*BX*3.2**VP*DRP-411',
  'PID*F****Drape, blue',
  'PO1*2*1*EA*250**VP*IMP-10293',
  'N1*MA*OR store',
  'CTT*2',
]);

const told = (text: string) =>
  readX12(text).tree.lines.map(({ kind, depth, place, value }) => `${depth} ${kind} ${place} ${value}`.trim());

it('reads an order loop by loop, place by place', () => {
  const { tree, problem } = readX12(order);
  expect(problem).toBeNull();
  expect(tree).toBeInstanceOf(X12);
  const loops = tree.lines.filter(({ kind }) => kind === 'loop').map(({ depth, place }) => `${depth} ${place}`);
  expect(loops).toEqual([
    '0 Interchange HOSPITAL → SUPPLIER',
    '1 Group PO',
    '2 Purchase order 850, number 0001',
    '3 Party ST',
    '3 Line 1',
    '3 Line 2',
    '4 Party MA',
  ]);
  const lines = told(order);
  expect(lines).toContain('3 value BEG-03 PO-4711');
  expect(lines).toContain('4 value N4-01 Springfield');
  expect(lines).toContain('4 value PID-05 Drape, blue');
  expect(lines).toContain('4 value PO1[2]-07 IMP-10293');
  expect(lines).toContain('5 value N1[2]-02 OR store');
  expect(lines).toContain('3 value CTT-01 2');
});

it('nests a claim by its hierarchy, and cuts components and repetitions', () => {
  const claim = envelope('837', [
    'HL*1**20*1',
    'HL*2*1*22*0',
    'CLM*26463774*100***11:B:1*Y',
    'HI*ABK:J020^ABF:Z1159',
    'LX*1',
    'SV1*HC:99213*40*UN*1',
  ]);
  const lines = told(claim);
  const loops = lines.filter((line) => line.includes(' loop '));
  expect(loops.slice(3)).toEqual([
    '3 loop Information source',
    '4 loop Subscriber',
    '5 loop Claim 26463774',
    '6 loop Line 1',
  ]);
  expect(lines).toContain('6 value CLM-05.2 B');
  expect(lines).toContain('6 value HI-01[2].1 ABF');
  expect(lines).toContain('7 value SV1-01.2 99213');
});

it('tells what the envelope says and is not so', () => {
  expect(readX12(envelope('850', ['BEG*00'], 4)).problem).toEqual({
    code: 'x12_envelope',
    sentence: 'SE-01 says 4 segments; there are 3.',
  });
  expect(readX12(order.replace('GE*1*1', 'GE*1*2')).problem?.sentence).toBe(
    'GE-02 is not the control number of its GS.',
  );
  expect(readX12(order.replace(/IEA.*/, '')).problem?.sentence).toBe('ISA is not ended.');
});

it('refuses what is none, and reads markup as the text it is', () => {
  for (const text of ['', 'ISA*00*short~', `${isa().slice(0, 80)}~`, `${isa()}<script>*1~`]) {
    expect(() => readX12(text)).toThrow(X12Error);
  }
  expect(told(order.replace('West campus', '<img src=x>'))).toContain('4 value N1[1]-02 <img src=x>');
});

it('names segments and elements', () => {
  expect(nameOfElement({ segment: 'PO1', element: 1, isFirst: true })).toBe('Line of the order · Line');
  expect(nameOfElement({ segment: 'PO1', element: 2, isFirst: false })).toBe('Quantity');
  expect(nameOfElement({ segment: 'ZZZ', element: 1, isFirst: true })).toBe('');
});

it('is not what a JSON message says it is', () => {
  const { tree } = readText('{"x12":[null],"lines":[null]}', 'json');
  expect(tree).toEqual({ x12: [null], lines: [null] });
  expect(tree).not.toBeInstanceOf(X12);
});
