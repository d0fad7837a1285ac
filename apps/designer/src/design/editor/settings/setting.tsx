import { Alert } from '@mantine/core';
import { type ComponentType, useEffect, useRef } from 'react';
import { useView } from '../../store/view.ts';
import { useEditing } from '../editing.ts';
import { CronWidget } from '../widgets/cron.tsx';
import { DurationWidget } from '../widgets/duration.tsx';
import { ExpressionWidget } from '../widgets/expression.tsx';
import { FieldWidget } from '../widgets/field.tsx';
import { GroupListWidget, GroupWidget } from '../widgets/group.tsx';
import { JsonWidget } from '../widgets/json.tsx';
import { KeyValueWidget } from '../widgets/key-value.tsx';
import { PathsWidget, PathWidget } from '../widgets/path.tsx';
import {
  FormatWidget,
  NumberWidget,
  SelectWidget,
  SwitchWidget,
  TextWidget,
  TimeZoneWidget,
} from '../widgets/plain.tsx';
import type { Nested, WidgetProps } from '../widgets/props.ts';
import {
  ColumnWidget,
  ConnectionWidget,
  ContractWidget,
  FlowWidget,
  NodesWidget,
  SecretWidget,
  TableWidget,
} from '../widgets/reference.tsx';
import { atField, problemsAt } from './problems.ts';
import type { SettingSchema } from './schema.ts';

type FormWidget = Exclude<NonNullable<SettingSchema['widget']>, 'code' | 'mapping'>;

/** Widgets that show the problems of their parts beside them. */
const HOLDS = new Set(['group', 'cases', 'keys', 'key-value', 'paths']);

const widgets: Record<FormWidget, ComponentType<WidgetProps>> = {
  text: TextWidget,
  number: NumberWidget,
  switch: SwitchWidget,
  select: SelectWidget,
  field: FieldWidget,
  expression: ExpressionWidget,
  cases: GroupListWidget,
  'key-value': KeyValueWidget,
  table: TableWidget,
  contract: ContractWidget,
  flow: FlowWidget,
  nodes: NodesWidget,
  path: PathWidget,
  paths: PathsWidget,
  keys: GroupListWidget,
  format: FormatWidget,
  cron: CronWidget,
  'time-zone': TimeZoneWidget,
  duration: DurationWidget,
  secret: SecretWidget,
  connection: ConnectionWidget,
  json: JsonWidget,
  group: GroupWidget,
};

/** One setting by its widget, with what is wrong with it. */
export const Setting: Nested = ({ schema, at, value, required }) => {
  const { change, problems, definition } = useEditing();
  const wanted = useView((state) => state.field === at);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!wanted) return;
    root.current?.scrollIntoView({ block: 'center' });
    root.current?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, [wanted]);
  const name = schema.widget ?? 'json';
  if (name === 'code' || name === 'mapping') return null;
  const Widget = at === '/column' && definition.type === 'enrich.lookup' ? ColumnWidget : widgets[name];
  const isList = name === 'expression' && schema.type === 'array';
  const mine = problemsAt(problems, at, !HOLDS.has(name) && !isList);
  const errors = mine.filter(({ severity }) => severity === 'error');
  const warnings = mine.filter(({ severity }) => severity === 'warning');
  return (
    <div ref={root} data-setting={at}>
      <Widget
        schema={schema}
        at={at}
        value={value}
        required={required && schema.default === undefined}
        change={(next) => change(at, next)}
        error={errors.length === 0 ? null : errors.map(atField).join(' ')}
        Nested={Setting}
      />
      {warnings.map((warning) => (
        <Alert key={warning.code} color="gray" variant="light" mt={6} py={6} px={10} fz="xs">
          {warning.sentence}
        </Alert>
      ))}
    </div>
  );
};
