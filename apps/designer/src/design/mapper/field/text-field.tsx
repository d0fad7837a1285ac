import { Input } from '@mantine/core';
import { useId } from 'react';
import { ExpressionInput } from '../../editor/expression/expression-input.tsx';
import type { Shape } from '../../editor/message/shape.ts';
import type { Path } from '../../editor/take.ts';
import { useTyped } from '../../editor/typed.ts';
import { faultOf } from '../../editor/widgets/fault.ts';
import type { Scope } from '../model/place.ts';
import { type Message, pathFrom } from '../model/reference.ts';

interface TextFieldProps {
  label: string;
  description?: string;
  text: string;
  /** The whole incoming message, and where the expression starts in it. */
  message: Message;
  here: Shape;
  scope: Scope;
  change: (text: string) => void;
  isLarge?: boolean;
}

/** One expression of the mapping, with completion from where it starts. A text that cannot be read is kept from the mapping. */
export function TextField({ label, description, text, message, here, scope, change, isLarge }: TextFieldProps) {
  const id = useId();
  const { shown, type, flush } = useTyped(text, (next) => {
    if (faultOf(next) === null) change(next);
  });
  const fault = faultOf(shown);
  return (
    <Input.Wrapper
      id={id}
      label={label}
      description={description}
      error={fault ?? undefined}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <div style={{ marginTop: 4 }}>
        <ExpressionInput
          id={id}
          label={label}
          value={shown}
          onChange={type}
          onBlur={() => fault === null && flush()}
          shape={here}
          values={message.names ?? []}
          pathText={(path: Path) =>
            pathFrom(
              path.filter((part) => typeof part === 'string'),
              scope,
              message,
              true,
            )
          }
          language="jsonata"
          isInvalid={fault !== null}
          isLarge={isLarge}
        />
      </div>
    </Input.Wrapper>
  );
}
