import { Anchor, Badge, Button, Group, Paper, Table, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Pending } from '../../frame/pending.tsx';
import { numberText } from '../text.ts';
import { historyQuery } from './queries.ts';
import classes from './tables.module.css';

interface HistoryProps {
  table: string;
  environment: string;
  current: string | null;
  mayChange: boolean;
}

/** The versions of a table; each can be bound in this environment again. */
export function History({ table, environment, current, mayChange }: HistoryProps) {
  const client = useQueryClient();
  const history = useQuery(historyQuery(table));
  const bind = useMutation({
    mutationFn: (version: string) =>
      ask(api.tables[':table'].binding.$put({ param: { table }, json: { environment, version } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['tables'] }),
  });
  if (history.data === undefined) {
    return <Pending error={history.error} again={history.refetch} waitsFor="the versions" height={240} />;
  }
  return (
    <Paper className={classes.card}>
      <Table verticalSpacing="sm" className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Version</Table.Th>
            <Table.Th ta="right">Rows</Table.Th>
            <Table.Th>Why</Table.Th>
            <Table.Th>By</Table.Th>
            <Table.Th ta="right">At</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {history.data.versions.map((version) => (
            <Table.Tr key={version.id}>
              <Table.Td>
                <Group gap={6}>
                  <span className={classes.mono}>{version.id.split('@')[1]?.slice(0, 10)}</span>
                  {version.environments.map((name) => (
                    <Badge key={name} variant="default" size="sm">
                      {name}
                    </Badge>
                  ))}
                </Group>
              </Table.Td>
              <Table.Td ta="right" className="numeric">
                {numberText(version.rows)}
              </Table.Td>
              <Table.Td>{version.note}</Table.Td>
              <Table.Td>{version.author}</Table.Td>
              <Table.Td ta="right" className="numeric">
                <Instant at={version.createdAt} />
              </Table.Td>
              <Table.Td ta="right">
                {mayChange && version.id !== current && (
                  <Button size="compact-sm" variant="default" onClick={() => bind.mutate(version.id)}>
                    Use in {environment}
                  </Button>
                )}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {bind.error !== null && (
        <Text c="red" fz="sm" p="md">
          {bind.error.message}
        </Text>
      )}
    </Paper>
  );
}

/** The live flows that look this table up, and where. */
export function Uses({ table }: { table: string }) {
  const history = useQuery(historyQuery(table));
  if (history.data === undefined) {
    return <Pending error={history.error} again={history.refetch} waitsFor="where it is used" height={200} />;
  }
  const { uses } = history.data;
  return (
    <Paper className={classes.card} p="lg">
      {uses.length === 0 && (
        <Text c="dimmed" fz="sm">
          No live flow looks this table up.
        </Text>
      )}
      {uses.map((use) => (
        <div key={`${use.flow} ${use.version}`} className={classes.use}>
          <Anchor component={Link} to={`/flows/${use.flow}`} fw={600} fz="sm">
            {use.name}
          </Anchor>
          <Text fz="sm" c="dimmed">
            Version {use.version}, live in {use.environments.join(', ')}
            {use.nodes.length > 0 && `: ${use.nodes.map(({ name }) => name).join(', ')}`}
          </Text>
        </div>
      ))}
    </Paper>
  );
}
