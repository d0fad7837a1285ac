import { Group, Text } from '@mantine/core';

export function Brand({ size = 26 }: { size?: number }) {
  return (
    <Group gap={10} wrap="nowrap">
      <img src="/throughline.svg" width={size} height={size} alt="" />
      <Text fw={680} fz={size * 0.66} lh={1} className="brand" visibleFrom="xs">
        Throughline
      </Text>
    </Group>
  );
}
