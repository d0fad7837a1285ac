import { Autocomplete, type AutocompleteProps, type ComboboxItem } from '@mantine/core';
import { useState } from 'react';

interface SuggestedProps extends AutocompleteProps {
  data: string[];
  value: string;
  /** What was picked is not being written any more. */
  onPick: () => void;
}

/** A text with suggestions: all of them when one looks, those that fit once one writes. */
export function Suggested({ data, value, onChange, onPick, ...props }: SuggestedProps) {
  const [hasWritten, setWritten] = useState(false);
  const isWriting = hasWritten && !data.includes(value);
  return (
    <Autocomplete
      {...props}
      data={data}
      value={value}
      filter={({ options, search }) =>
        (options as ComboboxItem[]).filter(({ label }) => !isWriting || fits(label, search))
      }
      onFocus={() => setWritten(false)}
      // What is typed replaces the name that stands there.
      onClick={(event) => event.currentTarget.select()}
      // The value comes right behind it.
      onOptionSubmit={() => queueMicrotask(onPick)}
      onChange={(next) => {
        setWritten(true);
        onChange?.(next);
      }}
    />
  );
}

function fits(name: string, search: string): boolean {
  return name.toLowerCase().includes(search.trim().toLowerCase());
}
