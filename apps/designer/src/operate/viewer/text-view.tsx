import { useMemo } from 'react';
import { Rows } from './rows.tsx';
import classes from './viewer.module.css';

/** Longer lines are cut into pieces, so that one line of 5 MB does not hang the page. */
const WIDE = 2000;

export function TextView({ text, label }: { text: string; label: string }) {
  const lines = useMemo(() => linesOf(text), [text]);
  return (
    <Rows
      label={label}
      count={lines.length}
      height={20}
      row={(index) => (
        <div className={classes.textLine}>
          <span className={classes.lineNumber} aria-hidden>
            {lines[index]!.number}
          </span>
          <span>{lines[index]!.text}</span>
        </div>
      )}
    />
  );
}

function linesOf(text: string): { number: number | ''; text: string }[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, i) => {
    if (line.length <= WIDE) return [{ number: i + 1, text: line }];
    const pieces: { number: number | ''; text: string }[] = [];
    for (let at = 0; at < line.length; at += WIDE) {
      pieces.push({ number: at === 0 ? i + 1 : '', text: line.slice(at, at + WIDE) });
    }
    return pieces;
  });
}
