import { Input } from '@mantine/core';
import { createContext, useContext, useId } from 'react';
import { ExpressionInput } from '../../editor/expression/expression-input.tsx';
import type { Shape } from '../../editor/message/shape.ts';
import type { Path } from '../../editor/take.ts';
import { useTyped } from '../../editor/typed.ts';
import { faultOf } from '../../editor/widgets/fault.ts';
import type { Scope } from '../model/place.ts';
import { type Message, pathFrom } from '../model/reference.ts';

/** Texts of the open mapping that cannot be read yet, by whose they are. */
export const UnreadableContext = createContext(new Map<string, string>());

interface TextFieldProps {
  label: string;
  description?: string;
  text: string;
  /** The whole incoming message, and where the expression starts in it. */
  message: Message;
  here: Shape;
  scope: Scope;
  /** Whose expression it is, as one of the mapping. */
  of: string;
  /** False: it is nothing that can be taken. */
  change: (text: string) => unknown;
  onLeave?: () => void;
  isLarge?: boolean;
}

/**
 * One expression of the mapping, with completion from where it starts. It stays as it was written until it is left; a text that cannot be
 * read is kept from the mapping, and stands here again when one comes back.
 */
export function TextField({
  label,
  description,
  text,
  message,
  here,
  scope,
  of,
  change,
  onLeave,
  isLarge,
}: TextFieldProps) {
  const id = useId();
  const unreadable = useContext(UnreadableContext);
  const key = `${of} ${label}`;
  const { shown, type, flush, leave } = useTyped(
    text,
    (next) => {
      if (faultOf(next) !== null) unreadable.set(key, next);
      else if (change(next) !== false) unreadable.delete(key);
      return false;
    },
    unreadable.get(key),
  );
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
          onBlur={() => {
            if (fault === null) leave();
            else flush();
            onLeave?.();
          }}
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
