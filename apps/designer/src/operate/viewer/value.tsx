import { IconEyeOff } from '@tabler/icons-react';
import { isMasked } from './masked.ts';
import classes from './viewer.module.css';

/** A longer text is shown from its beginning; the text view has all of it. */
const LONG = 1000;

/** One value, in text nodes only. */
export function Value({ value }: { value: unknown }) {
  if (isMasked(value)) {
    const what = value.$masked === 'unknown' ? 'Not described by a contract' : value.$masked.toUpperCase();
    return (
      // A hint of the browser's: a page of a message has a hundred of them.
      <span
        className={classes.masked}
        title={`${what}: masked. ${value.length} characters, hash ${value.hash}; equal hashes are equal values`}
      >
        <IconEyeOff size={12} aria-label="masked" /> {value.shape}
        <span className={classes.hash}>
          {value.length} · {value.hash}
        </span>
      </span>
    );
  }
  if (typeof value === 'string') {
    const rest = value.length - LONG;
    return (
      <span className={classes.text}>
        {JSON.stringify(rest > 0 ? value.slice(0, LONG) : value)}
        {rest > 0 && <span className={classes.hash}>{rest} more characters</span>}
      </span>
    );
  }
  if (typeof value === 'object' && value !== null) {
    return (
      <span className={classes.number}>{Array.isArray(value) ? `[ ${value.length} ]` : JSON.stringify(value)}</span>
    );
  }
  return <span className={classes.number}>{value === undefined ? '' : String(value)}</span>;
}
