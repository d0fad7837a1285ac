import { Group, Input, NumberInput, Select } from '@mantine/core';
import { useId, useState } from 'react';
import { useTyped } from '../typed.ts';
import { type WidgetProps, words } from './props.ts';

const UNITS = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
  { value: '86400', label: 'days' },
];

/** The largest unit that writes so many seconds without a fraction. */
function unitOf(seconds: number): string {
  const fits = UNITS.findLast(({ value }) => seconds > 0 && seconds % Number(value) === 0);
  return fits?.value ?? '1';
}

/** Seconds, shown in the unit a person would say. */
export function DurationWidget(props: WidgetProps) {
  const { shown, type, flush } = useTyped<number | string>(typeof props.value === 'number' ? props.value : '', (next) =>
    props.change(next === '' ? undefined : next),
  );
  const seconds = typeof shown === 'number' ? shown : null;
  const [unit, setUnit] = useState(() => unitOf(seconds ?? 0));
  const factor = Number(unit);
  const id = useId();
  const limit = props.schema.maximum;
  const units = UNITS.filter(({ value }) => limit === undefined || Number(value) <= limit);
  const { description, ...rest } = words(props);
  return (
    <Input.Wrapper {...rest} id={id} description={withoutUnit(description)}>
      <Group gap={8} wrap="nowrap" mt={4}>
        <NumberInput
          id={id}
          value={seconds === null ? '' : seconds / factor}
          min={0}
          w={120}
          error={props.error !== null}
          onChange={(next) => type(typeof next === 'number' ? next * factor : '')}
          onBlur={flush}
        />
        <Select
          aria-label={`Unit of ${props.schema.title ?? 'time'}`}
          data={units}
          value={unit}
          allowDeselect={false}
          w={120}
          onChange={(next) => {
            if (next === null) return;
            setUnit(next);
            // Who says hours in place of minutes means as many hours.
            if (seconds !== null) props.change((seconds / factor) * Number(next));
          }}
        />
      </Group>
    </Input.Wrapper>
  );
}

/** The unit is chosen beside the number. */
function withoutUnit(description: string | undefined): string | undefined {
  const rest = description?.replace(/^Seconds[;,]? ?/, '');
  return rest === undefined || rest === '' ? undefined : rest.charAt(0).toUpperCase() + rest.slice(1);
}
