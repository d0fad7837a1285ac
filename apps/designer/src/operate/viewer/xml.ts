/** Where a text stops being XML. */
export class XmlError extends Error {
  readonly code = 'xml_malformed';
  constructor(sentence: string, text: string, at: number) {
    const line = text.slice(0, at).split('\n').length;
    super(`${sentence} Line ${line}.`);
    this.name = 'XmlError';
  }
}

interface Open {
  name: string;
  content: Record<string, unknown>;
}

const TAG =
  /<(?:!--[\s\S]*?-->|\?[\s\S]*?\?>|!\[CDATA\[([\s\S]*?)\]\]>|!DOCTYPE[^>[]*(?:\[[^\]]*\])?[^>]*>|(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>)/y;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * XML as a tree to look at: attributes as `@name`, text as `#text`, elements of one name in a row as a list. Nothing is fetched and no
 * entity of a document type is resolved. Throws XmlError.
 */
export function readXml(text: string): unknown {
  const root: Open = { name: '', content: {} };
  const open: Open[] = [root];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    say(open.at(-1)!, decoded(text.slice(at, next < 0 ? text.length : next)));
    if (next < 0) break;
    TAG.lastIndex = next;
    const tag = TAG.exec(text);
    if (tag === null) throw new XmlError('A tag is not closed, or is none.', text, next);
    const [whole, cdata, end, name, attributes, isEmpty] = tag;
    if (cdata !== undefined) say(open.at(-1)!, cdata, false);
    else if (end === '/') close(open, name!, text, next);
    else if (name !== undefined) {
      const one: Open = { name, content: attributesOf(attributes ?? '') };
      open.push(one);
      if (isEmpty === '/') close(open, name, text, next);
    }
    at = next + whole.length;
  }
  if (open.length > 1) throw new XmlError(`The element ${open.at(-1)!.name} is not closed.`, text, text.length);
  if ('#text' in root.content) throw new XmlError('There is text outside of the element.', text, 0);
  if (Object.keys(root.content).length === 0) throw new XmlError('There is no element.', text, 0);
  return root.content;
}

function close(open: Open[], name: string, text: string, at: number): void {
  const one = open.pop()!;
  if (open.length === 0 || one.name !== name) {
    throw new XmlError(`${one.name || 'Nothing'} is open where ${name} is closed.`, text, at);
  }
  const { content } = open.at(-1)!;
  const value = simple(one.content);
  const known = Object.hasOwn(content, name) ? content[name] : undefined;
  if (known === undefined) content[name] = value;
  else if (Array.isArray(known)) known.push(value);
  else content[name] = [known, value];
}

/** An element of text alone is that text. */
function simple(content: Record<string, unknown>): unknown {
  const names = Object.keys(content);
  if (names.length === 0) return '';
  return names.length === 1 && names[0] === '#text' ? content['#text'] : content;
}

function say({ content }: Open, text: string, isTrimmed = true): void {
  const said = isTrimmed ? text.trim() : text;
  if (said !== '') content['#text'] = `${(content['#text'] as string | undefined) ?? ''}${said}`;
}

function attributesOf(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [, name, double, single] of text.matchAll(ATTRIBUTE)) found[`@${name}`] = decoded(double ?? single ?? '');
  return found;
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name: string | undefined) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? named[name]! : whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
