import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useRef } from 'react';
import classes from './viewer.module.css';

interface RowsProps {
  label: string;
  count: number;
  height: number;
  row: (index: number) => ReactNode;
  /** Brings this row into view. */
  show?: number | undefined;
  head?: ReactNode;
}

/** Rows of one height, of which only those in view are in the page: a message of 5 MB scrolls like one of five lines. */
export function Rows({ label, count, height, row, show, head }: RowsProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 20,
  });
  const { scrollToIndex } = rows;
  useEffect(() => {
    if (show !== undefined && show >= 0) scrollToIndex(show, { align: 'center' });
  }, [show, scrollToIndex]);
  return (
    <section ref={scroll} className={classes.rows} aria-label={label} tabIndex={0}>
      {head}
      <div style={{ height: rows.getTotalSize() }} className={classes.sheet}>
        {rows.getVirtualItems().map(({ index, start, key }) => (
          <div key={key} className={classes.row} style={{ height, transform: `translateY(${start}px)` }}>
            {row(index)}
          </div>
        ))}
      </div>
    </section>
  );
}
