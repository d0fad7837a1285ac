import { Autocomplete, type AutocompleteProps, type ComboboxItem } from '@mantine/core';
import { useState } from 'react';

/** A text with suggestions: all of them when one looks, those that fit once one writes. */
export function Suggested({ data, value, onChange, ...props }: AutocompleteProps & { data: string[]; value: string }) {
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
