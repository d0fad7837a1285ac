import { Text } from '@mantine/core';
import { pathTo } from '@throughline/nodes/mapping';
import { ExpressionInput } from '../editor/expression/expression-input.tsx';
import { useTyped } from '../editor/typed.ts';
import { faultOf } from '../editor/widgets/expression.tsx';
import classes from './mapper.module.css';
import type { Mapper } from './use-mapper.ts';

/** The same mapping as text; what is written here shows in the trees, and the other way round. */
export function TextPane({ mapper }: { mapper: Mapper }) {
  const { shown, type, flush } = useTyped(mapper.text, mapper.writeText);
  const fault = faultOf(shown);
  return (
    <div className={classes.textPane}>
      <ExpressionInput
        label="Mapping as text"
        value={shown}
        onChange={type}
        onBlur={flush}
        shape={mapper.message}
        pathText={pathTo}
        language="jsonata"
        isLarge
        isInvalid={fault !== null}
      />
      {fault !== null && (
        <Text fz="xs" c="var(--mantine-color-error)" mt={4} role="alert">
          {fault}
        </Text>
      )}
    </div>
  );
}
