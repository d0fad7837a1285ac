import { shapeOf } from './mask.ts';

/** Markup as a whole: what is no tag, with a name and attributes as XML 1.0 writes them, is taken for text and masked. */
const MARKUP = /<(?:!--|!\[CDATA\[|\?|!|\/?([\w:.-]{1,128})(?=[\s/>]))/y;
const ENDS: Record<string, string> = { '<!--': '-->', '<![CDATA[': ']]>', '<?': '?>', '<!': '>' };
const ATTRIBUTES = /([\w:.-]{1,128}\s*=\s*)("[^"<]*"|'[^'<]*')/y;

/** XML with its elements and attributes to be read and every value given by its form. What is said beside the elements is left out. */
export function maskXml(text: string): string {
  let masked = '';
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const end = open < 0 ? text.length : open;
    masked += maskWords(text.slice(at, end));
    if (open < 0) break;
    MARKUP.lastIndex = open;
    const start = MARKUP.exec(text);
    if (start === null) {
      masked += maskWords('<');
      at = open + 1;
      continue;
    }
    const [mark, name] = start;
    const inside = open + mark.length;
    const ending = name === undefined ? ENDS[mark]! : '>';
    const close = name === undefined ? text.indexOf(ending, inside) : tagEnd(text, inside);
    if (close < 0) return masked + maskWords(text.slice(open));
    const body = text.slice(inside, close);
    if (name !== undefined) masked += `${mark}${maskAttributes(body)}>`;
    else if (mark === '<![CDATA[') masked += `${mark}${shapeOf(body)}]]>`;
    at = close + ending.length;
  }
  return masked;
}

/** Where a tag ends: at the first > that is in no quotes; -1 where it does not. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const mark = text[i]!;
    if (quote !== '') quote = mark === quote ? '' : quote;
    else if (mark === '>') return i;
    else if (mark === '"' || mark === "'") quote = mark;
  }
  return -1;
}

function maskAttributes(text: string): string {
  let masked = '';
  let at = 0;
  while (at < text.length) {
    ATTRIBUTES.lastIndex = at;
    const found = ATTRIBUTES.exec(text);
    if (found === null) {
      masked += /[\s/]/.test(text[at]!) ? text[at] : shapeOf(text[at]!);
      at++;
      continue;
    }
    const [whole, name, value] = found;
    masked += `${name}${value![0]}${shapeOf(value!.slice(1, -1))}${value![0]}`;
    at += whole.length;
  }
  return masked;
}

function maskWords(text: string): string {
  return text.split('\n').map(shapeOf).join('\n');
}

/** Elements that say how an interchange is built and nothing of what it is about (ASC X12.5, X12.6). */
const STRUCTURE: Record<string, readonly number[]> = {
  ISA: [12, 13],
  IEA: [1, 2],
  GS: [1, 6, 8],
  GE: [1, 2],
  ST: [1, 2],
  SE: [1, 2],
  HL: [1, 2, 3, 4],
  LX: [1],
  N1: [1],
};
const ISA_LENGTH = 106;

/** An X12 interchange with its segments, counts and loops to be read and every other element given by its form; null where it is none. */
export function maskX12(text: string): string | null {
  const source = text.trimStart();
  const [separator, terminator] = [source[3], source[ISA_LENGTH - 1]];
  if (!source.startsWith('ISA') || separator === undefined || terminator === undefined) return null;
  if (/[\p{L}\p{N}]/u.test(separator + terminator)) return null;
  return source
    .split(terminator)
    .map((segment) => {
      const [id = '', ...elements] = segment.split(separator);
      const name = id.trim();
      const shown = new Set(STRUCTURE[name]);
      // What has not the form of a segment's name is a value like any other.
      const head = /^[A-Z][A-Z0-9]{1,2}$/.test(name) ? id : maskWords(id);
      const masked = elements.map((element, i) =>
        shown.has(i + 1) && /^[\w-]{0,35}$/.test(element) ? element : shapeOf(element),
      );
      return [head, ...masked].join(separator);
    })
    .join(terminator);
}
