import { Alert, Button, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { Waiting } from './waiting.tsx';

interface PendingProps {
  error: Error | null;
  again: () => unknown;
  /** `the flows`: said while it waits, and when it fails. */
  waitsFor: string;
  height: number | string;
}

/** A place that has nothing to show yet: what it waits for, or why it cannot have it. */
export function Pending({ error, again, waitsFor, height }: PendingProps) {
  if (error === null) return <Waiting words={`Loading ${waitsFor}`} height={height} />;
  return (
    <Alert color="red" icon={<IconAlertCircle aria-hidden />} title={`Could not load ${waitsFor}`} radius="lg">
      <Stack align="start" gap="sm">
        <Text fz="sm">{error.message}</Text>
        <Button size="xs" variant="default" onClick={() => again()}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}
