import { useMemo } from 'react';
import { type Incoming, useEditing } from '../editing.ts';
import { emptyShape, type Shape, shapeAt } from '../message/shape.ts';

/**
 * Where the expressions of the open node start: at the message, or at the element of the list that `each` names. Samples are then
 * the list's first elements.
 */
export function useScope(): { shape: Shape; each: string | null; incoming: readonly Incoming[] } {
  const { node, shape, incoming } = useEditing();
  const setting = node.config['each'];
  const each = typeof setting === 'string' && setting !== '' ? setting : null;
  return useMemo(() => {
    if (each === null) return { shape, each, incoming };
    const names = each.split('.');
    const list = shapeAt(shape, names);
    return {
      shape: (list?.kind === 'list' ? list.element : list) ?? emptyShape(),
      each,
      incoming: incoming.map(({ id, name, value }) => ({ id: `${id}/${each}`, name, value: firstAt(value, names) })),
    };
  }, [each, shape, incoming]);
}

function firstAt(value: unknown, names: readonly string[]): unknown {
  let here = value;
  for (const name of names) here = (here as Record<string, unknown> | null | undefined)?.[name];
  return Array.isArray(here) ? here[0] : here;
}

/** The shown sample as it comes to the node. */
export function useMessage(): unknown {
  return useEditing().incoming[0]?.value;
}
