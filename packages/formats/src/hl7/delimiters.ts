import { FormatError } from '../error.ts';

/** HL7 v2 chapter 2, 2.5.4. A message may do without the later ones by leaving MSH-2 short. */
export interface Delimiters {
  field: string;
  component: string;
  repetition?: string;
  escape?: string;
  subcomponent?: string;
  /** 2.7 and later. */
  truncation?: string;
}

export const STANDARD = { field: '|', encoding: '^~\\&' } as const;

/** Delimiters from MSH-1 and MSH-2; throws `hl7_bad_delimiters`. `offset` is where MSH-1 stands. */
export function readDelimiters(field: string, encoding: string, offset: number): Delimiters {
  const all = field + encoding;
  if (field.length !== 1 || encoding.length < 1 || encoding.length > 5) {
    const sentence = `MSH-1 must be one character and MSH-2 one to five; they are ${field.length} and ${encoding.length}.`;
    throw new FormatError('hl7_bad_delimiters', sentence, { offset, segment: 1, field: 'MSH-2' });
  }
  for (let i = 0; i < all.length; i++) {
    const problem = !/[!-~]/.test(all[i]!) || /[A-Za-z0-9"]/.test(all[i]!) ? 'cannot be a delimiter' : 'stands twice';
    if (problem === 'stands twice' && all.indexOf(all[i]!) === i) continue;
    const at = i === 0 ? 'MSH-1' : `character ${i} of MSH-2`;
    const where = { offset: offset + i, segment: 1, field: i === 0 ? 'MSH-1' : 'MSH-2' };
    throw new FormatError('hl7_bad_delimiters', `The delimiter at ${at} ${problem}.`, where);
  }
  const [component = '', repetition, escaping, subcomponent, truncation] = encoding;
  return { field, component, repetition, escape: escaping, subcomponent, truncation };
}
