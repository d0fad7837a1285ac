import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronRight, IconEye, IconEyeOff, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { dragValue } from '../drag-value.ts';
import { giveToLast } from '../focus.ts';
import { useGuard } from '../message/guard.ts';
import type { Shape } from '../message/shape.ts';
import { masked, shortText } from '../message/short.ts';
import { keyPathOf } from '../path.ts';
import { useHl7Names } from './hl7-names.ts';
import { type Row, rowsOf } from './rows.ts';
import classes from './tree.module.css';

const ROW_PX = 26;

interface ValueTreeProps {
  label: string;
  value: unknown;
  shape: Shape | undefined;
  /** Values can be taken from here into fields. */
  canGive?: boolean;
}

/** A message as a tree of names and values, whatever its size; what the contract guards is masked until asked for. */
export function ValueTree({ label, value, shape, canGive = false }: ValueTreeProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed);
  const [isRevealed, setRevealed] = useState(false);
  const [active, setActive] = useState(0);
  const rows = useMemo(() => rowsOf(value, shape, { toggled, search }), [value, shape, toggled, search]);
  const guard = useGuard();
  const nameOf = useHl7Names(value);
  const isGuarded = useMemo(
    () => rows.some((row) => row.kind === 'value' && !row.isAbsent && guard(row.path, row.shape, value)),
    [rows, guard, value],
  );
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  const at = Math.min(active, Math.max(0, rows.length - 1));

  const toggle = (row: Row) => {
    const next = new Set(toggled);
    if (!next.delete(row.id)) next.add(row.id);
    setToggled(next);
  };
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (row === undefined) return;
    const canOpen = row.kind !== 'value' && search === '';
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'ArrowRight' && canOpen && !row.isOpen) toggle(row);
    else if (event.key === 'ArrowLeft' && canOpen && row.isOpen) toggle(row);
    else if (event.key === 'ArrowLeft') go(rows.findLastIndex((other, i) => i < at && other.depth < row.depth));
    else if (event.key === 'Enter' && canGive) giveToLast(row.path);
    else if (event.key === 'Enter' && canOpen) toggle(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className={classes.tree}>
      <div className={classes.bar}>
        <TextInput
          size="xs"
          variant="filled"
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search names and values"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={typed}
          className={classes.search}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {isGuarded && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-pressed={isRevealed}
            aria-label={isRevealed ? 'Mask patient data' : 'Show patient data of this sample'}
            title={isRevealed ? 'Mask patient data' : 'Show patient data of this sample'}
            onClick={() => setRevealed(!isRevealed)}
          >
            {isRevealed ? <IconEye size={16} aria-hidden /> : <IconEyeOff size={16} aria-hidden />}
          </ActionIcon>
        )}
      </div>
      {rows.length === 0 && (
        <p className={classes.none}>
          {search === '' ? shortText(value) || 'Nothing' : 'No name or value has this in it.'}
        </p>
      )}
      <div
        ref={scroll}
        className={classes.scroll}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={virtual.getVirtualItems().some(({ index }) => index === at) ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            return (
              <TreeLine
                key={row.id}
                id={`${id}-${item.index}`}
                row={row}
                top={item.start}
                isActive={item.index === at}
                place={keyPathOf(row.path, value)}
                name={nameOf(row.path)}
                isGuarded={row.kind === 'value' && guard(row.path, row.shape, value)}
                isMasked={!isRevealed}
                canGive={canGive}
                onToggle={() => search === '' && toggle(row)}
                onActive={() => setActive(item.index)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface TreeLineProps {
  id: string;
  row: Row;
  top: number;
  isActive: boolean;
  /** As keys are written. */
  place: string;
  /** What a standard calls it; empty where none does. */
  name: string;
  isGuarded: boolean;
  isMasked: boolean;
  canGive: boolean;
  onToggle: () => void;
  onActive: () => void;
}

function TreeLine(props: TreeLineProps) {
  const { id, row, top, isActive, place, name, isGuarded, isMasked, canGive, onToggle, onActive } = props;
  const { shape } = row;
  const about = [name, shape?.title, shape?.description].filter(Boolean).join(': ');
  const isSecret = isMasked && isGuarded && !row.isAbsent;
  return (
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.depth + 1}
      aria-expanded={row.kind === 'value' ? undefined : row.isOpen}
      aria-selected={isActive}
      className={classes.line}
      data-absent={row.isAbsent || undefined}
      data-give={canGive || undefined}
      style={{ transform: `translateY(${top}px)`, paddingInlineStart: 6 + row.depth * 16 }}
      title={about === '' ? place : `${place}\n${about}`}
      onPointerDown={(event) => {
        onActive();
        if (canGive) dragValue(event, row.path, place);
      }}
      onKeyDown={undefined}
      onClick={() => row.kind !== 'value' && onToggle()}
      onDoubleClick={() => canGive && giveToLast(row.path)}
    >
      <span className={classes.opener} data-open={row.isOpen || undefined}>
        {row.kind !== 'value' && <IconChevronRight size={14} aria-hidden />}
      </span>
      <span className={classes.key}>{row.key}</span>
      {name !== '' && <span className={classes.name}>{name}</span>}
      {row.kind === 'value' ? (
        <span className={classes.value} data-type={row.type}>
          {isSecret ? masked(row.value) : row.isAbsent ? (shape?.type ?? '') : shortText(row.value)}
        </span>
      ) : (
        name === '' && (
          <span className={classes.count}>{row.kind === 'list' ? `[${row.count}]` : `{${row.count}}`}</span>
        )
      )}
      {isGuarded && <span className={classes.class}>phi</span>}
    </div>
  );
}
