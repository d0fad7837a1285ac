import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { columnsOf, type Definition } from './queries.ts';

interface RowFieldsProps {
  definition: Definition;
  values: Record<string, string>;
  /** Columns that are not to be changed here. */
  locked?: readonly string[];
  problems?: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}

/** One row of a table as a form. */
export function RowFields({ definition, values, locked = [], problems = {}, onChange }: RowFieldsProps) {
  const set = (name: string, value: string) => onChange({ ...values, [name]: value });
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {columnsOf(definition).map(({ name, title, type, required }) =>
        type === 'boolean' ? (
          <Select
            key={name}
            label={title}
            required={required}
            comboboxProps={{ withinPortal: false }}
            data={[
              { value: 'true', label: 'Yes' },
              { value: 'false', label: 'No' },
            ]}
            value={values[name] ?? null}
            error={problems[name]}
            onChange={(value) => set(name, value ?? '')}
          />
        ) : (
          <TextInput
            key={name}
            label={title}
            required={required}
            type={type === 'date' ? 'date' : 'text'}
            inputMode={type === 'decimal' ? 'decimal' : type === 'integer' ? 'numeric' : 'text'}
            readOnly={locked.includes(name)}
            variant={locked.includes(name) ? 'filled' : 'default'}
            value={values[name] ?? ''}
            error={problems[name]}
            onChange={({ currentTarget }) => set(name, currentTarget.value)}
          />
        ),
      )}
    </SimpleGrid>
  );
}
