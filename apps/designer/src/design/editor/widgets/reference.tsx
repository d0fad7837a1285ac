import { Anchor, MultiSelect, Radio, Select, Stack, TagsInput, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { listContracts } from '@throughline/contracts';
import type { ReactNode } from 'react';
import { useDocument } from '../../store/document.ts';
import { useEditing } from '../editing.ts';
import { present } from '../settings/schema.ts';
import { useTyped } from '../typed.ts';
import { type Known, useColumns, useKnown } from './known.ts';
import { textOf } from './plain.tsx';
import { type WidgetProps, words } from './props.ts';
import { SetSecret } from './set-secret.tsx';
import { Suggested } from './suggested.tsx';
import classes from './widgets.module.css';

interface Named {
  name: string;
  /** Nothing of this name is there. */
  isMissing: boolean;
  environment: string;
}

/** The name of something kept elsewhere, with what there is to choose from; a name not there yet may be written too. */
function ReferenceWidget({ of, then, ...props }: WidgetProps & { of: Known; then?: (named: Named) => ReactNode }) {
  const { definition } = useEditing();
  const known = useKnown(of, of === 'connections' ? definition.connectionType : undefined);
  const { shown, type, flush } = useTyped(textOf(props.value), (text) =>
    props.change(text === '' && !props.required ? undefined : text),
  );
  const found = known.names?.find(({ name }) => name === shown);
  const isMissing = known.names !== null && shown !== '' && found === undefined;
  const hasWords = isMissing || (found?.says ?? '') !== '';
  return (
    <div>
      <Suggested
        {...words(props)}
        data={[...new Set(known.names?.map(({ name }) => name))]}
        value={shown}
        placeholder={known.placeholder}
        clearable={!props.required}
        onChange={type}
        onBlur={flush}
        onPick={flush}
        renderOption={({ option }) => {
          const about = known.names?.find(({ name }) => name === option.value)?.about ?? '';
          return (
            <div>
              {option.value}
              {about !== '' && (
                <Text fz="xs" c="dimmed">
                  {about}
                </Text>
              )}
            </div>
          );
        }}
      />
      {hasWords && props.error === null && (
        <div className={classes.stands}>
          {isMissing ? (
            <Text fz="xs" c="var(--state-quarantined)">
              {known.missing(shown)}
            </Text>
          ) : (
            <Text fz="xs" c="dimmed">
              {found?.says}
            </Text>
          )}
          {known.environment !== null && then?.({ name: shown, isMissing, environment: known.environment })}
        </div>
      )}
    </div>
  );
}

export const ConnectionWidget = (props: WidgetProps) => (
  <ReferenceWidget
    {...props}
    of="connections"
    then={({ isMissing, environment }) => (
      <Anchor fz="xs" renderRoot={(root) => <Link to="/$environment/connections" params={{ environment }} {...root} />}>
        {isMissing ? 'Set it up' : 'Connections'}
      </Anchor>
    )}
  />
);

/** Its name is in the flow; its value goes to the environment, and never near the document. */
export const SecretWidget = (props: WidgetProps) => (
  <ReferenceWidget
    {...props}
    of="secrets"
    then={({ name, isMissing, environment }) => <SetSecret name={name} isSet={!isMissing} environment={environment} />}
  />
);

export const FlowWidget = (props: WidgetProps) => <ReferenceWidget {...props} of="flows" />;

export function TableWidget(props: WidgetProps) {
  const known = useKnown('tables');
  if (present(props.schema).type !== 'array') {
    return (
      <ReferenceWidget
        {...props}
        of="tables"
        then={({ name, isMissing }) =>
          !isMissing && (
            <Anchor fz="xs" renderRoot={(root) => <Link to="/tables/$table" params={{ table: name }} {...root} />}>
              Look at its rows
            </Anchor>
          )
        }
      />
    );
  }
  return (
    <TagsInput
      {...words(props)}
      data={[...new Set(known.names?.map(({ name }) => name))]}
      value={Array.isArray(props.value) ? props.value.map(String) : []}
      clearable
      onChange={props.change}
    />
  );
}

const contracts = listContracts();

export function ContractWidget(props: WidgetProps) {
  const chosen = textOf(props.value);
  const about = contracts.find(({ id }) => id === chosen);
  const unknown = chosen !== '' && about === undefined ? [{ value: chosen, label: `${chosen} (not there)` }] : [];
  return (
    <div>
      <Select
        {...words(props)}
        data={[...contracts.map(({ id, title }) => ({ value: id, label: `${title} · ${id}` })), ...unknown]}
        value={chosen === '' ? null : chosen}
        searchable
        clearable={!props.required}
        allowDeselect={!props.required}
        placeholder="Choose a contract"
        nothingFoundMessage="No contract of this name"
        // What is typed replaces the name that stands there.
        onClick={(event) => event.currentTarget.select()}
        onChange={(next) => props.change(next ?? undefined)}
      />
      {about !== undefined && (
        <Text fz="xs" c="dimmed" mt={4}>
          {about.description}
        </Text>
      )}
    </div>
  );
}

/** The whole flow, or chosen nodes of it. */
export function NodesWidget(props: WidgetProps) {
  const nodes = useDocument((state) => state.document?.nodes) ?? [];
  const { node } = useEditing();
  const others = nodes.filter(({ id }) => id !== node.id).map(({ id, name }) => ({ value: id, label: name }));
  const chosen = Array.isArray(props.value) ? props.value.map(String) : null;
  return (
    <Stack gap={8}>
      <Radio.Group
        {...words(props)}
        value={chosen === null ? 'flow' : 'nodes'}
        onChange={(next) => props.change(next === 'flow' ? 'flow' : others.slice(0, 1).map(({ value }) => value))}
      >
        <Stack gap={6} mt={6}>
          <Radio value="flow" label="The whole flow" />
          <Radio value="nodes" label="Chosen nodes" />
        </Stack>
      </Radio.Group>
      {chosen !== null && (
        <MultiSelect
          aria-label="Chosen nodes"
          data={others}
          value={chosen}
          searchable
          hidePickedOptions
          onChange={props.change}
        />
      )}
    </Stack>
  );
}

/** A column of the table that the node names. */
export function ColumnWidget(props: WidgetProps) {
  const { node } = useEditing();
  const columns = useColumns(textOf(node.config['table']));
  const isNullable = props.schema.anyOf !== undefined;
  const { shown, type, flush } = useTyped(textOf(props.value), (text) =>
    props.change(text === '' && isNullable ? null : text),
  );
  const picks = { onChange: type, onBlur: flush, onPick: flush };
  return <Suggested {...words(props)} data={columns?.names ?? []} value={shown} {...picks} />;
}
