import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useState } from 'react';
import classes from './mapper.module.css';
import { ROW_PX, TOP_PX } from './sizes.ts';
import type { OpenState } from './use-mapper.ts';

interface Line {
  id: string;
  depth: number;
  canOpen: boolean;
  isOpen: boolean;
}

interface TreeFrameProps<Row extends Line> {
  label: string;
  title: ReactNode;
  rows: readonly Row[];
  open: OpenState;
  scroll: RefObject<HTMLDivElement | null>;
  /** The row that the keyboard is at, where that is decided elsewhere. */
  selected?: string | null;
  onSelect?: (row: Row) => void;
  onKey: (event: KeyboardEvent, row: Row) => boolean;
  draw: (row: Row, at: { id: string; isActive: boolean; top: number; activate: () => void }) => ReactNode;
  empty: ReactNode;
}

/** A tree of either side: search, keyboard and only as many lines as are in sight. */
export function TreeFrame<Row extends Line>(props: TreeFrameProps<Row>) {
  const { rows, open, scroll, selected, label } = props;
  const [active, setActive] = useState(0);
  const id = useId();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_PX,
    paddingStart: TOP_PX,
    paddingEnd: 24,
    overscan: 10,
  });
  const chosen = selected == null ? -1 : rows.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (chosen < 0) return;
    setActive(chosen);
    virtual.scrollToIndex(chosen);
  }, [chosen, virtual]);
  const at = Math.min(active, Math.max(0, rows.length - 1));
  const go = (to: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, to));
    setActive(next);
    virtual.scrollToIndex(next);
    const row = rows[next];
    if (row !== undefined) props.onSelect?.(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (row === undefined) return;
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(rows.length - 1);
    else if (event.key === 'PageDown') go(at + 12);
    else if (event.key === 'PageUp') go(at - 12);
    else if (event.key === 'ArrowRight' && row.canOpen && !row.isOpen) open.toggle(row.id);
    else if (event.key === 'ArrowLeft' && row.canOpen && row.isOpen && open.search === '') open.toggle(row.id);
    else if (event.key === 'ArrowLeft') go(rows.findLastIndex((other, i) => i < at && other.depth < row.depth));
    else if (!props.onKey(event, row)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={classes.side} aria-label={label}>
      <div className={classes.top}>
        {props.title}
        <TextInput
          size="xs"
          variant="filled"
          aria-label={`Search ${label.toLowerCase()}`}
          placeholder="Search"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={open.search}
          className={classes.search}
          onChange={(event) => open.setSearch(event.currentTarget.value)}
        />
      </div>
      <div
        ref={scroll}
        className={classes.scroll}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={virtual.getVirtualItems().some(({ index }) => index === at) ? `${id}-${at}` : undefined}
        onKeyDown={onKeyDown}
      >
        {rows.length === 0 && (
          <div className={classes.empty}>{open.search === '' ? props.empty : 'No field of this name.'}</div>
        )}
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]!;
            return props.draw(row, {
              id: `${id}-${item.index}`,
              isActive: item.index === at,
              top: item.start,
              activate: () => setActive(item.index),
            });
          })}
        </div>
      </div>
    </section>
  );
}
