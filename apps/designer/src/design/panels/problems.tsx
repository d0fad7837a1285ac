import { Text, UnstyledButton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { Problem } from '@throughline/flow';
import { type ReactNode, useMemo, useRef } from 'react';
import { goTo } from '../actions/open.ts';
import { useDocument } from '../store/document.ts';
import { openNode } from '../store/view.ts';
import classes from './panels.module.css';

/** What compile says about the flow, errors first; each leads to its node, and on to the setting. */
export function Problems() {
  const problems = useDocument((state) => state.problems);
  if (problems.length === 0) {
    return (
      <div className={classes.none}>
        <IconCircleCheck size={22} stroke={1.6} color="var(--state-delivered)" aria-hidden />
        <Text fz="sm">Nothing is wrong. This flow can be published.</Text>
      </div>
    );
  }
  return <ProblemList problems={problems} />;
}

/** From here on only the rows in sight are in the page. */
const MANY = 60;
const ROW = 76;

/** Problems as rows that lead to where they are; `onGo` is told before. */
export function ProblemList({ problems, onGo }: { problems: readonly Problem[]; onGo?: () => void }) {
  const nodes = useDocument(({ document }) => document?.nodes);
  const names = useMemo(() => new Map(nodes?.map(({ id, name }) => [id, name])), [nodes]);
  const row = (problem: Problem) => <Row problem={problem} name={names.get(problem.node ?? '')} onGo={onGo} />;
  if (problems.length > MANY) return <LongList problems={problems} row={row} />;
  return (
    <ul className={classes.list}>
      {problems.map((problem) => (
        <li key={keyOf(problem)}>{row(problem)}</li>
      ))}
    </ul>
  );
}

const keyOf = ({ code, node, field, sentence }: Problem) => `${code} ${node} ${field} ${sentence}`;

function LongList({ problems, row }: { problems: readonly Problem[]; row: (problem: Problem) => ReactNode }) {
  const list = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count: problems.length,
    getScrollElement: () => list.current,
    estimateSize: () => ROW,
    getItemKey: (i) => keyOf(problems[i]!),
    overscan: 8,
  });
  return (
    <section className={`${classes.rows} ${classes.long}`} ref={list} aria-label="All problems" tabIndex={0}>
      <ul className={classes.all} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => (
          <li
            key={key}
            ref={rows.measureElement}
            data-index={index}
            aria-setsize={problems.length}
            aria-posinset={index + 1}
            className={classes.at}
            style={{ transform: `translateY(${start}px)` }}
          >
            {row(problems[index]!)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({
  problem: { node, code, field, severity, sentence },
  name,
  onGo,
}: {
  problem: Problem;
  name: string | undefined;
  onGo: (() => void) | undefined;
}) {
  return (
    <div className={classes.problem} data-error={severity === 'error' || undefined}>
      {severity === 'error' ? (
        <IconAlertCircle size={16} stroke={2} aria-label="Error" />
      ) : (
        <IconAlertTriangle size={16} stroke={2} aria-label="Warning" />
      )}
      <div className={classes.said}>
        <UnstyledButton
          className={classes.sentence}
          disabled={name === undefined}
          onClick={() => {
            onGo?.();
            if (node !== undefined) goTo(node);
          }}
        >
          {sentence}
        </UnstyledButton>
        <span className={classes.where}>
          <code>{code}</code>
          {name !== undefined && node !== undefined && (
            <UnstyledButton
              className={classes.open}
              onClick={() => {
                onGo?.();
                openNode(node, field ?? null);
              }}
            >
              Open {name}
            </UnstyledButton>
          )}
        </span>
      </div>
    </div>
  );
}
