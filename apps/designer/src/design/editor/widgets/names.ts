import { fieldsOf, type Shape } from '../message/shape.ts';

const DEEP = 6;

/** Every place of a message as names with dots between them. */
export function dottedNames(shape: Shape, before = '', depth = 0): string[] {
  if (depth > DEEP) return [];
  return fieldsOf(shape).flatMap((field) => {
    const path = before === '' ? field.name : `${before}.${field.name}`;
    return [path, ...dottedNames(field, path, depth + 1)];
  });
}
