import { useMemo } from 'react';
import type { Mark } from '../code/code-editor.tsx';
import { LazyEditor } from '../code/lazy-editor.tsx';
import type { Path } from '../editor/take.ts';
import { useTyped } from '../editor/typed.ts';
import { faultOf, placeOfFault } from '../editor/widgets/fault.ts';
import classes from './mapper.module.css';
import { pathFrom } from './model/reference.ts';
import type { Mapper } from './use-mapper.ts';

/** The same mapping as text; what is written here shows in the trees, and the other way round. */
export function TextPane({ mapper }: { mapper: Mapper }) {
  const { shown, type, flush } = useTyped(mapper.text, mapper.writeText);
  const fault = faultOf(shown);
  const marks = useMemo(
    (): Mark[] => (fault === null ? [] : [{ ...placeOfFault(shown), sentence: fault }]),
    [fault, shown],
  );
  return (
    <div className={classes.textPane}>
      <LazyEditor
        label="Mapping as text"
        language="jsonata"
        value={shown}
        onChange={type}
        onBlur={flush}
        message={mapper.plain}
        marks={marks}
        pathText={(path: Path) => {
          const names = path.filter((part) => typeof part === 'string');
          return pathFrom(names, [], mapper.message, false);
        }}
      />
      {fault !== null && (
        <p className={classes.fault} role="alert">
          {fault} The trees show the text as one block until it can be read.
        </p>
      )}
    </div>
  );
}
