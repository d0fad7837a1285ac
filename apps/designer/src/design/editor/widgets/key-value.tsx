import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { Field } from '@throughline/flow';
import { useState } from 'react';
import { useEditing } from '../editing.ts';
import { problemsAt } from '../settings/problems.ts';
import { FieldInput } from './field.tsx';
import { type WidgetProps, words } from './props.ts';
import classes from './widgets.module.css';

/** Names with values, each a field of its own. */
export function KeyValueWidget(props: WidgetProps) {
  const { problems } = useEditing();
  const record = props.value !== null && typeof props.value === 'object' ? (props.value as Record<string, Field>) : {};
  const entries = Object.entries(record);
  const [isAdding, setAdding] = useState(false);
  const put = (next: [string, Field][]) => props.change(Object.fromEntries(next));
  const title = props.schema.title ?? 'Entries';
  return (
    <Input.Wrapper {...words(props)} component="fieldset" className={classes.bare}>
      <div className={classes.rows}>
        {entries.map(([name, value], i) => (
          <div key={name} className={classes.pair}>
            <NameInput
              label={`${title}: name ${i + 1}`}
              name={name}
              taken={entries.map(([other]) => other).filter((other) => other !== name)}
              rename={(next) => put(entries.with(i, [next, value]))}
            />
            <div className={classes.grows}>
              <FieldInput
                label={`${title}: value of ${name}`}
                value={value}
                error={
                  problemsAt(problems, `${props.at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, true)[0]
                    ?.sentence ?? null
                }
                change={(next) => put(entries.with(i, [name, next]))}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Remove ${name}`}
              onClick={() => put(entries.toSpliced(i, 1))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        {isAdding && (
          <NameInput
            label={`${title}: name`}
            name=""
            taken={entries.map(([other]) => other)}
            rename={(next) => {
              setAdding(false);
              if (next !== '') put([...entries, [next, '']]);
            }}
          />
        )}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          Add to {title.toLowerCase()}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

interface NameInputProps {
  label: string;
  name: string;
  taken: readonly string[];
  rename: (name: string) => void;
}

function NameInput({ label, name, taken, rename }: NameInputProps) {
  const [shown, setShown] = useState(name);
  const isTaken = taken.includes(shown);
  const finish = () => {
    if (isTaken || (shown === '' && name !== '')) setShown(name);
    else if (shown !== name || name === '') rename(shown);
  };
  return (
    <TextInput
      aria-label={label}
      value={shown}
      placeholder="Name"
      w={180}
      autoFocus={name === ''}
      error={isTaken ? 'Is there already' : undefined}
      onChange={(event) => setShown(event.currentTarget.value)}
      onBlur={finish}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
