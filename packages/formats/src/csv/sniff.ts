/** What a file may be separated with, likeliest first. */
const CANDIDATES = [',', ';', '\t', '|'] as const;

/** How far a look at the beginning goes, in characters and lines. */
const REACH = 65_536;
const LINES = 20;

/**
 * The delimiter that cuts the first lines of a text into the same number of cells, more than one; with a tie or none, the one that
 * occurs most in the first line, else undefined: a single column needs no delimiter.
 */
export function sniffDelimiter(text: string, quote = '"', comment?: string): string | undefined {
  const lines = firstLines(text, quote, comment);
  let best: string | undefined;
  let bestScore = 0;
  for (const candidate of CANDIDATES) {
    const counts = lines.map((line) => line.split(candidate).length - 1);
    const first = counts[0] ?? 0;
    if (first === 0) continue;
    const alike = counts.filter((count) => count === first).length / counts.length;
    const score = alike * 1000 + Math.min(first, 999);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

/** The first lines without what stands in quotes; the last one is left out when the look ended inside it. */
export function firstLines(text: string, quote = '"', comment?: string): string[] {
  const source = withoutComments(text.slice(0, REACH), comment);
  const lines: string[] = [];
  let line = '';
  let quoted = false;
  for (const char of source) {
    if (char === quote) quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) {
      if (line !== '') lines.push(line);
      if (lines.length === LINES) return lines;
      line = '';
    } else if (!quoted) line += char;
  }
  if (line !== '' && (text.length < REACH || lines.length === 0)) lines.push(line);
  return lines;
}

function withoutComments(text: string, comment: string | undefined): string {
  if (!comment) return text;
  return text
    .split(/(?<=[\r\n])/)
    .filter((line) => !line.startsWith(comment))
    .join('');
}
