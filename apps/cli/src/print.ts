import type { Problem } from '@throughline/flow';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
}

/** `error  procedure-supply-usage  price /keys/0: …`, one line for each problem. */
export function problemLines(flow: string, problems: readonly Problem[]): string[] {
  return problems.map(({ severity, code, sentence, node, field }) => {
    const place = [flow, node, field].filter((part) => part !== undefined && part !== '').join(' ');
    return `${severity.padEnd(7)} ${place}: ${sentence} [${code}]`;
  });
}

/** Rows under their headings, columns as wide as they need to be; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const isNumber = headings.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === 'number'));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  return cells.map(line).join('\n');
}

export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/** A value in one short line. */
export function brief(value: unknown, length = 120): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
