/** Thrown where the interpreter has to decide. */
export const BAIL = Symbol('bail');

export function bail(): never {
  throw BAIL;
}
