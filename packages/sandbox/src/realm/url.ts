/** As much of URL as resolving JSON Schema's $id and $ref takes (RFC 3986 section 5.2), for a realm that has none. */
class SchemaUrl {
  readonly #base: string;
  hash: string;

  constructor(reference: string, base?: string) {
    const cut = reference.indexOf('#');
    this.hash = cut < 0 ? '' : reference.slice(cut);
    this.#base = resolved(cut < 0 ? reference : reference.slice(0, cut), (base ?? '').replace(/#.*$/s, ''));
  }

  get href(): string {
    const bare = this.hash === '' || this.hash === '#';
    return bare ? this.#base : `${this.#base}${this.hash.startsWith('#') ? '' : '#'}${this.hash}`;
  }
}

function resolved(reference: string, base: string): string {
  if (reference === '') return base;
  if (/^[a-z][a-z0-9+.-]*:/i.test(reference)) return reference;
  const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(base)?.[0] ?? '';
  if (reference.startsWith('/')) return origin + reference;
  return base.slice(0, Math.max(base.lastIndexOf('/') + 1, origin.length)) + reference;
}

Object.defineProperty(globalThis, 'URL', { value: SchemaUrl, configurable: true, writable: true });
