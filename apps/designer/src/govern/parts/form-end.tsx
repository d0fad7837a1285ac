import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Problems } from './reason-modal.tsx';

interface FormEndProps {
  act: { error: Error | null; isPending: boolean };
  disabled: boolean;
  onCancel: () => void;
  /** The act, in words of its own. */
  children: ReactNode;
}

/** How a form ends: what went wrong, the way out, and the act itself. */
export function FormEnd({ act, disabled, onCancel, children }: FormEndProps) {
  return (
    <>
      {act.error !== null && <Problems error={act.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={act.isPending} disabled={disabled}>
          {children}
        </Button>
      </Group>
    </>
  );
}
