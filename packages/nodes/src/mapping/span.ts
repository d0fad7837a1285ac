import { partnersOf, type Token, tokensOf } from './tokens.ts';

/** A JSONata text with its tokens and paired brackets. */
export interface Source {
  text: string;
  tokens: Token[];
  partners: Map<number, number>;
}

/** A run of tokens of a source: from, up to but without to. */
export interface Span {
  source: Source;
  from: number;
  to: number;
}

/** The whole of a text; undefined when its brackets do not pair up. */
export function spanOf(text: string): Span | undefined {
  const tokens = tokensOf(text);
  const partners = partnersOf(tokens);
  return partners && { source: { text, tokens, partners }, from: 0, to: tokens.length };
}

export function textOf({ source, from, to }: Span): string {
  return to > from ? source.text.slice(source.tokens[from]!.start, source.tokens[to - 1]!.end) : '';
}

/** The token at a place of the span, counted from its begin, or from its end when negative. */
export function tokenAt({ source, from, to }: Span, place: number): Token | undefined {
  const i = place < 0 ? to + place : from + place;
  return i >= from && i < to ? source.tokens[i] : undefined;
}

export function size({ from, to }: Span): number {
  return to - from;
}

export function part({ source, from, to }: Span, begin: number, end = to - from): Span {
  return { source, from: from + begin, to: from + end };
}

/** Tokens outside of all brackets, with their place in the span; of a bracket only the opening one. */
export function outerTokens({ source, from, to }: Span): { token: Token; place: number }[] {
  const outer: { token: Token; place: number }[] = [];
  for (let i = from; i < to; i++) {
    outer.push({ token: source.tokens[i]!, place: i - from });
    i = source.partners.get(i) ?? i;
  }
  return outer;
}

/** The span between the brackets, when the whole span is one pair of them. */
export function inside(span: Span, open: '(' | '[' | '{'): Span | undefined {
  const isPair = isOperator(tokenAt(span, 0), open) && span.source.partners.get(span.from) === span.to - 1;
  return isPair ? part(span, 1, size(span) - 1) : undefined;
}

/** The parts between separators outside of all brackets; none for an empty span. */
export function separated(span: Span, separator: string): Span[] {
  if (size(span) === 0) return [];
  const places = outerTokens(span).flatMap(({ token, place }) => (isOperator(token, separator) ? [place] : []));
  return [...places, size(span)].map((end, i) => part(span, i === 0 ? 0 : places[i - 1]! + 1, end));
}

/** The span without the comments at both ends, and their words. */
export function withoutComments(span: Span): { span: Span; comment?: string } {
  const words: string[] = [];
  let { from, to } = span;
  const isComment = (i: number) => i >= from && i < to && span.source.tokens[i]!.type === 'comment';
  for (; isComment(from); from++) words.push(commentWords(span.source.tokens[from]!));
  const behind: string[] = [];
  for (; isComment(to - 1); to--) behind.unshift(commentWords(span.source.tokens[to - 1]!));
  const comment = [...words, ...behind].filter((line) => line !== '').join('\n');
  return { span: { source: span.source, from, to }, ...(comment === '' ? {} : { comment }) };
}

export function isOperator(token: Token | undefined, text: string): boolean {
  return token?.type === 'operator' && token.text === text;
}

function commentWords({ text }: Token): string {
  return text
    .slice(2, -2)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}
