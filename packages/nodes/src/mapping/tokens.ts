export type TokenType = 'string' | 'number' | 'name' | 'variable' | 'regex' | 'comment' | 'operator' | 'unknown';

export interface Token {
  type: TokenType;
  start: number;
  end: number;
  text: string;
}

const OPERATORS = '\\.\\.|:=|!=|<=|>=|\\*\\*|~>|\\?:|\\?\\?|[.[\\]{}(),@#;:?+\\-*/%|=<>^&!~]';

/** One alternative for each token type, tried in this order at one place. */
const TOKEN = new RegExp(
  [
    '(?<comment>/\\*[\\s\\S]*?\\*/)',
    '(?<string>"(?:\\\\[\\s\\S]|[^"\\\\])*"|\'(?:\\\\[\\s\\S]|[^\'\\\\])*\')',
    '(?<number>(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)',
    '(?<variable>\\$(?:\\$|[^\\s.[\\]{}(),@#;:?+\\-*/%|=<>^&!~"\'`]*))',
    `(?<operator>${OPERATORS})`,
    '(?<name>`[^`]*`|[^\\s.[\\]{}(),@#;:?+\\-*/%|=<>^&!~"\'`]+)',
    '(?<unknown>\\S)',
  ].join('|'),
  'y',
);

const REGEX = /\/(?![*/])(?:\\.|[^\\/\n])+\/[im]*/y;

/** Cuts JSONata text into tokens, white space left out. A slash begins a regular expression where a value may stand. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let wantsValue = true;
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, tokens.at(-1)!.end)) {
    const token: Token = (wantsValue ? matchAt(REGEX, text, at, 'regex') : undefined) ?? anyToken(text, at);
    tokens.push(token);
    if (token.type !== 'comment') wantsValue = token.type === 'operator' && !')]}'.includes(token.text);
  }
  return tokens;
}

/** For each opening bracket the place of its partner; undefined when brackets do not pair up or a character has no meaning. */
export function partnersOf(tokens: readonly Token[]): Map<number, number> | undefined {
  const partners = new Map<number, number>();
  const open: number[] = [];
  for (const [i, { type, text }] of tokens.entries()) {
    if (type === 'unknown') return undefined;
    if (type !== 'operator') continue;
    if ('([{'.includes(text)) open.push(i);
    const partner = { ')': '(', ']': '[', '}': '{' }[text];
    if (partner === undefined) continue;
    const begin = open.pop();
    if (begin === undefined || tokens[begin]?.text !== partner) return undefined;
    partners.set(begin, i);
  }
  return open.length === 0 ? partners : undefined;
}

function anyToken(text: string, at: number): Token {
  TOKEN.lastIndex = at;
  const groups = TOKEN.exec(text)!.groups!;
  const [type, found] = Object.entries(groups).find(([, match]) => match !== undefined)!;
  return { type: type as TokenType, start: at, end: at + found.length, text: found };
}

function matchAt(pattern: RegExp, text: string, at: number, type: TokenType): Token | undefined {
  pattern.lastIndex = at;
  const found = pattern.exec(text)?.[0];
  return found === undefined ? undefined : { type, start: at, end: at + found.length, text: found };
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\n\r\v'.includes(text[at]!)) at++;
  return at;
}
