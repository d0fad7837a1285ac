import { Anchor, Badge, Button, Group, Paper, Stack, Table, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { EnvironmentChip } from '../parts/environment-chip.tsx';
import { useRight } from '../parts/rights.ts';
import type { Matrix, Place } from './queries.ts';
import classes from './releases.module.css';
import { RollBack } from './roll-back.tsx';

type Cell = Matrix['flows'][number]['cells'][number];

/** Flows by environments: which version runs where, and what its release says. */
export function MatrixTable({ matrix: { environments, flows } }: { matrix: Matrix }) {
  const [leaving, setLeaving] = useState<Place | null>(null);
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" className={classes.card}>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th className={classes.first}>Flow</Table.Th>
              {environments.map((place) => (
                <Table.Th key={place.name} className={classes.place}>
                  <PlaceHead place={place} onLeave={() => setLeaving(place)} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {flows.map((flow) => (
              <Table.Tr key={flow.id}>
                <Table.Th scope="row" className={classes.first}>
                  <Text fw={600} fz="sm">
                    {flow.name}
                  </Text>
                  <Text c="dimmed" fz="xs">
                    {flow.newest === null ? 'Never published' : `Newest version ${flow.newest}`}
                  </Text>
                </Table.Th>
                {flow.cells.map((cell) => (
                  <Table.Td key={cell.environment}>
                    <CellContent cell={cell} newest={flow.newest} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {leaving !== null && <RollBack place={leaving} onClose={() => setLeaving(null)} />}
    </Paper>
  );
}

function PlaceHead({ place, onLeave }: { place: Place; onLeave: () => void }) {
  const mayMake = useRight('release.make');
  const { live } = place;
  return (
    <Stack gap={6} align="start">
      <EnvironmentChip title={place.title} colour={place.colour} isProtected={place.protected} />
      {live === null ? (
        <Text fz="xs" c="dimmed" fw={400}>
          No release
        </Text>
      ) : (
        <Text fz="xs" fw={400} component="div">
          <Anchor component={Link} to={`/releases/${live.number}`} fz="xs" fw={600}>
            #{live.number} {live.title}
          </Anchor>{' '}
          <Text span c="dimmed" fz="xs">
            since <Instant at={live.beganAt ?? live.askedAt} />
          </Text>
        </Text>
      )}
      {place.tableDrift.length > 0 && (
        <Tooltip label={`Other rows than its release brought: ${place.tableDrift.join(', ')}`} multiline maw={320}>
          <Badge
            color="orange"
            variant="light"
            tt="none"
            c="var(--mantine-color-text)"
            leftSection={<IconAlertTriangle size={12} aria-hidden />}
            tabIndex={0}
          >
            {place.tableDrift.length === 1 ? '1 table drifted' : `${place.tableDrift.length} tables drifted`}
          </Badge>
        </Tooltip>
      )}
      {mayMake && place.canRollBack && (
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconArrowBackUp size={14} aria-hidden />}
          onClick={onLeave}
          aria-label={`Roll back ${place.title}`}
        >
          Roll back
        </Button>
      )}
    </Stack>
  );
}

function CellContent({ cell, newest }: { cell: Cell; newest: number | null }) {
  if (cell.version === null) {
    return (
      <Text c="dimmed" fz="sm">
        –
      </Text>
    );
  }
  return (
    <Group gap={8} wrap="nowrap">
      <Text fz="sm" fw={cell.version === newest ? 600 : 400} className="numeric">
        v{cell.version}
      </Text>
      {cell.candidate !== null && (
        <Badge color="blue" variant="light" tt="none" c="var(--mantine-color-text)">
          v{cell.candidate} for some
        </Badge>
      )}
      {cell.drift && (
        <Tooltip label={`Its release says version ${cell.released}`}>
          <Badge
            color="orange"
            variant="light"
            tt="none"
            c="var(--mantine-color-text)"
            leftSection={<IconAlertTriangle size={12} aria-hidden />}
          >
            drifted from v{cell.released}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
