import { expect, it } from 'vitest';
import { detect } from './detect.ts';
import { encodeText } from './text/encode.ts';

it.each([
  ['{"a":1}', 'json'],
  ['\uFEFF [1]', 'json'],
  ['{"broken":', 'json'],
  ['MSH|^~\\&|A', 'hl7v2'],
  ['\r\n\vMSH#!@%*#A', 'hl7v2'],
  ['FHS|^~\\&', 'hl7v2'],
  ['BHS|^~\\&', 'hl7v2'],
  ['MSHA is a word', 'text'],
  ['ISA*00*          *00*', 'x12'],
  ["UNA:+.? 'UNB+UNOA:1", 'edifact'],
  ["UNB+UNOA:1+A+B'", 'edifact'],
  ['<?xml version="1.0"?><a/>', 'xml'],
  ['<ClinicalDocument/>', 'xml'],
  ['id,name\n1,a\n', 'csv'],
  ['id;name\n1;"a;\nb"\n', 'csv'],
  ['a\tb\tc', 'csv'],
  ['Dear colleague, please call back.\nThank you.', 'text'],
  ['Hello', 'text'],
  ['', 'text'],
  ['"quoted"', 'text'],
])('%j is %s, in UTF-8 and UTF-16', (source, expected) => {
  expect(detect(encodeText(source))).toBe(expected);
  for (const charset of ['utf-16le', 'utf-16be']) {
    expect(detect(encodeText(source.replace('\uFEFF', ''), { charset, bom: true }))).toBe(expected);
  }
});

it('looks through Latin-1 and through a character cut at the end of its look', () => {
  expect(detect(encodeText('name;town\nMüller;Köln\n', { charset: '8859/1' }))).toBe('csv');
  expect(detect(encodeText(`{"a":"${'é'.repeat(20_000)}"}`))).toBe('json');
});
