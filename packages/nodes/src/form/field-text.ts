import type { Field } from '@throughline/flow';

/** A field as somebody reads it: the constant, the template or the expression. */
export function fieldText(field: Field): string {
  if (typeof field === 'string') return field;
  return 'expr' in field ? field.expr : field.template;
}
