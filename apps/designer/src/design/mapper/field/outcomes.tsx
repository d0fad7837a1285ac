import { Text } from '@mantine/core';
import type { Value } from '@throughline/nodes/mapping';
import { type Guard, useGuard } from '../../editor/message/guard.ts';
import { masked, shortText } from '../../editor/message/short.ts';
import classes from '../mapper.module.css';
import { outcomeAt } from '../model/outcome.ts';
import type { TargetRow } from '../model/rows.ts';

/** What the whole mapping gives for each chosen sample. */
export type OutcomeOf = readonly {
  id: string;
  name: string;
  output: unknown;
  /** The mapping that gave it with its branches; null: the output is as it is. */
  root: Value | null;
  error: string | null;
}[];

/** In one line; what lies inside a list or an object has lines of its own, masked where the contract says so. */
export function outcomeText(value: unknown, row: TargetRow, guard: Guard): string {
  if (Array.isArray(value)) return value.length === 1 ? '1 element' : `${value.length} elements`;
  if (value !== null && typeof value === 'object') return `${Object.keys(value).length} fields`;
  const names = row.place.flatMap((step) => (typeof step === 'object' ? [step.field] : []));
  return guard(names, row.shape, null) ? masked(value) : shortText(value);
}

/** The value of one field for each sample. */
export function Outcomes({ row, outcomes }: { row: TargetRow; outcomes: OutcomeOf }) {
  const guard = useGuard();
  if (row.value === null || outcomes.length === 0) return null;
  return (
    <div>
      <Text fz="sm" fw={600} mb={4}>
        Gives
      </Text>
      <dl className={classes.outcomes}>
        {outcomes.map(({ id, name, output, root, error }) => {
          const value = outcomeAt(root, output, row.place);
          const text = outcomeText(value, row, guard);
          return (
            <div key={id}>
              <dt>{name}</dt>
              <dd data-none={error !== null || value === undefined || undefined}>
                {error ?? (value === undefined ? 'nothing' : text)}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}
