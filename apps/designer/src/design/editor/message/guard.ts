import { classesOf, contract } from '@throughline/contracts';
import type { FlowNode } from '@throughline/flow';
import { useMemo } from 'react';
import { useDocument } from '../../store/document.ts';
import { keyPathOf } from '../path.ts';
import type { Path } from '../take.ts';
import { isGuardedHl7, isHl7 } from './hl7.ts';
import type { Shape } from './shape.ts';

/** Whether a value of a message tells of a patient, by its place and by what is known of the place. */
export type Guard = (path: Path, shape: Shape | undefined, message: unknown) => boolean;

/** By the contracts that nodes of the flow name, as the server guards messages: a field keeps its class behind a step that has no contract. */
export function useGuard(): Guard {
  const nodes = useDocument((state) => state.document?.nodes);
  const named = namesOf(nodes ?? []).join(' ');
  return useMemo(() => {
    const schemas = named.split(' ').flatMap((name) => contract(name)?.schema ?? []);
    const classOf = classesOf(schemas, []);
    return (path, shape, message) => {
      if (isHl7(message)) return isGuardedHl7(path, message);
      return (shape?.class ?? classOf(keyPathOf(path))) === 'phi';
    };
  }, [named]);
}

function namesOf(nodes: readonly FlowNode[]): string[] {
  const names = nodes.map(({ config }) => config['contract']).filter((name) => typeof name === 'string');
  return [...new Set(names)].sort();
}
