import { Anchor, Container, Group, Text, Title } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTitle } from './title.ts';

interface PageProps {
  title: string;
  /** What the screen is for, in one sentence. */
  about?: ReactNode;
  /** The one or two things one does here. */
  actions?: ReactNode;
  back?: { to: string; label: string };
  children: ReactNode;
}

/** A screen that scrolls: title, actions, content in a readable width. Screens that fill the window use `Stage`. */
export function Page({ title, about, actions, back, children }: PageProps) {
  useTitle(title);
  return (
    <div className="page" id="content" tabIndex={0}>
      <Container size={1440} px={{ base: 'md', sm: 'xl' }} py="lg">
        {back !== undefined && (
          <Anchor component={Link} to={back.to} fz="sm" c="dimmed" className="back">
            <IconChevronLeft size={15} aria-hidden /> {back.label}
          </Anchor>
        )}
        <Group justify="space-between" align="flex-end" mb="lg" gap="md">
          <div className="about">
            <Title order={1} fz="h2">
              {title}
            </Title>
            {about !== undefined && (
              <Text c="dimmed" fz="sm" maw={720}>
                {about}
              </Text>
            )}
          </div>
          {actions !== undefined && <Group gap="xs">{actions}</Group>}
        </Group>
        {children}
      </Container>
    </div>
  );
}

/** A screen that fills the window and scrolls inside itself. */
export function Stage({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <div className="stage" id="content" tabIndex={0}>
      {children}
    </div>
  );
}
