import { Anchor, Group, Paper, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Instant } from '../../frame/instant.tsx';
import type { Release } from './queries.ts';
import classes from './releases.module.css';
import { StateBadge } from './states.tsx';

export function ReleaseTable({ releases }: { releases: readonly Release[] }) {
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.card}
      component="section"
      aria-labelledby="all-releases"
    >
      <Title order={2} fz="h4" id="all-releases" px="lg" pt="md" pb={4}>
        All releases
      </Title>
      <Table.ScrollContainer minWidth={760} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="lg" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Release</Table.Th>
              <Table.Th>Of</Table.Th>
              <Table.Th>Flows</Table.Th>
              <Table.Th>Made</Table.Th>
              <Table.Th>Where it went</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {releases.map((release) => (
              <Table.Tr key={release.id}>
                <Table.Td>
                  <Anchor component={Link} to={`/releases/${release.number}`} fw={600} fz="sm">
                    #{release.number} {release.title}
                  </Anchor>
                  <Text c="dimmed" fz="xs" ff="monospace">
                    {release.id.slice(0, 12)}
                  </Text>
                </Table.Td>
                <Table.Td>{release.origin}</Table.Td>
                <Table.Td className="numeric">{release.flows.length}</Table.Td>
                <Table.Td>
                  <Text fz="sm">{release.madeBy}</Text>
                  <Text c="dimmed" fz="xs">
                    <Instant at={release.madeAt} />
                  </Text>
                </Table.Td>
                <Table.Td>
                  {release.promotions.length === 0 ? (
                    <Text c="dimmed" fz="sm">
                      Nowhere yet
                    </Text>
                  ) : (
                    <Group gap={10}>
                      {newestByPlace(release).map((one) => (
                        <Group key={one.id} gap={6} wrap="nowrap">
                          <Text fz="sm">{one.environment}</Text>
                          <StateBadge state={one.state} />
                        </Group>
                      ))}
                    </Group>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function newestByPlace({ promotions }: Release): Release['promotions'] {
  const seen = new Set<string>();
  return promotions.filter(({ environment }) => {
    if (seen.has(environment)) return false;
    seen.add(environment);
    return true;
  });
}
