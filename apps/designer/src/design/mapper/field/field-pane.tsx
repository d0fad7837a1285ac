import { Button, Group, Select, Stack, Switch, Text, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import type { Value } from '@throughline/nodes/mapping';
import { emptyShape, type Shape, shapeAt } from '../../editor/message/shape.ts';
import { useKnown } from '../../editor/widgets/known.ts';
import { AddNamed } from '../add-named.tsx';
import classes from '../mapper.module.css';
import { setAt, withCall, withCondition, withoutCondition } from '../model/edit.ts';
import { withoutSegments } from '../model/hl7.ts';
import { moreOf, textOf, valueFrom } from '../model/parts.ts';
import { insideIf, placeText, type Scope } from '../model/place.ts';
import type { Message } from '../model/reference.ts';
import type { TargetRow } from '../model/rows.ts';
import type { Mapper } from '../use-mapper.ts';
import { FunctionMenu } from './function-menu.tsx';
import { Making } from './making.tsx';
import { type OutcomeOf, Outcomes } from './outcomes.tsx';
import { TextField } from './text-field.tsx';
import { begun, WAYS, type Way, wayOf } from './ways.ts';

/** Where an expression of this field starts. */
export interface FieldContext {
  message: Message;
  here: Shape;
  scope: Scope;
  /** The field, by its id. */
  of: string;
}

/** How the chosen field of the target is made, and what it gives for each sample. */
export function FieldPane({ mapper, outcomes }: { mapper: Mapper; outcomes: OutcomeOf }) {
  const row = mapper.targets.find(({ id }) => id === mapper.selected);
  if (row === undefined) return <Nothing mapper={mapper} />;
  return <Field key={row.id} row={row} mapper={mapper} outcomes={outcomes} />;
}

function Field({ row, mapper, outcomes }: { row: TargetRow; mapper: Mapper; outcomes: OutcomeOf }) {
  const { shape, place, value } = row;
  const tables = (useKnown('tables').names ?? []).map(({ name }) => name);
  const own = insideIf(value);
  const set = (next: Value | null) => mapper.setValue(place, next);
  /** Changes what is inside the condition. */
  const setOwn = (next: Value | null) => set(value?.kind === 'if' && next !== null ? { ...value, use: next } : next);
  const base = row.scope.at(-1);
  const inside = base == null ? undefined : shapeAt(mapper.plain, withoutSegments(base));
  const here =
    row.scope.length === 0 ? mapper.plain : ((inside?.kind === 'list' ? inside.element : inside) ?? emptyShape());
  const at: FieldContext = { message: mapper.message, here, scope: row.scope, of: row.id };
  const about = [shape?.description, shape?.choices === undefined ? undefined : `One of ${shape.choices.join(', ')}.`]
    .filter(Boolean)
    .join(' ');
  return (
    <Stack gap="sm" className={classes.field}>
      <div>
        <Title order={3} fz="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {placeText(place)}
        </Title>
        <Text fz="xs" c="dimmed">
          {[
            shape?.title,
            shape?.type,
            shape?.required === true ? 'required' : undefined,
            shape?.class === 'open' ? undefined : shape?.class,
          ]
            .filter((word) => word !== undefined && word !== '')
            .join(' · ')}
        </Text>
        {about !== '' && (
          <Text fz="xs" mt={2}>
            {about}
          </Text>
        )}
      </div>
      <Select
        label="Made from"
        data={WAYS.filter(
          ({ value: way }) =>
            way !== 'object' || own?.kind === 'object' || (shape?.kind !== 'value' && shape?.kind !== 'list'),
        )}
        value={wayOf(own)}
        allowDeselect={false}
        onChange={(next) => next !== null && setOwn(begun(next as Way, own, row, { tables, here }))}
      />
      <Making own={own} row={row} at={at} set={setOwn} />
      {own !== null && own.kind !== 'object' && own.kind !== 'each' && own.kind !== 'list' && (
        <Group gap="xs">
          <FunctionMenu onPick={(name) => setOwn(withCall(own, name, moreOf(name)))} />
        </Group>
      )}
      {value !== null && (
        <>
          <Switch
            label="Only if"
            checked={value.kind === 'if'}
            onChange={(event) =>
              set(event.currentTarget.checked ? withCondition(value, 'true') : withoutCondition(value))
            }
          />
          {value.kind === 'if' && (
            <div className={classes.nested}>
              <TextField
                label="Condition"
                text={value.when}
                {...at}
                change={(when) => set({ ...value, when: when === '' ? 'true' : when })}
              />
              <TextField
                label="Otherwise"
                description="Empty: the field is left out."
                text={textOf(value.otherwise)}
                {...at}
                change={(text) => set({ ...value, otherwise: valueFrom(text) })}
              />
            </div>
          )}
        </>
      )}
      <Outcomes row={row} outcomes={outcomes} />
      {(own?.kind === 'object' || own?.kind === 'each') && <AddField mapper={mapper} row={row} />}
      {value !== null && place.length > 0 && (
        <Button
          size="xs"
          variant="subtle"
          color="red"
          leftSection={<IconTrash size={15} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => set(null)}
        >
          Unmap
        </Button>
      )}
    </Stack>
  );
}

function Nothing({ mapper }: { mapper: Mapper }) {
  return (
    <Stack gap="sm" className={classes.field}>
      <Text fz="sm" fw={600}>
        Map a field
      </Text>
      <Text fz="sm" c="dimmed">
        Drag a line of the source onto a line of the target. By keyboard: Enter on a source, then Enter on a target.
        Choose a target line to see and change how it is made.
      </Text>
      <AddField mapper={mapper} row={null} />
    </Stack>
  );
}

/** A field that no contract names. */
function AddField({ mapper, row }: { mapper: Mapper; row: TargetRow | null }) {
  const add = (field: string) => {
    const own = insideIf(row?.value ?? null);
    const place = [...(row?.place ?? []), ...(own?.kind === 'each' ? (['each'] as const) : []), { field }];
    mapper.put(setAt(mapper.mapping, place, { kind: 'constant', value: '' }));
  };
  return <AddNamed what="field" onAdd={add} />;
}
