import { Anchor, Button, Paper, Stack, Table, Text } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { Notice } from '../parts/notice.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { Filters } from './filters.tsx';
import { type AuditSearch, queryOf } from './search.ts';

type Entry = AnswerOf<typeof api.audit.$get>['entries'][number];

const PAGE = '100';

/** Who did what, to what, when and why; and whether the record is whole. */
export function Audit() {
  const search = useSearch({ from: '/inside/audit' });
  const navigate = useNavigate();
  const show = useCallback(
    (wanted: AuditSearch, replace = false) => {
      const kept = Object.fromEntries(
        Object.entries(wanted).filter(([, value]) => value !== undefined && value !== ''),
      );
      void navigate({ to: '/audit', search: kept, replace });
    },
    [navigate],
  );
  const found = useInfiniteQuery({
    queryKey: ['audit', search],
    queryFn: ({ pageParam }) =>
      ask(
        api.audit.$get({
          query: { ...queryOf(search), limit: PAGE, ...(pageParam === null ? {} : { before: String(pageParam) }) },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
  const verifying = useMutation({ mutationFn: () => ask(api.audit.verify.$get()) });
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? [];
  return (
    <Page
      title="Audit"
      about="One entry for each act, written with the act itself and chained to the one before. Nothing here can be changed or taken away without the chain showing it."
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDownload size={17} aria-hidden />}
            component="a"
            href={exportHref(search)}
            download="audit.csv"
          >
            Export
          </Button>
          <Button
            variant="default"
            leftSection={<IconShieldCheck size={17} aria-hidden />}
            loading={verifying.isPending}
            onClick={() => verifying.mutate()}
          >
            Verify
          </Button>
        </>
      }
    >
      <Stack>
        {verifying.data !== undefined && <Verdict verdict={verifying.data} />}
        {verifying.error !== null && <Problems error={verifying.error} />}
        <Filters
          search={search}
          actorName={entries.find(({ actor }) => actor === search.actor)?.actorName}
          onSearch={show}
        />
        {found.data === undefined ? (
          <Pending error={found.error} again={found.refetch} waitsFor="the audit" height={420} />
        ) : entries.length === 0 ? (
          <Text c="dimmed">Nothing fits. Try another word, or other days.</Text>
        ) : (
          <Entries entries={entries} only={(chosen) => show({ ...search, ...chosen })} />
        )}
        {found.hasNextPage && (
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => found.fetchNextPage()}
            style={{ alignSelf: 'center' }}
          >
            Earlier entries
          </Button>
        )}
      </Stack>
    </Page>
  );
}

function exportHref(search: AuditSearch): string {
  return `/api/v1/audit/export?${new URLSearchParams(queryOf(search))}`;
}

function Verdict({ verdict }: { verdict: AnswerOf<typeof api.audit.verify.$get> }) {
  if (verdict.ok) {
    return (
      <Notice color="green" title="The audit is whole" role="status">
        {verdict.entries} entries, each chained to the one before; the head is {verdict.head.slice(0, 16)}…
        {verdict.anchored === null
          ? ' No head has been kept outside the database yet.'
          : ` The head kept outside the database at entry ${verdict.anchored} agrees.`}
        {verdict.guarded && ' PostgreSQL lets this server only append.'}
        {!verdict.guarded && (
          <Text fz="sm" mt={6} fw={500}>
            But this server’s role in PostgreSQL owns the tables and could alter it. Give it one that owns nothing:
            DATABASE_OWNER_URL.
          </Text>
        )}
      </Notice>
    );
  }
  return (
    <Notice color="red" title={`Entry ${verdict.sequence} does not fit`} role="alert">
      {verdict.sentence} ({verdict.code})
    </Notice>
  );
}

function Entries({ entries, only }: { entries: readonly Entry[]; only: (chosen: AuditSearch) => void }) {
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" style={{ overflow: 'hidden' }}>
      <Table.ScrollContainer minWidth={900} type="native">
        <Table verticalSpacing="xs" horizontalSpacing="lg" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>No.</Table.Th>
              <Table.Th>When</Table.Th>
              <Table.Th>Who</Table.Th>
              <Table.Th>What</Table.Th>
              <Table.Th>Act</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map((entry) => (
              <Table.Tr key={entry.sequence}>
                <Table.Td className="numeric">{entry.sequence}</Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <Instant at={entry.at} />
                </Table.Td>
                <Table.Td>
                  <Anchor
                    component="button"
                    type="button"
                    fz="sm"
                    c="inherit"
                    style={{ whiteSpace: 'nowrap' }}
                    onClick={() => only({ actor: entry.actor })}
                  >
                    {entry.actorName}
                  </Anchor>
                  {entry.address !== null && (
                    <Text fz="xs" c="dimmed" ff="monospace">
                      {entry.address}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Text fz="sm">{entry.summary}</Text>
                  {entry.reason !== null && (
                    <Text fz="xs" c="dimmed">
                      “{entry.reason}”
                    </Text>
                  )}
                  <Anchor
                    component="button"
                    type="button"
                    fz="xs"
                    c="dimmed"
                    onClick={() => only({ object: entry.object })}
                  >
                    {entry.object.length > 48 ? `${entry.object.slice(0, 48)}…` : entry.object}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  <Anchor
                    component="button"
                    type="button"
                    fz="xs"
                    ff="monospace"
                    c="inherit"
                    ta="left"
                    onClick={() => only({ act: entry.act })}
                  >
                    {entry.act}
                  </Anchor>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
