import { Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** An empty list teaches the next step. */
export function NothingYet({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Paper withBorder radius="lg" p="xl" bg="var(--surface)">
      <Stack align="center" gap="xs" py="xl" ta="center">
        <Title order={2} fz="h4">
          {title}
        </Title>
        <Text c="dimmed" fz="sm" maw={520}>
          {children}
        </Text>
        {action}
      </Stack>
    </Paper>
  );
}
