import { Button, ColorSwatch, Menu, Text, useMantineTheme } from '@mantine/core';
import { IconCheck, IconLock, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { CSSProperties } from 'react';
import type { Environment } from './environments.ts';

/** Mantine's lighter hover would take the contrast from the label. */
const steady = { '--button-hover': 'var(--button-bg)' } as CSSProperties;

/** Says in which environment one is, in its colour, by name and title; goes to another. */
export function EnvironmentSwitch({
  environments,
  current,
}: {
  environments: readonly Environment[];
  current: Environment;
}) {
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start" width={260} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          color={`${current.colour}.9`}
          variant="filled"
          className="environment"
          style={steady}
          size="sm"
          radius="xl"
          leftSection={current.protected ? <IconLock size={15} aria-hidden /> : undefined}
          rightSection={<IconSelector size={16} aria-hidden />}
          aria-label={`Environment: ${current.title}. Change`}
        >
          {current.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Environment</Menu.Label>
        {environments.map((one) => (
          <Menu.Item
            key={one.name}
            leftSection={<Swatch colour={one.colour} />}
            rightSection={one.name === current.name ? <IconCheck size={16} aria-label="current" /> : undefined}
            onClick={() => navigate({ to: '/$environment', params: { environment: one.name } })}
          >
            <Text fz="sm" fw={one.name === current.name ? 600 : 400}>
              {one.title}
            </Text>
            {one.protected && (
              <Text fz="xs" c="dimmed">
                Protected
              </Text>
            )}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Swatch({ colour }: { colour: string }) {
  const { colors } = useMantineTheme();
  return <ColorSwatch size={14} color={(colors[colour] ?? colors.gray)[6]!} aria-hidden />;
}
