import type { Use } from './queries.ts';

export const classWords: Record<string, string> = {
  phi: 'patient data',
  pii: 'personal data',
  financial: 'financial data',
  open: 'open data',
};

export function usesText(uses: readonly Use[]): string {
  if (uses.length === 0) return 'nobody';
  const flows = [...new Set(uses.map(({ name }) => name))];
  return flows.slice(0, 3).join(', ') + (flows.length > 3 ? ` and ${flows.length - 3} more` : '');
}

export function allowedText(classes: readonly string[]): string {
  if (Object.keys(classWords).every((one) => classes.includes(one))) return 'everything';
  return classes.length === 0 ? 'nothing' : classes.map((one) => classWords[one] ?? one).join(', ');
}
