import { useEffect, useRef } from 'react';
import type { Suggestion } from './complete.ts';
import classes from './expression.module.css';

const WIDTH = 420;
const HEIGHT = 260;
const GAP = 4;

interface SuggestionListProps {
  id: string;
  anchor: { left: number; top: number; bottom: number };
  list: readonly Suggestion[];
  chosen: number;
  onPick: (suggestion: Suggestion) => void;
}

/** What can be written here, with the help of the one that Enter would take. */
export function SuggestionList({ id, anchor, list, chosen, onPick }: SuggestionListProps) {
  const active = useRef<HTMLDivElement>(null);
  useEffect(() => {
    active.current?.scrollIntoView({ block: 'nearest' });
  });
  const isBelow = anchor.bottom + HEIGHT < window.innerHeight || anchor.top < HEIGHT;
  const left = Math.max(8, Math.min(anchor.left, window.innerWidth - WIDTH - 8));
  const place = isBelow ? { top: anchor.bottom + GAP } : { bottom: window.innerHeight - anchor.top + GAP };
  return (
    <div className={classes.popup} style={{ left, width: WIDTH, ...place }}>
      <div role="listbox" id={id} aria-label="Suggestions" className={classes.list}>
        {list.map((one, i) => (
          <div
            key={`${one.kind} ${one.label}`}
            id={`${id}-${i}`}
            ref={i === chosen ? active : undefined}
            role="option"
            tabIndex={-1}
            aria-selected={i === chosen}
            className={classes.option}
            onPointerDown={(event) => {
              event.preventDefault();
              onPick(one);
            }}
          >
            <span className={classes.name} data-kind={one.kind}>
              {one.label}
            </span>
            <span className={classes.detail}>{one.detail}</span>
          </div>
        ))}
      </div>
      {list[chosen]?.help !== '' && <div className={classes.help}>{list[chosen]?.help}</div>}
    </div>
  );
}
