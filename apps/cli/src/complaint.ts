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
