import { Code, Stack, Text } from '@mantine/core';
import classes from './home.module.css';

export function FlowEmpty({ environment }: { environment: string }) {
  return (
    <Stack gap="xs" className={classes.empty}>
      <Text fw={600}>No flow yet</Text>
      <Text c="dimmed" fz="sm" maw={420}>
        A flow takes messages in at one end and delivers them at the others. Bring the shipped ones in, and they are
        live in <b>{environment}</b> a moment later:
      </Text>
      <Code block tabIndex={0}>{`npx -y pnpm@12 throughline push --deploy ${environment}`}</Code>
    </Stack>
  );
}
