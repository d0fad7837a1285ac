import { Paper, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { environmentsQuery, lastEnvironment } from '../../frame/environments.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { Sentence } from '../sentence.tsx';
import { numberText } from '../text.ts';
import { tablesQuery } from './queries.ts';
import classes from './tables.module.css';

/** The reference tables, as they stand in the environment one was in last. */
export function Tables() {
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const environment = lastEnvironment(environments) ?? '';
  const found = useQuery({ ...tablesQuery(environment), enabled: environment !== '' });
  const title = environments.find(({ name }) => name === environment)?.title ?? environment;
  return (
    <Page
      title="Reference tables"
      about={`The code tables that flows look up, as they stand in ${title}. Every message keeps the version it was accepted with.`}
    >
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the tables" height={360} />
      ) : (
        <Paper className={classes.card}>
          {found.data.tables.length === 0 ? (
            <Stack align="center" gap="xs" py={56}>
              <Text fw={600}>No table yet</Text>
              <Text c="dimmed" fz="sm" maw={440} ta="center">
                A table comes with a release, or with <code>throughline push</code>.
              </Text>
            </Stack>
          ) : (
            <Table.ScrollContainer minWidth={720} type="native" tabIndex={0}>
              <Table verticalSpacing="sm" className={classes.table}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>Table</Table.Th>
                    <Table.Th ta="right">Rows</Table.Th>
                    <Table.Th ta="right">Missing</Table.Th>
                    <Table.Th pl={40}>Changed by</Table.Th>
                    <Table.Th ta="right">Changed</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {found.data.tables.map((table) => (
                    <Table.Tr key={table.name} className={classes.row}>
                      <Table.Td className={classes.named}>
                        <Link to="/tables/$table" params={{ table: table.name }} className={classes.open}>
                          <Text fw={600} fz="sm">
                            {table.title}
                          </Text>
                        </Link>
                        <Text fz="xs" c="dimmed" lineClamp={1}>
                          <Sentence text={table.description} />
                        </Text>
                      </Table.Td>
                      <Table.Td ta="right" className="numeric">
                        {table.bound === null ? (
                          <Text span fz="sm" c="dimmed">
                            not here
                          </Text>
                        ) : (
                          numberText(table.bound.rows)
                        )}
                      </Table.Td>
                      <Table.Td ta="right">
                        {table.unmapped > 0 && (
                          <span className={classes.wanted}>{numberText(table.unmapped)} wanted</span>
                        )}
                      </Table.Td>
                      <Table.Td pl={40}>
                        <Text fz="sm">{table.bound?.author}</Text>
                        <Text fz="xs" c="dimmed" lineClamp={1}>
                          {table.bound?.note}
                        </Text>
                      </Table.Td>
                      <Table.Td ta="right" className="numeric">
                        {table.bound !== null && <Instant at={table.bound.createdAt} />}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Paper>
      )}
    </Page>
  );
}
