/** Error codes of HL7 table 0357 that this interface answers. */
const CONDITIONS = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '204': 'Unknown key identifier',
  '205': 'Duplicate key identifier',
  '207': 'Application internal error',
} as const;

/** Why a message is not taken: nothing of it was applied. */
export interface Refusal {
  /** AE: mend the message · AR: this interface does not take such messages at all. */
  code: 'AE' | 'AR';
  condition: keyof typeof CONDITIONS;
  conditionText: string;
  /** HL7 path: `FT1[2]-7`. */
  location: string;
  text: string;
}

export function refusal(
  code: 'AE' | 'AR',
  condition: keyof typeof CONDITIONS,
  location: string,
  text: string,
): Refusal {
  return { code, condition, conditionText: CONDITIONS[condition], location, text };
}
