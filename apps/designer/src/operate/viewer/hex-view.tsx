import { Rows } from './rows.tsx';
import classes from './viewer.module.css';

const WIDTH = 16;
const hex = (byte: number) => byte.toString(16).padStart(2, '0');
const printable = (byte: number) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

export function HexView({ bytes, label }: { bytes: Uint8Array; label: string }) {
  return (
    <Rows
      label={label}
      count={Math.ceil(bytes.length / WIDTH)}
      height={20}
      row={(index) => {
        const part = [...bytes.subarray(index * WIDTH, (index + 1) * WIDTH)];
        return (
          <div className={classes.textLine}>
            <span className={classes.lineNumber} aria-hidden>
              {(index * WIDTH).toString(16).padStart(6, '0')}
            </span>
            <span className={classes.hex}>
              {part
                .map(hex)
                .join(' ')
                .padEnd(WIDTH * 3)}
            </span>
            <span className={classes.quiet}>{part.map(printable).join('')}</span>
          </div>
        );
      }}
    />
  );
}
