import { Button, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './versions.module.css';

/** In place of a comparison while there is nothing to compare. */
export function NothingPublished({ flow }: { flow: string }) {
  return (
    <div className={classes.nothing}>
      <Title order={2} fz="h4">
        Nothing is published yet
      </Title>
      <Text c="dimmed" fz="sm" maw={460}>
        Publishing makes a version of the draft, with a note on what is new. From then on any two of them are compared
        here side by side, and any of them can be restored.
      </Text>
      <Button mt="xs" variant="default" renderRoot={(root) => <Link to="/flows/$flow" params={{ flow }} {...root} />}>
        Back to the drawing
      </Button>
    </div>
  );
}
