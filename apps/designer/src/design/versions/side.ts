/** A side of the comparison: the draft, or the number of a version. */
export type Side = 'draft' | number;

export function sideOf(text: string): Side {
  return text === 'draft' ? 'draft' : Number(text);
}

export function nameOfSide(side: Side): string {
  return side === 'draft' ? 'Draft' : `Version ${side}`;
}
