/** Microseconds as a person reads them. */
export function took(us: number): string {
  if (us === 0) return '<1 ms';
  return us < 1000 ? `${us} µs` : `${(us / 1000).toFixed(us < 10_000 ? 1 : 0)} ms`;
}
