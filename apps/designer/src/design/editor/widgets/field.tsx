import { ActionIcon, Input, Menu, Text } from '@mantine/core';
import { IconAbc, IconBraces, IconMathFunction, IconSelector } from '@tabler/icons-react';
import { type Field, templateParts } from '@throughline/flow';
import { useId } from 'react';
import { ExpressionInput } from '../expression/expression-input.tsx';
import { LiveValue } from '../expression/live-value.tsx';
import { expressionPath } from '../path.ts';
import type { Path } from '../take.ts';
import { useTyped } from '../typed.ts';
import { faultOf } from './fault.ts';
import { type WidgetProps, words } from './props.ts';
import { useMessage, useScope } from './scope.ts';
import classes from './widgets.module.css';

type Mode = 'constant' | 'expr' | 'template';

const MODES = {
  constant: { label: 'Constant', meaning: 'The text as it stands', Icon: IconAbc },
  template: { label: 'Template', meaning: 'Text with {{ expression }} parts', Icon: IconBraces },
  expr: { label: 'Expression', meaning: 'Worked out for every message', Icon: IconMathFunction },
} as const;

/** A setting that is a constant, a template or an expression. */
export function FieldWidget(props: WidgetProps) {
  const id = useId();
  const { error: _error, ...rest } = words(props);
  return (
    <Input.Wrapper {...rest} id={id} inputWrapperOrder={['label', 'description', 'input', 'error']}>
      <div className={classes.input}>
        <FieldInput
          id={id}
          label={props.schema.title ?? 'Field'}
          placeholder={props.schema.placeholder}
          value={props.value}
          error={props.error}
          change={props.change}
        />
      </div>
    </Input.Wrapper>
  );
}

interface FieldInputProps {
  id?: string;
  label: string;
  placeholder?: string;
  value: unknown;
  error: string | null;
  change: (value: Field) => void;
}

export function FieldInput({ id, label, placeholder, value, error, change }: FieldInputProps) {
  const { shape, each } = useScope();
  const message = useMessage();
  const { shown, type, flush } = useTyped<Field>(fieldOf(value), change);
  const mode = modeOf(shown);
  const text = textIn(shown);
  const fault = mode === 'expr' ? faultOf(text) : mode === 'template' ? templateFault(text) : null;
  const problem = fault ?? error;

  const write = (next: string) =>
    type(mode === 'constant' && next.includes('{{') ? { template: next } : inMode(mode, next));
  const turn = (next: Mode) => {
    flush();
    change(converted(shown, next));
  };
  /** A value dropped into an empty constant makes it an expression; into a text, a template. */
  const take = (path: Path) => {
    const named = expressionPath(path, each, message);
    if (mode === 'constant') change(text === '' ? { expr: named } : { template: `${text}{{ ${named} }}` });
    else if (mode === 'expr') change({ expr: text.trim() === '' ? named : `${text} & ${named}` });
    else change({ template: `${text}{{ ${named} }}` });
  };
  const { Icon } = MODES[mode];
  return (
    <div>
      <div className={classes.field}>
        <Menu position="bottom-start" shadow="md" width={260}>
          <Menu.Target>
            <ActionIcon
              variant="default"
              h="auto"
              w={44}
              className={classes.mode}
              aria-label={`${label}: ${MODES[mode].label}. Change`}
            >
              <Icon size={17} stroke={1.7} aria-hidden />
              <IconSelector size={12} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {(Object.keys(MODES) as Mode[]).map((one) => {
              const { label: name, meaning, Icon: Mark } = MODES[one];
              return (
                <Menu.Item
                  key={one}
                  leftSection={<Mark size={17} aria-hidden />}
                  onClick={() => one !== mode && turn(one)}
                >
                  {name}
                  <Text fz="xs" c="dimmed">
                    {meaning}
                  </Text>
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
        <div className={classes.grows}>
          <ExpressionInput
            id={id}
            label={label}
            value={text}
            onChange={write}
            onBlur={flush}
            onTake={take}
            shape={shape}
            pathText={(path) => expressionPath(path, each, message)}
            language={mode === 'expr' ? 'jsonata' : mode === 'template' ? 'template' : 'plain'}
            isInvalid={problem !== null}
            placeholder={placeholder}
          />
        </div>
      </div>
      {problem !== null && <Input.Error mt={5}>{problem}</Input.Error>}
      {fault === null && mode !== 'constant' && (
        <LiveValue text={text} language={mode === 'expr' ? 'jsonata' : 'template'} />
      )}
    </div>
  );
}

function fieldOf(value: unknown): Field {
  if (typeof value === 'string') return value;
  if (value !== null && typeof value === 'object' && ('expr' in value || 'template' in value)) return value as Field;
  return '';
}

function modeOf(field: Field): Mode {
  if (typeof field === 'string') return 'constant';
  return 'expr' in field ? 'expr' : 'template';
}

function textIn(field: Field): string {
  if (typeof field === 'string') return field;
  return 'expr' in field ? field.expr : field.template;
}

function inMode(mode: Mode, text: string): Field {
  if (mode === 'constant') return text;
  return mode === 'expr' ? { expr: text } : { template: text };
}

/** The same meaning in another form, as far as there is one. */
function converted(field: Field, mode: Mode): Field {
  const text = textIn(field);
  if (mode === 'constant') return text;
  if (mode === 'template') return { template: typeof field === 'string' ? text : text === '' ? '' : `{{ ${text} }}` };
  if (typeof field === 'string') return { expr: text === '' ? '' : JSON.stringify(text) };
  const { parts } = templateParts(text);
  const pieces = parts.map((part) => ('text' in part ? JSON.stringify(part.text) : part.expr));
  return { expr: pieces.join(' & ') };
}

function templateFault(text: string): string | null {
  const { parts, open } = templateParts(text);
  if (open) return 'A {{ is never closed by }}.';
  for (const part of parts) {
    const fault = 'expr' in part ? faultOf(part.expr) : null;
    if (fault !== null) return fault;
  }
  return null;
}
