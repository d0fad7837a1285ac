/** Covers secrets wherever their values turn up: in what a destination echoes, in what an error says. */
export interface Mask {
  /** A value that must not be seen from now on. */
  learn(secret: string): void;
  cover(text: string): string;
}

const COVER = '•••';
/** Anything shorter would cover half of every text. */
const SHORTEST = 6;
/** Old values of rotated secrets are still covered, the oldest are forgotten beyond this. */
const KEPT = 500;

export function createMask(): Mask {
  const known = new Map<string, string[]>();
  return {
    learn(secret) {
      if (secret.length < SHORTEST || known.has(secret)) return;
      if (known.size >= KEPT) known.delete(known.keys().next().value!);
      known.set(secret, spellings(secret));
    },
    cover(text) {
      let covered = text;
      for (const all of known.values()) {
        for (const one of all) if (covered.includes(one)) covered = covered.replaceAll(one, COVER);
      }
      return covered;
    },
  };
}

/** As it is, inside JSON (once and twice), inside an address, and in Base64 at each of the three offsets. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const bytes = Buffer.from(secret);
  const base64 = [0, 1, 2].flatMap((offset) => {
    // Characters that a neighbour has a part in are left out.
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const whole = text.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 4) / 3));
    return whole.length < SHORTEST ? [] : [whole, whole.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const all = [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('hex'),
    ...base64,
  ];
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
