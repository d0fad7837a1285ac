import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface AccountPartProps {
  id: string;
  title: string;
  about: string;
  badge?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** One thing of an account, with what it is for. */
export function AccountPart({ id, title, about, badge, action, children }: AccountPartProps) {
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-labelledby={id}>
      <Stack>
        <Group justify="space-between" align="start" wrap="nowrap">
          <div>
            <Group gap="sm">
              <Title order={2} fz="h4" id={id}>
                {title}
              </Title>
              {badge}
            </Group>
            <Text c="dimmed" fz="sm">
              {about}
            </Text>
          </div>
          {action}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
