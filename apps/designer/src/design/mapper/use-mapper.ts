import { contract } from '@throughline/contracts';
import { fromJsonata, type Mapping, type SyntaxFault, toJsonata, type Value } from '@throughline/nodes/mapping';
import { useCallback, useMemo, useState } from 'react';
import { useEditing } from '../editor/editing.ts';
import { type Shape, shapeOfSchema } from '../editor/message/shape.ts';
import { useHl7Names } from '../editor/tree/hl7-names.ts';
import { mapTo, setAt } from './model/edit.ts';
import { bySegment } from './model/hl7.ts';
import type { Place } from './model/place.ts';
import { type Message, resolvePath } from './model/reference.ts';
import { type Openness, type SourceRow, sourceRows, type TargetRow, targetRows } from './model/rows.ts';

export interface Mapper {
  text: string;
  mapping: Mapping;
  fault: SyntaxFault | undefined;
  message: Message;
  /** The same as it is, without what the trees make of it: what expressions name. */
  plain: Shape;
  target: Shape | undefined;
  sources: readonly SourceRow[];
  targets: readonly TargetRow[];
  missing: readonly TargetRow[];
  /** The source that waits for its target, picked from the keyboard. */
  picked: readonly string[] | null;
  pick: (path: readonly string[] | null) => void;
  /** Id of the target row that is looked at. */
  selected: string | null;
  select: (id: string | null) => void;
  openSource: OpenState;
  openTarget: OpenState;
  writeText: (text: string) => void;
  put: (mapping: Mapping) => void;
  setValue: (place: Place, value: Value | null) => void;
  drop: (row: TargetRow, source: readonly string[]) => void;
}

export interface OpenState extends Openness {
  toggle: (id: string) => void;
  setSearch: (search: string) => void;
  reveal: (ids: readonly string[]) => void;
}

const ALL: Openness = { closed: new Set(), search: '' };

/** The mapping of the open node as two trees; every change is the document's, and so is undo. */
export function useMapper(): Mapper {
  const { node, change, shape, incoming } = useEditing();
  const text = String(node.config['text'] ?? '{}');
  const { mapping, fault } = useMemo(() => fromJsonata(text), [text]);
  const nameOf = useHl7Names(incoming[0]?.value);
  const source = useMemo(
    () =>
      bySegment(
        shape,
        incoming.map(({ value }) => value),
        nameOf,
      ),
    [shape, incoming, nameOf],
  );
  const message = useMemo(() => withVariables(source, mapping), [source, mapping]);
  const named = node.config['contract'];
  const schema = typeof named === 'string' ? contract(named)?.schema : undefined;
  const target = useMemo(() => (schema === undefined ? undefined : shapeOfSchema(schema)), [schema]);
  const openSource = useOpenState();
  const openTarget = useOpenState();
  const [picked, pick] = useState<readonly string[] | null>(null);
  const [selected, select] = useState<string | null>(null);

  const sources = useMemo(() => sourceRows(message, openSource), [message, openSource]);
  const targets = useMemo(
    () => targetRows(mapping.root, target, message, openTarget),
    [mapping, target, message, openTarget],
  );
  const missing = useMemo(
    () => targetRows(mapping.root, target, message, ALL).filter(({ isMissing }) => isMissing),
    [mapping, target, message],
  );
  const writeText = useCallback((next: string) => change('/text', next), [change]);
  const put = useCallback((next: Mapping) => change('/text', toJsonata(next)), [change]);
  return {
    text,
    mapping,
    fault,
    message,
    plain: shape,
    target,
    sources,
    targets,
    missing,
    picked,
    pick,
    selected,
    select,
    openSource,
    openTarget,
    writeText,
    put,
    setValue: (place, value) => put(setAt(mapping, place, value)),
    drop: (row, source) => {
      put(mapTo(mapping, row.place, source, message, row.shape));
      select(row.id);
      pick(null);
    },
  };
}

/** Variables that stand for a place of the message lead there. */
function withVariables(shape: Shape, { variables }: Mapping): Message {
  const places = new Map<string, readonly string[]>();
  const message = { ...shape, variables: places, names: variables.map(({ name }) => name) };
  for (const { name, text } of variables) {
    const path = isPlace(text) ? resolvePath(text, [], message) : null;
    if (path !== null) places.set(name, path);
  }
  return message;
}

function isPlace(text: string): boolean {
  return fromJsonata(text).mapping.root.kind === 'path';
}

function useOpenState(): OpenState {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [search, setSearch] = useState('');
  return useMemo(
    () => ({
      closed,
      search,
      setSearch,
      toggle: (id: string) => {
        const next = new Set(closed);
        if (!next.delete(id)) next.add(id);
        setClosed(next);
      },
      reveal: (ids: readonly string[]) => {
        setSearch('');
        setClosed(new Set([...closed].filter((id) => !ids.includes(id))));
      },
    }),
    [closed, search],
  );
}
