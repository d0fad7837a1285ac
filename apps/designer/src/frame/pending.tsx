import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';

interface PendingProps {
  error: Error | null;
  again: () => unknown;
  /** `the flows`: said to those who cannot see the shimmer, and when it fails. */
  waitsFor: string;
  height: number;
}

/** A place that has nothing to show yet: what it waits for, or why it cannot have it. */
export function Pending({ error, again, waitsFor, height }: PendingProps) {
  if (error === null) {
    return (
      <div role="status" aria-label={`Loading ${waitsFor}`}>
        <Skeleton height={height} radius="lg" />
      </div>
    );
  }
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
