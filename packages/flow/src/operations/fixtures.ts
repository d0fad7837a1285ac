import type { Fixture } from '../document.ts';

/** A fixture is known by name, kind and node: one name may gather a message and the answers of several partners. */
export function sameFixture(
  a: Pick<Fixture, 'name' | 'kind' | 'node'>,
  b: Pick<Fixture, 'name' | 'kind' | 'node'>,
): boolean {
  return a.name === b.name && a.kind === b.kind && a.node === b.node;
}
