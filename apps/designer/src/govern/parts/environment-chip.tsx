import { Badge } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';

/** An environment by name and colour, as the switch shows it. */
export function EnvironmentChip({
  title,
  colour,
  isProtected = false,
}: {
  title: string;
  colour: string;
  isProtected?: boolean;
}) {
  return (
    <Badge
      color={`${colour}.9`}
      variant="filled"
      radius="xl"
      tt="none"
      leftSection={isProtected ? <IconLock size={12} aria-label="protected" /> : undefined}
    >
      {title}
    </Badge>
  );
}
