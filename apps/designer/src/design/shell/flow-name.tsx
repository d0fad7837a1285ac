import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { told } from '../actions/tell.ts';
import { openDocument, useDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import classes from './header.module.css';

/** The name of the flow; a click makes it a field. */
export function FlowName({ isEditable }: { isEditable: boolean }) {
  const name = useDocument((state) => state.document?.name ?? '');
  const [isNaming, setNaming] = useState(false);
  if (!isNaming) {
    return (
      <h1 className={classes.name}>
        {isEditable ? (
          <UnstyledButton className={classes.rename} onClick={() => setNaming(true)} title="Rename the flow">
            {name}
          </UnstyledButton>
        ) : (
          name
        )}
      </h1>
    );
  }
  return (
    <input
      ref={(field) => field?.focus()}
      className={classes.field}
      aria-label="Name of the flow"
      defaultValue={name}
      maxLength={120}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        rename(event.currentTarget.value.trim());
        setNaming(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setNaming(false);
      }}
    />
  );
}

function rename(name: string): void {
  const was = openDocument().name;
  if (name !== '' && name !== was) told(edit([{ op: 'rename-flow', name, was }]));
}
