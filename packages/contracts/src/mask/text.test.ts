import { expect, test } from 'vitest';
import { maskX12, maskXml } from './text.ts';

test('elements and attributes of XML are read, their values are not', () => {
  const order =
    '<?xml version="1.0"?>\n<!-- Doe -->\n<order id="PO-17">\n  <line who=\'Jane\'>2 &lt; 3</line>\n  <line/>\n</order>';
  expect(maskXml(order)).toBe('\n\n<order id="AA-99">\n  <line who=\'Aaaa\'>9 &aa; 9</line>\n  <line/>\n</order>');
});

test.each([
  ['a doctype and an instruction', '<!DOCTYPE a [<!ENTITY doe "Jane">]><?doe Jane?><a>Jane</a>'],
  ['CDATA', '<a><![CDATA[Jane > Doe]]></a>'],
  ['a tag that does not end', '<a b="Jane'],
  ['what is no tag', '<a>Jane < Doe & < 3</a>'],
  ['words where attributes belong', '<a Jane Doe="Jane" =Jane>x</a>'],
  ['a sign for more within a value', '<a b="1 > Jane">Jane</a>'],
  ['a comment that does not end', '<a/><!-- Jane'],
])('no value is let through by %s', (_what, text) => {
  expect(maskXml(text)).not.toContain('Jane');
});

test('a megabyte of signs that look like tags is masked in no time', () => {
  const began = performance.now();
  maskXml(`${'<a b="'.repeat(100_000)}${'<'.repeat(400_000)}`);
  expect(performance.now() - began).toBeLessThan(2_000);
});

const isa =
  'ISA*00*          *00*          *ZZ*HOSPITAL       *ZZ*SUPPLIER       *261126*1200*^*00501*000000017*0*P*:~';

test('segments, counts and loops of X12 are read, what they are about is not', () => {
  const text = `${isa}\nGS*PO*HOSPITAL*SUPPLIER*20261126*1200*17*X*005010~\nST*850*0001~\nN1*ST*Jane Doe~\nPO1*1*5*EA*9.50~\nSE*4*0001~\nGE*1*17~\nIEA*1*000000017~`;
  const masked = maskX12(text)!;
  expect(masked).toContain('N1*ST*Aaaa Aaa~');
  expect(masked).toContain('ST*850*0001~');
  expect(masked).toContain('PO1*9*9*AA*9.99~');
  expect(masked).toContain('SE*4*0001~');
  expect(masked).not.toMatch(/HOSPITAL|SUPPLIER|Jane/);
  expect(masked.indexOf('~')).toBe(105);
});

test('a text that is no interchange, or has letters for separators, is not read as one', () => {
  expect(maskX12('ISA')).toBeNull();
  expect(maskX12('Jane Doe')).toBeNull();
  expect(maskX12(isa.replaceAll('*', 'x'))).toBeNull();
});
