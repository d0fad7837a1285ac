import { UnstyledButton } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { markWords } from '../canvas/marks.ts';
import type { Change } from './changes.ts';
import classes from './versions.module.css';

/** Every difference as a row. */
export function ChangeList({
  changes,
  at,
  onGo,
}: {
  changes: readonly Change[];
  at: number;
  onGo: (at: number) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-at="${at}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  return (
    <nav className={classes.changes} ref={list} aria-label="Differences">
      {changes.map(({ key, mark, title, about, isBehaviour }, i) => (
        <UnstyledButton
          key={key}
          data-at={i}
          data-mark={mark}
          className={classes.change}
          aria-current={i === at || undefined}
          onClick={() => onGo(i)}
        >
          <span className={classes.sign}>{markWords[mark]}</span>
          <span className={classes.what}>{title}</span>
          <span className={classes.about}>
            {about}
            {isBehaviour ? '' : ', messages do not notice'}
          </span>
        </UnstyledButton>
      ))}
    </nav>
  );
}
