import { Button, Code, Group } from '@mantine/core';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Problem } from '../api.ts';
import { PageMessage } from './page-message.tsx';

/** In place of a screen that failed: what happened, how the log names it, and the ways back in. */
export function Fault({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const instance = error instanceof Problem ? error.instance : null;
  // What could not be loaded stays so for this page: only a new one asks for it again.
  const again = () => {
    if (!(error instanceof Problem)) return window.location.reload();
    reset();
    void router.invalidate();
  };
  return (
    <PageMessage
      title={error instanceof Problem ? 'That did not work' : 'This screen failed'}
      sentence={
        error instanceof Problem ? error.message : 'Nothing you saved is lost. Try again; if it stays, tell us.'
      }
    >
      {instance !== null && <Code>{instance}</Code>}
      <Group gap="xs" mt="sm">
        <Button onClick={again}>Try again</Button>
        <Button component={Link} to="/" variant="default">
          Go to the start
        </Button>
      </Group>
    </PageMessage>
  );
}
