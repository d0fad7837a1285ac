import { Rows } from './rows.tsx';
import classes from './viewer.module.css';
import type { X12, X12Line } from './x12.ts';
import { nameOfElement } from './x12-names.ts';

/** An X12 interchange: its loops, and in them place by place with names. */
export function X12View({ tree, label }: { tree: X12; label: string }) {
  const { lines } = tree;
  return <Rows label={label} count={lines.length} height={26} row={(index) => <Line line={lines[index]!} />} />;
}

function Line({ line }: { line: X12Line }) {
  const { kind, depth, segment, place, value, isFirst } = line;
  const indent = { paddingLeft: 12 + depth * 14 };
  if (kind === 'loop') {
    return (
      <div className={classes.loop} style={indent}>
        {place}
      </div>
    );
  }
  return (
    <div className={classes.place} data-loops style={indent} data-first={isFirst || undefined}>
      <span className={classes.segment}>{isFirst ? segment : ''}</span>
      <span className={classes.at}>{place}</span>
      <span className={classes.placeName}>{nameOfElement(line)}</span>
      <span className={classes.placeValue}>{value}</span>
    </div>
  );
}
