import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { PageMessage } from './page-message.tsx';

export function NotHere() {
  return (
    <PageMessage
      title="Nothing here"
      sentence="This address names nothing that you may see. It may have been removed, or belong to an environment that your role does not reach."
    >
      <Button component={Link} to="/" mt="sm">
        Go to the start
      </Button>
    </PageMessage>
  );
}
