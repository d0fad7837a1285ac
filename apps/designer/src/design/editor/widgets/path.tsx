import { ActionIcon, Autocomplete, Input, Popover } from '@mantine/core';
import { IconListTree, IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useEditing } from '../editing.ts';
import { dottedPathOf, keyPathOf } from '../path.ts';
import { atField, problemsAt } from '../settings/problems.ts';
import { type Path, useTakes } from '../take.ts';
import { ShapePicker } from '../tree/shape-picker.tsx';
import { useTyped } from '../typed.ts';
import { dottedNames } from './names.ts';
import { textOf } from './plain.tsx';
import { type WidgetProps, words } from './props.ts';
import { useMessage, useScope } from './scope.ts';
import classes from './widgets.module.css';

/** A place in the message, typed with completion, picked from its tree, or dropped. */
export function PathWidget(props: WidgetProps) {
  const isNullable = props.schema.anyOf !== undefined;
  const isKey = props.at.startsWith('/keys/');
  return (
    <PathInput
      {...words(props)}
      value={textOf(props.value)}
      isKey={isKey}
      placeholder={props.schema.placeholder}
      change={(path) => props.change(path === '' && isNullable ? null : path)}
    />
  );
}

interface PathInputProps {
  label?: string;
  'aria-label'?: string;
  description?: string;
  withAsterisk?: boolean;
  error?: string;
  value: string;
  placeholder?: string;
  /** Written as keys are, with positions, and started at the message. */
  isKey: boolean;
  change: (path: string) => void;
}

function PathInput({ value, change, isKey, ...rest }: PathInputProps) {
  const { shape: whole } = useEditing();
  const scope = useScope();
  const message = useMessage();
  const shape = isKey || rest.label === 'For each element of' ? whole : scope.shape;
  const { shown, type, flush } = useTyped(value, change);
  const root = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const take = (path: Path) => {
    const each = scope.each?.split('.') ?? [];
    const isInside = shape !== whole && each.every((name, i) => path[i] === name);
    type(isKey ? keyPathOf(path, message) : dottedPathOf(isInside ? path.slice(each.length) : path));
  };
  useTakes(root, input, take);
  return (
    <div ref={root}>
      <Autocomplete
        {...rest}
        ref={input}
        data={dottedNames(shape)}
        limit={12}
        value={shown}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        onChange={type}
        onBlur={flush}
        rightSectionPointerEvents="all"
        rightSection={
          <Popover
            opened={isOpen}
            onChange={setOpen}
            position="bottom-end"
            shadow="md"
            width={380}
            trapFocus
            returnFocus
          >
            <Popover.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Pick ${rest.label ?? rest['aria-label'] ?? 'a place'} from the message`}
                onClick={() => setOpen(!isOpen)}
              >
                <IconListTree size={17} aria-hidden />
              </ActionIcon>
            </Popover.Target>
            <Popover.Dropdown p={8}>
              <ShapePicker
                shape={shape}
                onPick={(names) => {
                  type(isKey ? keyPathOf(names) : dottedPathOf(names));
                  setOpen(false);
                }}
              />
            </Popover.Dropdown>
          </Popover>
        }
      />
    </div>
  );
}

/** Several places that together are a key. */
export function PathsWidget(props: WidgetProps) {
  const { problems, change } = useEditing();
  const values = Array.isArray(props.value) ? props.value.map(String) : [];
  const title = props.schema.title ?? 'Path';
  return (
    <Input.Wrapper {...words(props)} component="fieldset" className={classes.bare}>
      <div className={classes.rows}>
        {values.map((value, i) => (
          <div key={`${props.at}/${i}`} className={classes.row}>
            <div className={classes.grows}>
              <PathInput
                aria-label={`${title} ${i + 1}`}
                value={value}
                isKey
                error={problemsAt(problems, `${props.at}/${i}`, true).map(atField)[0]}
                change={(next) => change(`${props.at}/${i}`, next)}
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={4}
              aria-label={`Remove ${title} ${i + 1}`}
              onClick={() => change(`${props.at}/${i}`, undefined)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <ActionIcon
          variant="default"
          aria-label={`Add a place to ${title}`}
          disabled={values.length >= (props.schema.maxItems ?? 100)}
          onClick={() => change(`${props.at}/-`, '')}
        >
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      </div>
    </Input.Wrapper>
  );
}
