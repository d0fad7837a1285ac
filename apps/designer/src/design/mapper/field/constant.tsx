import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { Shape } from '../../editor/message/shape.ts';
import { useTyped } from '../../editor/typed.ts';

interface ConstantProps {
  value: string | number | boolean | null;
  shape: Shape | undefined;
  change: (value: string | number | boolean | null) => void;
}

/** A fixed value, entered as what the contract wants there. */
export function Constant({ value, shape, change }: ConstantProps) {
  const { shown, type, flush } = useTyped(value, change);
  if (shape?.choices !== undefined) {
    return (
      <Select
        label="Value"
        data={[...shape.choices]}
        value={value === null ? null : String(value)}
        searchable
        onChange={(next) => next !== null && change(next)}
      />
    );
  }
  if (typeof value === 'boolean' || shape?.type === 'true or false') {
    return (
      <Switch
        label={shown === true ? 'True' : 'False'}
        checked={shown === true}
        onChange={(event) => change(event.currentTarget.checked)}
      />
    );
  }
  if (typeof value === 'number' || shape?.type === 'number' || shape?.type === 'whole number') {
    return (
      <NumberInput
        label="Value"
        value={typeof shown === 'number' ? shown : ''}
        onChange={(next) => typeof next === 'number' && type(next)}
        onBlur={flush}
      />
    );
  }
  return (
    <TextInput
      label="Value"
      value={shown === null ? '' : String(shown)}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={flush}
    />
  );
}

/** A constant to begin with, of the type that is wanted. */
export function firstConstant(shape: Shape | undefined): string | number | boolean {
  if (shape?.choices?.[0] !== undefined) return shape.choices[0];
  if (shape?.type === 'true or false') return false;
  return shape?.type === 'number' || shape?.type === 'whole number' ? 0 : '';
}
