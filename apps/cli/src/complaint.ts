/** What the exit code says. */
export const EXIT = { ok: 0, findings: 1, usage: 2, unreachable: 3, refused: 4 } as const;

/** Why a command ends early, in one sentence for the person who typed it. */
export class Complaint extends Error {
  readonly exit: keyof typeof EXIT;

  constructor(exit: keyof typeof EXIT, sentence: string) {
    super(sentence);
    this.name = 'Complaint';
    this.exit = exit;
  }
}

/** A fault of a file, written as the problems of flows are: the place, the sentence, the code. */
export function finding(place: string, sentence: string, code: string): Complaint {
  return new Complaint('findings', `error   ${place}: ${sentence} [${code}]`);
}

/** Throws Complaint `json_malformed`. */
export function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw finding(path, 'It is not JSON.', 'json_malformed');
  }
}
