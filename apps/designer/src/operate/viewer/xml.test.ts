import { expect, it } from 'vitest';
import { readXml } from './xml.ts';

it('reads elements, attributes, text and character data as a tree', () => {
  const text = `<?xml version="1.0"?>
    <!-- an order --><Order id="PO-1" xmlns:h="urn:h"><h:Line n='1'>A &amp; B &#65;</h:Line><h:Line/><Note><![CDATA[<b>]]></Note></Order>`;
  expect(readXml(text)).toEqual({
    Order: { '@id': 'PO-1', '@xmlns:h': 'urn:h', 'h:Line': [{ '@n': '1', '#text': 'A & B A' }, ''], Note: '<b>' },
  });
});

it('resolves no entity of a document type', () => {
  const bomb = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;&x;</a>';
  expect(readXml(bomb)).toEqual({ a: '&x;&x;' });
});

it('keeps names that an object has of itself apart', () => {
  const read = readXml('<a><constructor>1</constructor><constructor>2</constructor></a>');
  expect(read).toEqual({ a: { constructor: ['1', '2'] } });
});

it.each([
  ['<a><b></a>', 'b is open where a is closed. Line 1.'],
  ['<a>\n<b', 'A tag is not closed, or is none. Line 2.'],
  ['<a>', 'The element a is not closed. Line 1.'],
  ['</a>', 'Nothing is open where a is closed. Line 1.'],
  ['only text', 'There is text outside of the element. Line 1.'],
  ['<!-- nothing -->', 'There is no element. Line 1.'],
])('says where %j is no XML', (text, sentence) => {
  expect(() => readXml(text)).toThrow(sentence);
});

it('reads a long list, and one that is as deep as it likes', () => {
  const long = readXml(`<all>${'<line n="1">x</line>'.repeat(20_000)}</all>`) as { all: { line: unknown[] } };
  expect(long.all.line).toHaveLength(20_000);
  expect(Object.keys(readXml(`${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`) as object)).toEqual(['a']);
});
