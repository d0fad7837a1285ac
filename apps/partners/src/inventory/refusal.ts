/** Why a message is not taken: nothing of it was applied. */
export interface Refusal {
  /** AE: mend the message · AR: this interface does not take such messages at all. */
  code: 'AE' | 'AR';
  /** Error code of HL7 table 0357, or of `formats` for what cannot be read. */
  condition: string;
  /** HL7 path, `FT1[2]-7`, or a segment. */
  location: string;
  sentence: string;
}

export function refusal(code: Refusal['code'], condition: string, location: string, sentence: string): Refusal {
  return { code, condition, location, sentence };
}
