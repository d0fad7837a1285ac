import { TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconSearch } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { catalogue } from '@throughline/nodes/definitions';
import { useEffect, useMemo, useRef, useState } from 'react';
import { goTo } from '../actions/open.ts';
import { kindColour } from '../palette/kind-colour.ts';
import { TypeTile } from '../palette/palette.tsx';
import { useDocument } from '../store/document.ts';
import { openNode, useView } from '../store/view.ts';
import { type Entry, entriesOf, found } from './entries.ts';
import classes from './panels.module.css';

const ROW = 46;

/** The flow as a list, in the order of the wires: to search, to go to, to open, without the canvas. */
export function Outline() {
  const document = useDocument((state) => state.document)!;
  const [query, setQuery] = useState('');
  const entries = useMemo(() => entriesOf(document), [document]);
  const shown = useMemo(() => found(entries, query), [entries, query]);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => field.current?.focus(), []);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  return (
    <>
      <TextInput
        ref={field}
        size="xs"
        className={classes.find}
        placeholder="Find by name, type, note or setting"
        aria-label="Find in the flow"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && shown[0] !== undefined) goTo(shown[0].id);
        }}
      />
      <p className={classes.count} role="status">
        {shown.length} of {entries.length}
      </p>
      <div className={classes.rows} ref={list} tabIndex={-1}>
        <ul className={classes.all} style={{ height: rows.getTotalSize() }} aria-label="Nodes, notes and frames">
          {rows.getVirtualItems().map(({ index, start }) => (
            <li key={shown[index]!.id} className={classes.at} style={{ transform: `translateY(${start}px)` }}>
              <Row entry={shown[index]!} />
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}

function Row({ entry }: { entry: Entry }) {
  const isSelected = useView(({ selection }) => selection.has(entry.id));
  const definition = entry.type === null ? undefined : catalogue.get(entry.type);
  return (
    <UnstyledButton
      className={classes.row}
      style={{ '--kind': kindColour(definition?.kind) } as React.CSSProperties}
      data-selected={isSelected || undefined}
      onClick={() => goTo(entry.id)}
      onDoubleClick={() => entry.type !== null && openNode(entry.id)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || entry.type === null) return;
        event.preventDefault();
        openNode(entry.id);
      }}
    >
      <TypeTile icon={entry.icon} />
      <span className={classes.what}>
        <span className={classes.name}>{entry.name}</span>
        <span className={classes.about}>{entry.about}</span>
      </span>
      <ProblemSign id={entry.id} />
    </UnstyledButton>
  );
}

function ProblemSign({ id }: { id: string }) {
  const worst = useDocument(({ problems }) => {
    const here = problems.filter(({ node }) => node === id);
    return here.find(({ severity }) => severity === 'error')?.severity ?? here[0]?.severity;
  });
  if (worst === undefined) return null;
  const Icon = worst === 'error' ? IconAlertCircle : IconAlertTriangle;
  return (
    <Icon
      size={15}
      stroke={2}
      className={classes.sign}
      data-error={worst === 'error' || undefined}
      aria-label="has problems"
    />
  );
}
