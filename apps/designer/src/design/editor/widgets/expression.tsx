import { ActionIcon, Button, Input } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { useEditing } from '../editing.ts';
import { ExpressionInput } from '../expression/expression-input.tsx';
import { LiveValue } from '../expression/live-value.tsx';
import { expressionPath } from '../path.ts';
import { present, type SettingSchema } from '../settings/schema.ts';
import { useTyped } from '../typed.ts';
import { faultOf } from './fault.ts';
import { type WidgetProps, words } from './props.ts';
import { useMessage, useScope } from './scope.ts';
import classes from './widgets.module.css';

/** One JSONata expression: as text, as `{expr}`, as a number or expression, or a list of them. */
export function ExpressionWidget(props: WidgetProps) {
  const schema = present(props.schema);
  if (schema.type === 'array') return <ExpressionList {...props} items={schema.items ?? {}} />;
  return <OneExpression {...props} />;
}

function OneExpression(props: WidgetProps) {
  const { shape, each } = useScope();
  const message = useMessage();
  const id = useId();
  const { read, write } = formOf(props);
  const { shown, type, flush } = useTyped(read(props.value), (text) => props.change(write(text)));
  const fault = faultOf(shown);
  const problem = fault ?? props.error;
  const { error: _error, ...rest } = words(props);
  return (
    <Input.Wrapper
      {...rest}
      id={id}
      error={problem ?? undefined}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <div className={classes.input}>
        <ExpressionInput
          id={id}
          label={props.schema.title ?? 'Expression'}
          value={shown}
          onChange={type}
          onBlur={flush}
          shape={shape}
          pathText={(path) => expressionPath(path, each, message)}
          language="jsonata"
          isInvalid={problem !== null}
          placeholder={props.schema.placeholder}
        />
      </div>
      {fault === null && <LiveValue text={shown} language="jsonata" />}
    </Input.Wrapper>
  );
}

/** How the text of an expression is kept in the config. */
function formOf({ schema, required }: WidgetProps) {
  const forms = [schema, ...(schema.anyOf ?? []), ...(schema.anyOf ?? []).flatMap((form) => form.anyOf ?? [])];
  const isField = forms.some(({ properties }) => properties?.['expr'] !== undefined);
  const takesNumber = forms.some(({ type }) => type === 'integer' || type === 'number');
  const isNullable = forms.some(({ type }) => type === 'null');
  const nothing = isNullable ? null : required ? (isField ? { expr: '' } : '') : undefined;
  return {
    read: (value: unknown): string => {
      if (typeof value === 'number') return String(value);
      if (value !== null && typeof value === 'object') return String((value as { expr?: unknown }).expr ?? '');
      return typeof value === 'string' ? value : '';
    },
    write: (text: string): unknown => {
      if (text.trim() === '') return nothing;
      if (takesNumber && /^\d{1,9}$/.test(text.trim())) return Number(text);
      return isField ? { expr: text } : text;
    },
  };
}

function ExpressionList(props: WidgetProps & { items: SettingSchema }) {
  const { change } = useEditing();
  const values = Array.isArray(props.value) ? props.value : [];
  const { Nested } = props;
  return (
    <Input.Wrapper {...words(props)} component="fieldset" className={classes.bare}>
      <div className={classes.rows}>
        {values.map((value, i) => (
          <div key={`${props.at}/${i}`} className={classes.row}>
            <div className={classes.grows}>
              <Nested
                schema={{ ...props.items, title: `${props.items.title ?? 'Expression'} ${i + 1}` }}
                at={`${props.at}/${i}`}
                value={value}
                required
              />
            </div>
            <ActionIcon
              variant="subtle"
              color="gray"
              mt={34}
              aria-label={`Remove ${props.items.title ?? 'expression'} ${i + 1}`}
              disabled={values.length <= (props.schema.minItems ?? 0)}
              onClick={() => change(`${props.at}/${i}`, undefined)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </div>
        ))}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={values.length >= (props.schema.maxItems ?? 100)}
          onClick={() => change(`${props.at}/-`, '')}
        >
          Add {(props.items.title ?? 'expression').toLowerCase()}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
