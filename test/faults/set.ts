/** The set of about three minutes that is part of every `test`: one fault of each kind. */
const QUICK = ['f12', 'f15', 'f16', 'f17'];

/** Files of the faults to run: `all`, ids such as `F05,F11`, or the quick set. */
export function chosenFaults(wanted: string | undefined): string[] {
  if (wanted === 'all') return ['test/faults/f*.fault.ts'];
  const ids = wanted === undefined ? QUICK : wanted.toLowerCase().split(',');
  return ids.map((id) => `test/faults/${id}.fault.ts`);
}
