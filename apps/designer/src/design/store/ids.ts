const LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A random name of so many letters; two people who make one at the same moment do not make the same. */
export function newId(length = 20): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => LETTERS[byte % 36]).join('');
}

/** An id for something new on the canvas, readable in traces: `map-k3f9`. */
export function newItemId(stem: string): string {
  const word = stem.split('.').at(-1) ?? stem;
  return `${word}-${newId(5)}`;
}
