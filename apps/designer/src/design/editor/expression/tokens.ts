import { type Token, tokensOf } from '@throughline/nodes/mapping';

export interface Piece {
  text: string;
  type: Token['type'] | 'space' | 'mark' | 'plain' | 'function';
}

/** A JSONata text cut into pieces that together are the text again, for colouring. */
export function expressionPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const token of tokensOf(text)) {
    if (token.start > at) pieces.push({ text: text.slice(at, token.start), type: 'space' });
    const isCall = token.type === 'variable' && /^\s*\(/.test(text.slice(token.end, token.end + 8));
    pieces.push({ text: token.text, type: isCall ? 'function' : token.type });
    at = token.end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), type: 'space' });
  return pieces;
}

/** Where the expressions of a template stand: from behind `{{` up to `}}`, or to the end when one is open. */
export function templateSpans(text: string): { from: number; to: number }[] {
  const spans: { from: number; to: number }[] = [];
  for (let start = text.indexOf('{{'); start >= 0; ) {
    const end = closing(text, start + 2);
    spans.push({ from: start + 2, to: end });
    start = text.indexOf('{{', end);
  }
  return spans;
}

/** The place of the `}}` outside of quotes and braces, or the end of the text. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const letter = text[at]!;
    if (quote !== '') {
      if (letter === '\\') at++;
      else if (letter === quote) quote = '';
    } else if ('"\'`'.includes(letter)) quote = letter;
    else if (letter === '{') depth++;
    else if (letter === '}' && depth > 0) depth--;
    else if (letter === '}' && text[at + 1] === '}') return at;
  }
  return text.length;
}

export function templatePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of templateSpans(text)) {
    if (from - 2 > at) pieces.push({ text: text.slice(at, from - 2), type: 'plain' });
    pieces.push({ text: '{{', type: 'mark' }, ...expressionPieces(text.slice(from, to)));
    at = Math.min(to + 2, text.length);
    if (at > to) pieces.push({ text: text.slice(to, at), type: 'mark' });
  }
  if (at < text.length) pieces.push({ text: text.slice(at), type: 'plain' });
  return pieces;
}
