import { Paper, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useMemo, useRef, useState } from 'react';
import { now } from '../../frame/clock.ts';
import { countText, numberText } from '../text.ts';
import { columnsOf, type TableContent } from './queries.ts';
import classes from './tables.module.css';

const ROW = 36;
const today = () => new Date(now()).toISOString().slice(0, 10);

/** Rows that are looked at for how much room a column wants. */
const MEASURED = 200;

/** How many letters wide a column is. */
function charsOf({ name, title }: { name: string; title: string }, rows: TableContent['rows']): number {
  const longest = Math.max(...rows.slice(0, MEASURED).map(({ values }) => values[name]?.length ?? 0), 0);
  const word = Math.max(...title.split(' ').map(({ length }) => length));
  return Math.min(Math.max(longest, word, Math.ceil(title.length / 2), 6), 32);
}

/** The same widths for the head and every row, whatever stands in them: pixels of a letter, cells 16 apart, 20 at both ends. */
function gridOf(widths: readonly number[]): CSSProperties {
  const least = widths.map((chars) => chars * 9 + 8);
  const sum = least.reduce((all, one) => all + one, 16 * (widths.length - 1) + 40);
  const columns = widths.map((chars, i) => `minmax(${least[i]}px, ${chars}fr)`).join(' ');
  return { '--columns': columns, '--least': `${sum}px` } as CSSProperties;
}

interface RowGridProps {
  table: TableContent;
  onEdit: ((row: Record<string, string>) => void) | undefined;
}

/** The rows of a table; those whose days are over or have not come step back. */
export function RowGrid({ table: { definition, rows }, onEdit }: RowGridProps) {
  const [text, setText] = useState('');
  const scroll = useRef<HTMLDivElement>(null);
  const columns = columnsOf(definition);
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return wanted === ''
      ? rows
      : rows.filter(({ values }) => Object.values(values).some((cell) => cell.toLowerCase().includes(wanted)));
  }, [rows, text]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 15,
  });
  const day = today();
  const isNow = ({ effectiveFrom = '', effectiveTo = '9999' }: Record<string, string>) =>
    effectiveFrom <= day && day <= effectiveTo;
  const widths = useMemo(() => columnsOf(definition).map((column) => charsOf(column, rows)), [definition, rows]);
  return (
    <Paper className={classes.card} style={gridOf(widths)}>
      <div className={classes.gridHead}>
        <TextInput
          aria-label="Find a row"
          placeholder="Find a row"
          size="sm"
          w={300}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Text fz="sm" c="dimmed" className="numeric">
          {text.trim() === ''
            ? countText(rows.length, 'row')
            : `${numberText(shown.length)} of ${countText(rows.length, 'row')}`}
        </Text>
      </div>
      <section ref={scroll} className={classes.grid} aria-label="Rows">
        <div className={`${classes.cells} ${classes.labels}`}>
          {columns.map(({ name, title, class: kind }) => (
            <span key={name} className={classes.cell} title={kind === undefined ? title : `${title} (${kind})`}>
              {title}
              {definition.key.includes(name) && <span className={classes.quiet}> (key)</span>}
            </span>
          ))}
        </div>
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const { values } = shown[index]!;
            const cells = columns.map(({ name, type }) => (
              <span
                key={name}
                className={classes.cell}
                title={values[name]}
                data-number={type === 'decimal' || type === 'integer' || undefined}
              >
                {type === 'boolean' ? ({ true: 'yes', false: 'no' }[values[name] ?? ''] ?? '') : values[name]}
              </span>
            ));
            const style = { transform: `translateY(${start}px)` };
            const isPast = (definition.effective && !isNow(values)) || undefined;
            return onEdit === undefined ? (
              <div key={key} className={`${classes.cells} ${classes.line}`} style={style} data-past={isPast}>
                {cells}
              </div>
            ) : (
              <UnstyledButton
                key={key}
                className={`${classes.cells} ${classes.line}`}
                style={style}
                data-past={isPast}
                onClick={() => onEdit(values)}
              >
                {cells}
              </UnstyledButton>
            );
          })}
        </div>
        {shown.length === 0 && (
          <Text c="dimmed" fz="sm" ta="center" py="xl">
            {rows.length === 0 ? 'No rows here yet. Import some, or add one.' : 'No row has this text.'}
          </Text>
        )}
      </section>
    </Paper>
  );
}
