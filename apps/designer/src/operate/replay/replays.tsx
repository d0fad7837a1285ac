import { Button, Paper, Progress, Stack, Table, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { numberText } from '../text.ts';
import { dealtWith, replaysQuery } from './queries.ts';
import classes from './replay.module.css';
import { ReplayState } from './state.tsx';

/** What was replayed, by whom and why. */
export function Replays() {
  const { environment } = useParams({ from: '/inside/$environment/replays' });
  const found = useInfiniteQuery(replaysQuery(environment));
  const replays = found.data?.pages.flatMap((page) => page.replays);
  return (
    <Page
      title="Replays"
      about="Messages that were run again, planned in quarantine or from a run. The original is always kept."
    >
      {replays === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the replays" height={320} />
      ) : (
        <Paper className={classes.card}>
          {replays.length === 0 ? (
            <Stack align="center" gap="xs" py={56}>
              <Text fw={600}>Nothing has been replayed</Text>
              <Text c="dimmed" fz="sm" maw={420} ta="center">
                Plan a replay where the trouble is: in quarantine for one message, a group or all, or from a run’s page.
              </Text>
            </Stack>
          ) : (
            <Table.ScrollContainer minWidth={760} type="native">
              <Table verticalSpacing="sm" className={classes.table}>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>State</Table.Th>
                    <Table.Th>Reason</Table.Th>
                    <Table.Th>By</Table.Th>
                    <Table.Th ta="right">Messages</Table.Th>
                    <Table.Th ta="right">Asked</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {replays.map((replay) => (
                    <Table.Tr key={replay.id} className={classes.row}>
                      <Table.Td>
                        <Link
                          to="/$environment/replays/$replay"
                          params={{ environment, replay: replay.id }}
                          className={classes.open}
                        >
                          <ReplayState state={replay.state} />
                        </Link>
                      </Table.Td>
                      <Table.Td className={classes.reason}>{replay.reason}</Table.Td>
                      <Table.Td>{replay.by}</Table.Td>
                      <Table.Td ta="right" className="numeric">
                        {replay.state === 'done'
                          ? numberText(replay.total)
                          : `${numberText(dealtWith(replay))} of ${numberText(replay.total)}`}
                        {replay.state !== 'done' && (
                          <Progress
                            size={4}
                            mt={4}
                            value={(dealtWith(replay) / Math.max(1, replay.total)) * 100}
                            aria-label="Dealt with"
                          />
                        )}
                      </Table.Td>
                      <Table.Td ta="right" className="numeric">
                        <Instant at={replay.at} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
          {found.hasNextPage && (
            <Button
              variant="subtle"
              m="sm"
              loading={found.isFetchingNextPage}
              onClick={() => void found.fetchNextPage()}
            >
              Show more
            </Button>
          )}
        </Paper>
      )}
    </Page>
  );
}
