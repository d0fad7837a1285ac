import type { AnyDefinition, NodeKind } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { kinds } from '../../frame/kinds.tsx';
import { addAnywhere, addAt, addBehind, addOnWire } from '../actions/add.ts';
import { replaceType } from '../actions/nodes.ts';
import { possibleTargets, wire } from '../actions/wire.ts';
import type { Chooser } from '../store/view.ts';
import { findTypes } from './find.ts';

export interface Choice {
  key: string;
  group: string;
  name: string;
  about: string;
  icon: string;
  kind: NodeKind | undefined;
  pick: () => void;
}

/** What the chooser offers for what somebody typed. */
export function choicesOf(chooser: Chooser, query: string): Choice[] {
  switch (chooser.kind) {
    case 'free': {
      const { at } = chooser;
      return types(query, ({ type }) => (at === null ? addAnywhere(type) : addAt(type, at)));
    }
    case 'behind': {
      const { from, port, at } = chooser;
      return types(query, ({ type }) => addBehind(type, from, port, at), takesInput);
    }
    case 'on-wire':
      return types(query, ({ type }) => addOnWire(type, chooser.wire), passesOn);
    case 'connect':
      return [...targets(chooser.from, chooser.port, query), ...behind(chooser.from, chooser.port, query)];
    case 'replace':
      return types(query, ({ type }) => replaceType(chooser.node, type));
  }
}

function behind(from: string, port: string, query: string): Choice[] {
  return types(query, ({ type }) => addBehind(type, from, port), takesInput).map((choice) => ({
    ...choice,
    group: `New: ${choice.group}`,
  }));
}

function targets(from: string, port: string, query: string): Choice[] {
  const words = query.toLowerCase();
  return possibleTargets(from, port)
    .filter(({ name }) => name.toLowerCase().includes(words))
    .slice(0, 50)
    .map(({ id, name, type }) => ({
      key: id,
      group: 'In this flow',
      name,
      about: catalogue.get(type)?.name ?? type,
      icon: catalogue.get(type)?.icon ?? '',
      kind: catalogue.get(type)?.kind,
      pick: () => wire({ from, port, to: id }),
    }));
}

function types(query: string, pick: (definition: AnyDefinition) => void, fits = (_: AnyDefinition) => true): Choice[] {
  return findTypes(query, fits).map((definition) => ({
    key: definition.type,
    group: query.trim() === '' ? kinds[definition.kind].label : 'Node types',
    name: definition.name,
    about: definition.summary,
    icon: definition.icon,
    kind: definition.kind,
    pick: () => pick(definition),
  }));
}

function takesInput({ inputs }: AnyDefinition): boolean {
  return inputs === 1;
}

/** Has an input and, as it begins, an output: fits into a wire. */
function passesOn({ inputs, type }: AnyDefinition): boolean {
  const definition = catalogue.get(type);
  return inputs === 1 && definition !== undefined && definition.outputs(definition.initial).length > 0;
}
