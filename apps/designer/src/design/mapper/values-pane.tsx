import { ActionIcon, Group, Stack, Text, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Variable } from '@throughline/nodes/mapping';
import { useEditing } from '../editor/editing.ts';
import { useGuard } from '../editor/message/guard.ts';
import { shapeAt } from '../editor/message/shape.ts';
import { masked, shortText } from '../editor/message/short.ts';
import { evaluatedQuery } from '../try/evaluate.ts';
import { useTrialEnvironment } from '../try/use-trial.ts';
import { AddNamed } from './add-named.tsx';
import { TextField } from './field/text-field.tsx';
import classes from './mapper.module.css';
import { referencesOf } from './model/reference.ts';
import { usesOf, valuesAlone, whyNotNamed, withValue } from './model/values.ts';
import type { Mapper } from './use-mapper.ts';

/** Values that the mapping works out first and fields use by name. */
export function ValuesPane({ mapper }: { mapper: Mapper }) {
  const { mapping } = mapper;
  const outcome = useValues(mapper);
  if (mapper.fault !== undefined) {
    return (
      <Text fz="sm" className={classes.field}>
        The mapping cannot be read as it stands: mend its text first.
      </Text>
    );
  }
  return (
    <Stack gap="sm" className={classes.field}>
      <Text fz="sm" c="dimmed">
        A value that several fields use is worked out once, before the fields, and used by its name.
      </Text>
      {mapping.variables.map((variable, i) => (
        <Named
          key={variable.name}
          variable={variable}
          mapper={mapper}
          gives={outcome(variable)}
          change={(next) => mapper.put(withValue(mapping, i, next))}
        />
      ))}
      <Add mapper={mapper} />
    </Stack>
  );
}

interface NamedProps {
  variable: Variable;
  mapper: Mapper;
  gives: string | null;
  change: (next: Partial<Variable> | null) => void;
}

function Named({ variable: { name, text, comment }, mapper, gives, change }: NamedProps) {
  const uses = usesOf(name, mapper.mapping);
  return (
    <section aria-label={`$${name}`} className={classes.named}>
      <TextField
        label={`$${name}`}
        description={comment ?? ''}
        text={text}
        message={mapper.message}
        here={mapper.plain}
        scope={[]}
        of={`$${name}`}
        change={(next) => next.trim() !== '' && change({ text: next })}
      />
      <Group gap="xs" wrap="nowrap" mt={4}>
        <Text fz="xs" c="dimmed" truncate style={{ flex: 1 }}>
          {uses === 0 ? 'Not used yet' : `Used ${uses === 1 ? 'once' : `${uses} times`}`}
          {gives !== null && `, gives ${gives}`}
        </Text>
        <Tooltip label={uses === 0 ? 'Remove' : 'Fields use it'}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color="gray"
            aria-label={`Remove $${name}`}
            data-disabled={uses > 0 || undefined}
            aria-disabled={uses > 0}
            onClick={() => uses === 0 && change(null)}
          >
            <IconTrash size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
    </section>
  );
}

function Add({ mapper: { mapping, put } }: { mapper: Mapper }) {
  const bare = (name: string) => name.replace(/^\$/, '');
  return (
    <AddNamed
      what="value"
      hindrance={(name) => whyNotNamed(bare(name), mapping)}
      onAdd={(name) => put(withValue(mapping, mapping.variables.length, { name: bare(name) }))}
    />
  );
}

/** What each value is for the first sample, in one line, masked where it is made of something guarded. */
function useValues({ mapping, message }: Mapper): (variable: Variable) => string | null {
  const { incoming } = useEditing();
  const environment = useTrialEnvironment();
  const guard = useGuard();
  const [settled] = useDebouncedValue(valuesAlone(mapping), 250);
  const asked = { language: 'jsonata' as const, text: settled, incoming: incoming.slice(0, 1), environment };
  const result = useQuery({ ...evaluatedQuery(asked), placeholderData: keepPreviousData }).data?.[0];
  const values = result !== undefined && 'value' in result ? (result.value as Record<string, unknown>) : null;
  return ({ name, text }) => {
    const value = values?.[name];
    if (value === undefined) return values === null ? null : 'nothing';
    if (Array.isArray(value)) return `a list of ${value.length}`;
    if (value !== null && typeof value === 'object') return `${Object.keys(value).length} fields`;
    const made = referencesOf({ kind: 'expression', text }, [], message);
    const isGuarded = made.some(({ path }) => guard(path, shapeAt(message, path), incoming[0]?.value));
    return isGuarded || guard([name], undefined, null) ? masked(value) : shortText(value);
  };
}
