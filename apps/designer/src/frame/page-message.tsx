import { Center, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

/** A whole page that says one thing and offers a way on. */
export function PageMessage({ title, sentence, children }: { title: string; sentence: string; children?: ReactNode }) {
  return (
    <Center component="section" mih="70vh" px="md">
      <Stack gap="sm" align="center" maw={460} ta="center">
        <Title order={1} fz="h2">
          {title}
        </Title>
        <Text c="dimmed">{sentence}</Text>
        {children}
      </Stack>
    </Center>
  );
}
