import { ActionIcon, Button, Input, Select, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useId } from 'react';
import { useEditing } from '../editing.ts';
import {
  initialOf,
  inVariant,
  isNullable,
  present,
  type SettingSchema,
  variantIndex,
  variantsOf,
} from '../settings/schema.ts';
import type { Nested, WidgetProps } from './props.ts';
import { words } from './props.ts';
import classes from './widgets.module.css';

/** Settings that belong together; one that may be absent is turned on and off, one with several forms has a choice of them. */
export function GroupWidget(props: WidgetProps) {
  const schema = present(props.schema);
  const id = useId();
  const canBeAbsent = isNullable(props.schema) || (!props.required && props.schema.default === undefined);
  const isThere = props.value !== undefined && props.value !== null;
  const heading = (
    <>
      <div className={classes.legend} id={id}>
        {props.schema.title}
      </div>
      {props.schema.description !== undefined && <div className={classes.about}>{props.schema.description}</div>}
    </>
  );
  if (canBeAbsent) {
    return (
      <fieldset className={classes.group} aria-label={props.schema.title}>
        <Switch
          label={props.schema.title}
          description={props.schema.description}
          styles={{ label: { fontWeight: 600 } }}
          checked={isThere}
          onChange={(event) =>
            props.change(
              event.currentTarget.checked
                ? initialOf({ ...schema, default: undefined })
                : isNullable(props.schema)
                  ? null
                  : undefined,
            )
          }
        />
        {isThere && <Parts {...props} schema={schema} />}
      </fieldset>
    );
  }
  return (
    <fieldset className={classes.group} aria-labelledby={id}>
      {heading}
      {schema.oneOf === undefined ? <Parts {...props} schema={schema} /> : <Forms {...props} schema={schema} />}
      {props.error !== null && <Input.Error>{props.error}</Input.Error>}
    </fieldset>
  );
}

function Forms(props: WidgetProps) {
  const forms = variantsOf(props.schema);
  const chosen = variantIndex(props.schema, props.value);
  const form = forms[chosen];
  return (
    <div className={classes.forms}>
      <Select
        aria-label={props.schema.title}
        data={forms.map(({ schema }, i) => ({ value: String(i), label: schema.title ?? `Form ${i + 1}` }))}
        value={chosen < 0 ? null : String(chosen)}
        allowDeselect={false}
        onChange={(next) => {
          const variant = next === null ? undefined : forms[Number(next)];
          if (variant !== undefined && Number(next) !== chosen) props.change(inVariant(variant.schema, props.value));
        }}
      />
      {form !== undefined && Object.keys(form.schema.properties ?? {}).length > Object.keys(form.mark).length && (
        <Parts {...props} schema={form.schema} />
      )}
    </div>
  );
}

function Parts({ schema, at, value, Nested }: WidgetProps) {
  return (
    <div className={classes.stack}>
      <Fields schema={schema} at={at} value={value} Nested={Nested} />
    </div>
  );
}

interface FieldsProps {
  schema: SettingSchema;
  at: string;
  value: unknown;
  Nested: Nested;
}

function Fields({ schema, at, value, Nested }: FieldsProps) {
  const record = value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  const wanted = new Set(schema.required);
  return Object.entries(schema.properties ?? {})
    .filter(([, inner]) => !('const' in inner))
    .map(([name, inner]) => (
      <Nested key={name} schema={inner} at={`${at}/${name}`} value={record[name]} required={wanted.has(name)} />
    ));
}

/** A list of groups: the cases of a switch, the business keys of a trigger. Order is kept by hand. */
export function GroupListWidget(props: WidgetProps) {
  const { change } = useEditing();
  const schema = present(props.schema);
  const items = schema.items ?? {};
  const values = Array.isArray(props.value) ? props.value : [];
  const one = props.schema.widget === 'cases' ? 'case' : 'key';
  const move = (i: number, to: number) => {
    const moved = values[i] as unknown;
    props.change(values.toSpliced(i, 1).toSpliced(to, 0, moved));
  };
  return (
    <Input.Wrapper {...words(props)} component="fieldset" className={classes.bare}>
      <div className={classes.rows}>
        {values.map((value, i) => (
          <fieldset key={`${props.at}/${i}`} className={classes.card} aria-label={`${one} ${i + 1}`}>
            <div className={classes.grows}>
              <div className={classes.stack}>
                <Fields schema={items} at={`${props.at}/${i}`} value={value} Nested={props.Nested} />
              </div>
            </div>
            <div className={classes.tools}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Move ${one} ${i + 1} up`}
                disabled={i === 0}
                onClick={() => move(i, i - 1)}
              >
                <IconArrowUp size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Move ${one} ${i + 1} down`}
                disabled={i === values.length - 1}
                onClick={() => move(i, i + 1)}
              >
                <IconArrowDown size={16} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove ${one} ${i + 1}`}
                disabled={values.length <= (schema.minItems ?? 0)}
                onClick={() => change(`${props.at}/${i}`, undefined)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </div>
          </fieldset>
        ))}
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={values.length >= (schema.maxItems ?? 100)}
          onClick={() => change(`${props.at}/-`, fresh(items, values))}
        >
          Add {one}
        </Button>
      </div>
    </Input.Wrapper>
  );
}

/** A new case has an output of its own name and is true for nothing yet. */
function fresh(items: SettingSchema, values: readonly unknown[]): unknown {
  const value = initialOf(items) as Record<string, unknown>;
  if (items.properties?.['port'] === undefined) return value;
  const taken = new Set(values.map((other) => (other as { port?: unknown }).port));
  let n = values.length + 1;
  while (taken.has(`case-${n}`)) n++;
  return { ...value, port: `case-${n}`, when: 'false' };
}
