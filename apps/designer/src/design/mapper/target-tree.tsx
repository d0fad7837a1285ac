import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { type ReactNode, type RefObject, useEffect } from 'react';
import { type Guard, useGuard } from '../editor/message/guard.ts';
import { DROPPED, type Path } from '../editor/take.ts';
import { outcomeText } from './field/outcomes.tsx';
import classes from './mapper.module.css';
import { placeText } from './model/place.ts';
import type { TargetRow } from './model/rows.ts';
import { summaryOf } from './model/summary.ts';
import { Opener } from './source-tree.tsx';
import { TreeFrame } from './tree-frame.tsx';
import type { Mapper } from './use-mapper.ts';

interface TargetTreeProps {
  mapper: Mapper;
  title: ReactNode;
  scroll: RefObject<HTMLDivElement | null>;
  /** What stands at each row for the first sample; undefined: nothing. */
  outcome: (row: TargetRow) => unknown;
  /** Takes the keyboard to the settings of the row. */
  onOpen: () => void;
  empty: ReactNode;
}

/** The outgoing message: what each field is made from, and what it gives. */
export function TargetTree({ mapper, title, scroll, outcome, onOpen, empty }: TargetTreeProps) {
  const guard = useGuard();
  useEffect(() => {
    const element = scroll.current;
    if (element === null) return;
    const onDrop = (event: Event) => {
      const id = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset['row'];
      const row = mapper.targets.find((one) => one.id === id);
      const path = (event as CustomEvent<Path>).detail.filter((part) => typeof part === 'string');
      if (row !== undefined) mapper.drop(row, path);
    };
    element.addEventListener(DROPPED, onDrop);
    return () => element.removeEventListener(DROPPED, onDrop);
  });
  return (
    <TreeFrame
      label="Target"
      title={title}
      rows={mapper.targets}
      open={mapper.openTarget}
      scroll={scroll}
      selected={mapper.selected}
      onSelect={(row) => mapper.select(row.id)}
      onKey={(event, row) => {
        if (event.key === 'Enter' || event.key === ' ') {
          if (mapper.picked !== null) mapper.drop(row, mapper.picked);
          else {
            mapper.select(row.id);
            onOpen();
          }
        } else if (event.key === 'Escape' && mapper.picked !== null) mapper.pick(null);
        else if ((event.key === 'Delete' || event.key === 'Backspace') && row.value !== null && row.place.length > 0)
          mapper.setValue(row.place, null);
        else return false;
        return true;
      }}
      empty={empty}
      draw={(row, at) => (
        <TargetLine
          key={row.id}
          row={row}
          at={at}
          value={outcome(row)}
          guard={guard}
          isSelected={row.id === mapper.selected}
          onSelect={() => {
            at.activate();
            if (mapper.picked === null) mapper.select(row.id);
            else mapper.drop(row, mapper.picked);
          }}
          onToggle={() => mapper.openTarget.toggle(row.id)}
          onRemove={() => mapper.setValue(row.place, null)}
        />
      )}
    />
  );
}

interface TargetLineProps {
  row: TargetRow;
  at: { id: string; isActive: boolean; top: number };
  value: unknown;
  guard: Guard;
  isSelected: boolean;
  onSelect: () => void;
  onToggle: () => void;
  onRemove: () => void;
}

const SIGNS = {
  function: 'ƒ',
  lookup: '▦',
  expression: '≈',
  each: '↻',
  path: '',
  constant: '',
  list: '',
  object: '',
} as const;

function TargetLine({ row, at, value, guard, isSelected, onSelect, onToggle, onRemove }: TargetLineProps) {
  const { shape } = row;
  const about = [shape?.title, shape?.description].filter(Boolean).join(': ');
  const summary = row.value === null ? null : summaryOf(row.value);
  return (
    <div
      id={at.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-expanded={row.canOpen ? row.isOpen : undefined}
      aria-selected={at.isActive}
      className={classes.line}
      data-side="target"
      data-row={row.id}
      data-takes-value
      data-place={placeText(row.place)}
      data-chosen={isSelected || undefined}
      data-missing={row.isMissing || undefined}
      data-mapped={row.value === null ? undefined : ''}
      style={{ transform: `translateY(${at.top}px)`, paddingInlineStart: 14 + row.depth * 16 }}
      title={about === '' ? placeText(row.place) : `${placeText(row.place)}\n${about}`}
      onPointerDown={onSelect}
      onDoubleClick={() => row.canOpen && onToggle()}
    >
      <span className={classes.port} aria-hidden />
      <Opener canOpen={row.canOpen} isOpen={row.isOpen} onToggle={onToggle} />
      <span className={classes.name}>
        {row.name}
        {shape?.required === true && (
          <span className={classes.required} title="Required">
            *
          </span>
        )}
      </span>
      {summary === null ? (
        <span className={classes.kind}>
          {row.isMissing ? 'required, not mapped' : shape?.kind === 'value' ? shape.type : (shape?.kind ?? '')}
        </span>
      ) : (
        <span className={classes.made} data-made={summary.kind}>
          {summary.when !== null && <span className={classes.when}>if {summary.when}</span>}
          {SIGNS[summary.kind] !== '' && <span aria-hidden>{SIGNS[summary.kind]} </span>}
          {summary.text}
        </span>
      )}
      {row.isForeign && <span className={classes.foreign}>not in the contract</span>}
      <span className={classes.live}>{liveText(row, value, guard)}</span>
      {row.value !== null && row.place.length > 0 && (
        <ActionIcon
          size="xs"
          variant="subtle"
          color="gray"
          tabIndex={-1}
          className={classes.remove}
          aria-label={`Unmap ${placeText(row.place)}`}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={onRemove}
        >
          <IconX size={13} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

function liveText(row: TargetRow, value: unknown, guard: Guard): string {
  if (row.value === null || value === undefined) return '';
  const isBranch = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isBranch && row.canOpen ? '' : outcomeText(value, row, guard);
}
