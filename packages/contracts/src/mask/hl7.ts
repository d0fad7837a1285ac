import type { DataClass } from '../schema.ts';

/** Segments and fields of HL7 v2 that tell nothing of a patient; all others do, or may. */
const OPEN: Record<string, 'all' | readonly number[]> = {
  MSH: 'all',
  EVN: [1, 2, 3],
  MSA: 'all',
  ERR: 'all',
  FT1: [1, 2, 6, 7, 8, 9, 10, 16],
  ORC: [1, 2, 3, 5],
  RQD: 'all',
  RQ1: 'all',
  ZSU: [1, 2, 3, 5, 7, 8],
  IIM: 'all',
  MFI: 'all',
  MFE: 'all',
};
const FINANCIAL: Record<string, readonly number[]> = { FT1: [11, 12, 13, 14] };

/** The class of a field by its segment and position, as in FT1-7. */
export function dataClassOfHl7(segment: string, field: number): DataClass {
  if (FINANCIAL[segment]?.includes(field)) return 'financial';
  const open = OPEN[segment];
  return open === 'all' || open?.includes(field) === true ? 'open' : 'phi';
}
