import { Button, Loader, Text } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import { Pending } from '../../frame/pending.tsx';
import { numberText } from '../text.ts';
import { type ColumnName, columns } from './columns.tsx';
import { useFeed } from './feed.ts';
import type { RunSearch } from './query.ts';
import { isNumber, RunRow } from './run-row.tsx';
import classes from './runs.module.css';
import { RunsEmpty } from './runs-empty.tsx';

const ROW = 40;

interface RunTableProps {
  environment: string;
  search: RunSearch;
  chosen: readonly ColumnName[];
  nameOf: (flow: string) => string;
}

/** The runs of a filter; stands still while somebody is at it, and says how much is newer. */
export function RunTable({ environment, search, chosen, nameOf }: RunTableProps) {
  const [isPointed, setPointed] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const scroll = useRef<HTMLDivElement>(null);
  const feed = useFeed(environment, search, isPointed || isScrolled);
  const { runs } = feed;
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { readOn } = feed;
  useEffect(() => {
    if (runs.length > 0 && last > runs.length - 20) readOn();
  });
  const template = chosen.map((name) => columns[name].width).join(' ');

  if (feed.isLoading && runs.length === 0) {
    return (
      <div className={classes.list}>
        <Pending error={feed.error} again={feed.again} waitsFor="the runs" height="100%" />
      </div>
    );
  }
  return (
    <div className={classes.list} style={{ '--columns': template } as CSSProperties}>
      {feed.newer > 0 && (
        <Button
          className={classes.newer}
          size="xs"
          radius="xl"
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={() => {
            feed.release();
            scroll.current?.scrollTo({ top: 0 });
          }}
        >
          {numberText(feed.newer)} newer
        </Button>
      )}
      {runs.length === 0 ? (
        <RunsEmpty environment={environment} search={search} />
      ) : (
        <section
          ref={scroll}
          className={classes.scroll}
          aria-label="List of runs"
          onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop > 4)}
          onPointerEnter={() => setPointed(true)}
          onPointerLeave={() => setPointed(false)}
          onFocus={() => setPointed(true)}
          onBlur={() => setPointed(false)}
        >
          <table className={classes.table} aria-rowcount={feed.isAtEnd ? runs.length + 1 : -1}>
            <thead>
              <tr className={`${classes.row} ${classes.labels}`}>
                {chosen.map((name) => (
                  <th key={name} scope="col" className={classes.cell} data-number={isNumber(name)}>
                    {columns[name].label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody style={{ height: rows.getTotalSize() }}>
              {shown.map(({ index, start }) => (
                <RunRow key={runs[index]!.id} run={runs[index]!} {...{ environment, chosen, nameOf, index, start }} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <div className={classes.foot} role="status">
        <Text span inherit className="numeric">
          {numberText(runs.length)} {runs.length === 1 ? 'run' : 'runs'}
          {feed.isAtEnd ? '' : ' read; more below'}
        </Text>
        {feed.isReadingOn ? <Loader size={12} /> : <span>{isPointed ? 'Held still while you are here' : 'Live'}</span>}
      </div>
    </div>
  );
}
