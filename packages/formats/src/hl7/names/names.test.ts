import { describe, expect, it } from 'vitest';
import { hl7Names, hl7TypeNames } from './lookup.ts';

const WANTED =
  'MSH MSA ERR EVN PID PD1 NK1 PV1 PV2 GT1 IN1 IN2 AL1 DG1 DRG PR1 FT1 ORC OBR OBX NTE RXA RXE RXD RXO RQD RQ1 ODS ODT BLG SCH AIS AIG AIL AIP ' +
  'TXA MFI MFE MFA LOC ZDS SPM TQ1 IIM SCD SDD ACC UB1 UB2 MRG STF PRA QRD QRF DSC BHS FHS BTS FTS SFT UAC ITM IVT VND PKG PCE';

describe('hl7Names', () => {
  it.each(WANTED.split(' '))('knows every field of %s', (segment) => {
    const { name, parts } = hl7Names('2.8', segment)!;
    expect(name).toMatch(/^[A-Z].{3,}/);
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts)
      if (part)
        expect(part).toMatchObject({ name: expect.stringMatching(/^[A-Z0-9]/), type: expect.stringMatching(/^[A-Z]/) });
  });

  it.each([
    ['2.5.1', 'MSH', 9, 2, undefined, 'Trigger Event', 'ID'],
    ['2.5', 'PID', 3, undefined, undefined, 'Patient Identifier List', 'CX'],
    ['2.5', 'PID', 3, 4, undefined, 'Assigning Authority', 'HD'],
    ['2.5', 'PID', 3, 4, 2, 'Universal ID', 'ST'],
    ['2.5', 'PID', 5, 1, 1, 'Surname', 'ST'],
    ['2.1', 'PID', 3, undefined, undefined, 'Patient Identifier List', 'CK'],
    ['2.2', 'PID', 3, 4, undefined, 'Facility ID', 'ID'],
    ['2.3', 'FT1', 7, undefined, undefined, 'Transaction Code', 'CE'],
    ['2.7', 'FT1', 7, undefined, undefined, 'Transaction Code', 'CWE'],
    ['2.5', 'PV1', 44, undefined, undefined, 'Admit Date/Time', 'TS'],
    ['2.6', 'PV1', 44, undefined, undefined, 'Admit Date/Time', 'DTM'],
    ['2.5', 'PV1', 1, 1, 1, 'Set ID - PV1', 'SI'],
    ['2.6', 'ITM', 1, undefined, undefined, 'Item Identifier', 'EI'],
    ['nonsense', 'OBX', 5, undefined, undefined, 'Observation Value', 'Varies'],
  ])('%s %s-%s.%s.%s', (version, segment, field, component, subcomponent, name, type) => {
    expect(hl7Names(version, segment, field, component, subcomponent)).toMatchObject({ name, type });
  });

  it.each([
    ['2.5', 'ITM', undefined, undefined],
    ['2.1', 'PID', 26, undefined],
    ['2.5', 'PID', 40, undefined],
    ['2.5', 'PID', 0, undefined],
    ['2.5', 'PID', 1, 2],
    ['2.5', 'ZSU', 1, undefined],
    ['2.5', '__proto__', undefined, undefined],
  ])('%s %s-%s.%s is not defined', (version, segment, field, component) => {
    expect(hl7Names(version, segment, field, component)).toBeUndefined();
  });

  it('still names what was withdrawn', () => {
    expect(hl7Names('2.7', 'PID', 2)).toMatchObject({ name: 'Patient ID', since: '2.1', withdrawn: '2.7' });
    expect(hl7Names('2.5', 'PID', 2)).not.toHaveProperty('withdrawn');
  });
});

it('names components of a type that the message itself says', () => {
  expect(hl7TypeNames('2.5', 'XPN')?.parts[1]).toEqual({ name: 'Given Name', type: 'ST' });
  expect(hl7TypeNames('2.5', 'CE', 3)).toMatchObject({ name: 'Name of Coding System' });
  expect(hl7TypeNames('2.5', 'NM')).toBeUndefined();
});
