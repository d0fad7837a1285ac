import { write } from '../store/view.ts';

interface InlineNameProps {
  label: string;
  value: string;
  maxLength: number;
  className: string | undefined;
  onDone: (value: string) => void;
}

/** A name written where it stands: Enter or leaving it keeps it, Escape does not. */
export function InlineName({ label, value, maxLength, className, onDone }: InlineNameProps) {
  return (
    <input
      ref={focusOnce}
      className={`${className} nodrag nopan`}
      defaultValue={value}
      maxLength={maxLength}
      aria-label={label}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        onDone(event.currentTarget.value.trim());
        write(null);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.currentTarget.value = value;
          event.currentTarget.blur();
        }
      }}
    />
  );
}

/** The same function for good, so that it is called when the field comes and not whenever it is drawn. */
export function focusOnce(field: HTMLElement | null): void {
  field?.focus({ preventScroll: true });
}
