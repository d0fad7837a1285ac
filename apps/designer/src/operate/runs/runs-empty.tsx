import { Button, Code, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { RunSearch } from './query.ts';
import classes from './runs.module.css';

/** Nothing to list: because of the filter, or because nothing has come in. */
export function RunsEmpty({ environment, search }: { environment: string; search: RunSearch }) {
  const navigate = useNavigate();
  if (Object.keys(search).length > 0) {
    return (
      <Stack gap="xs" className={classes.empty} align="center">
        <Text fw={600}>No run fits</Text>
        <Text c="dimmed" fz="sm" maw={460}>
          A search looks for a whole business key, correlation id, message id or run id, or for a part of an error code.
          Filters narrow what it finds.
        </Text>
        <Button
          variant="default"
          size="xs"
          onClick={() => void navigate({ to: '/$environment/runs', params: { environment }, search: {} })}
        >
          Show all runs
        </Button>
      </Stack>
    );
  }
  const door = `${window.location.origin}/in/${environment}/supply-usage`;
  return (
    <Stack gap="xs" className={classes.empty} align="center">
      <Text fw={600}>Nothing has run yet</Text>
      <Text c="dimmed" fz="sm" maw={460}>
        A run is what one message does in a flow. Send one to a door, and it stands here a moment later:
      </Text>
      <Code
        block
        ta="left"
      >{`curl ${door} \\\n  --json @flows/procedure-supply-usage/messages/coronary-stent.json`}</Code>
    </Stack>
  );
}
