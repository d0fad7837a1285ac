import { Badge } from '@mantine/core';

const words: Record<string, { label: string; colour: string }> = {
  waiting: { label: 'Waits for approval', colour: 'yellow' },
  phased: { label: 'For some messages', colour: 'blue' },
  live: { label: 'Live', colour: 'green' },
  replaced: { label: 'Was live', colour: 'gray' },
  refused: { label: 'Refused', colour: 'red' },
  withdrawn: { label: 'Withdrawn', colour: 'gray' },
  halted: { label: 'Halted', colour: 'red' },
};

/** Where a release stands in one environment. */
export function StateBadge({ state }: { state: string }) {
  const { label, colour } = words[state] ?? { label: state, colour: 'gray' };
  return (
    <Badge color={colour} variant="light" tt="none" c="var(--mantine-color-text)">
      {label}
    </Badge>
  );
}
