import { describe, expect, it } from 'vitest';
import { createMask } from './mask.ts';

const secret = 'pa"ss/wörd+7&x';
const mask = createMask();
mask.learn(secret);

describe('a mask (L01, L02)', () => {
  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ echo: secret })],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify({ echo: secret }))],
    ['in an address', `https://a.example/?key=${encodeURIComponent(secret)}&b=1`],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['in Base64', Buffer.from(secret).toString('base64')],
    ['in Base64 behind a user', `Basic ${Buffer.from(`throughline:${secret}`).toString('base64')}`],
    ['in Base64 behind two characters', Buffer.from(`ab${secret}cd`).toString('base64')],
    ['in Base64url behind one character', Buffer.from(`a${secret}`).toString('base64url')],
  ])('covers a secret %s', (_, text) => {
    const covered = mask.cover(text);
    expect(covered).not.toBe(text);
    expect(covered).toContain('•••');
    for (const part of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]) {
      expect(covered).not.toContain(part);
    }
  });

  it('leaves other text alone, and what is too short to be a secret', () => {
    mask.learn('abc');
    expect(mask.cover('abc and nothing else')).toBe('abc and nothing else');
  });
});
