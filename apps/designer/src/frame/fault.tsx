import { Button, Code } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Problem } from '../api.ts';
import { PageMessage } from './page-message.tsx';

/** Caught at the top: what happened, how the log names it, and a way back in. */
export function Fault({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const instance = error instanceof Problem ? error.instance : null;
  const again = () => {
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
      <Button onClick={again} mt="sm">
        Try again
      </Button>
    </PageMessage>
  );
}
