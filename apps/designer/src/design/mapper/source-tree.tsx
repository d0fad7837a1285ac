import { IconChevronRight } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { dragValue } from '../editor/drag-value.ts';
import { type Incoming, useEditing } from '../editor/editing.ts';
import { type Guard, useGuard } from '../editor/message/guard.ts';
import { isHl7 } from '../editor/message/hl7.ts';
import { masked, shortText } from '../editor/message/short.ts';
import classes from './mapper.module.css';
import { hl7ValueAt } from './model/hl7.ts';
import type { SourceRow } from './model/rows.ts';
import { TreeFrame } from './tree-frame.tsx';
import type { Mapper } from './use-mapper.ts';

interface SourceTreeProps {
  mapper: Mapper;
  title: ReactNode;
  scroll: RefObject<HTMLDivElement | null>;
  /** Where the focus goes once a source is picked. */
  targetScroll: RefObject<HTMLDivElement | null>;
  /** Ids of sources that something is made from. */
  used: ReadonlySet<string>;
}

/** The incoming message: take a line by the pointer to a line of the target, or pick it with Enter and choose one there. */
export function SourceTree({ mapper, title, scroll, targetScroll, used }: SourceTreeProps) {
  const { incoming } = useEditing();
  const guard = useGuard();
  const pickedId = mapper.picked?.map((name) => `/${name}`).join('');
  return (
    <TreeFrame
      label="Source"
      title={title}
      rows={mapper.sources}
      open={mapper.openSource}
      scroll={scroll}
      onKey={(event, row) => {
        if (event.key === 'Escape' && mapper.picked !== null) mapper.pick(null);
        else if (event.key === 'Enter' || event.key === ' ') {
          mapper.pick(row.path);
          targetScroll.current?.focus();
        } else return false;
        return true;
      }}
      empty="Nothing is known of the message here. Choose a sample, or name a contract before this node."
      draw={(row, at) => (
        <SourceLine
          key={row.id}
          row={row}
          at={at}
          incoming={incoming}
          guard={guard}
          isPicked={row.id === pickedId}
          isUsed={used.has(row.id)}
          onToggle={() => mapper.openSource.toggle(row.id)}
        />
      )}
    />
  );
}

interface SourceLineProps {
  row: SourceRow;
  at: { id: string; isActive: boolean; top: number; activate: () => void };
  incoming: readonly Incoming[];
  guard: Guard;
  isPicked: boolean;
  isUsed: boolean;
  onToggle: () => void;
}

function SourceLine({ row, at, incoming, guard, isPicked, isUsed, onToggle }: SourceLineProps) {
  const { shape } = row;
  const message = incoming[0]?.value;
  const about = [shape.title, shape.description].filter(Boolean).join(': ');
  const called = shape.label ?? row.path.join('.');
  const value = row.shape.kind === 'value' ? firstOf(message, row.path) : undefined;
  return (
    <div
      id={at.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-expanded={row.canOpen ? row.isOpen : undefined}
      aria-selected={at.isActive}
      className={classes.line}
      data-side="source"
      data-path={row.path.join('.')}
      data-picked={isPicked || undefined}
      data-used={isUsed || undefined}
      style={{ transform: `translateY(${at.top}px)`, paddingInlineStart: 8 + row.depth * 16 }}
      title={about === '' ? called : `${called}\n${about}`}
      onPointerDown={(event) => {
        at.activate();
        dragValue(event, row.path, called);
      }}
      onDoubleClick={() => row.canOpen && onToggle()}
    >
      <Opener canOpen={row.canOpen} isOpen={row.isOpen} onToggle={onToggle} />
      <span className={classes.name}>{shape.label ?? shape.name}</span>
      <span className={classes.kind}>{kindText(shape)}</span>
      <span className={classes.live}>
        {value === undefined ? '' : guard(row.path, shape, message) ? masked(value) : shortText(value, 60)}
      </span>
      <span className={classes.port} aria-hidden />
    </div>
  );
}

/** Opens and closes by the pointer; the keyboard has its arrows. */
export function Opener({ canOpen, isOpen, onToggle }: { canOpen: boolean; isOpen: boolean; onToggle: () => void }) {
  return (
    <span
      className={classes.opener}
      data-open={isOpen || undefined}
      aria-hidden
      onPointerDown={(event) => {
        if (!canOpen) return;
        event.stopPropagation();
        onToggle();
      }}
    >
      {canOpen && <IconChevronRight size={14} />}
    </span>
  );
}

/** The standard's name where it has one, else what kind of thing it is. */
function kindText({ title, label, step, kind, type }: SourceRow['shape']): string {
  const name = label === undefined && step === undefined ? '' : (title ?? '');
  return [name, kind === 'list' ? 'list' : kind === 'object' || name !== '' ? '' : type].filter(Boolean).join(', ');
}

/** The value at a place, in lists of the first element that has one. */
function firstOf(message: unknown, path: readonly string[]): unknown {
  if (isHl7(message)) return hl7ValueAt(message, path);
  let here = message;
  for (const name of path) {
    const holder: unknown = Array.isArray(here) ? here.find((one) => one?.[name] !== undefined) : here;
    if (holder === null || typeof holder !== 'object') return undefined;
    here = (holder as Record<string, unknown>)[name];
  }
  return Array.isArray(here) ? here[0] : here;
}
