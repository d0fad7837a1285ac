import { Button, Group, Text } from '@mantine/core';
import { Problems } from '../parts/reason-modal.tsx';

/** Appears as soon as there is something to save. */
export function SaveLine({
  isChanged,
  isPending,
  error,
  onSave,
  onUndo,
}: {
  isChanged: boolean;
  isPending: boolean;
  error: Error | null;
  onSave: () => void;
  onUndo: () => void;
}) {
  return (
    <>
      {error !== null && <Problems error={error} />}
      {isChanged && (
        <Group mt="sm">
          <Button loading={isPending} onClick={onSave}>
            Save
          </Button>
          <Button variant="default" onClick={onUndo}>
            Undo changes
          </Button>
          <Text fz="sm" c="dimmed">
            Counts at once, in every process.
          </Text>
        </Group>
      )}
    </>
  );
}
