import { expect, it } from 'vitest';
import { readPublicUrl } from './public-url.ts';

it.each([
  [undefined, undefined],
  ['', undefined],
  ['https://throughline.example', 'https://throughline.example'],
  ['https://Throughline.example:443/', 'https://throughline.example'],
  ['http://10.1.2.3:8080', 'http://10.1.2.3:8080'],
])('%s is the origin %s', (text, origin) => expect(readPublicUrl(text)).toBe(origin));

it.each([
  'throughline.example',
  'https://throughline.example/app',
  'https://user:secret@throughline.example',
  'https://throughline.example/?a=1',
  'ftp://throughline.example',
  'javascript:alert(1)',
])('refuses %s in one sentence', (text) => {
  expect(() => readPublicUrl(text)).toThrow(
    expect.objectContaining({
      code: 'public_url',
      message: expect.stringMatching(/^[^\n]*THROUGHLINE_PUBLIC_URL[^\n]*\.$/),
    }),
  );
});
