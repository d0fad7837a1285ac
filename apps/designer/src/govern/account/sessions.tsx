import { Badge, Button, Table, Text } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Pending } from '../../frame/pending.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { browserOf } from './browser.ts';
import { AccountPart } from './part.tsx';

type Session = AnswerOf<typeof api.sessions.$get>['sessions'][number];

const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: () => ask(api.sessions.$get()) });

const methods: Record<string, string> = {
  password: 'Password',
  passkey: 'Passkey',
  oidc: 'Identity provider',
  'break-glass': 'Emergency',
};

/** Where one is signed in, and how to end it. */
export function Sessions() {
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const ending = useMutation({
    mutationFn: () => ask(api.sessions.$delete()),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  const all = sessions.data?.sessions;
  return (
    <AccountPart
      id="sessions"
      title="Where you are signed in"
      about="A session ends by itself after a while without a request. End one that you do not know, and change your password."
      action={
        all !== undefined &&
        all.length > 1 && (
          <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {ending.error !== null && <Problems error={ending.error} />}
      {all === undefined ? (
        <Pending error={sessions.error} again={sessions.refetch} waitsFor="your sessions" height={120} />
      ) : (
        <Table.ScrollContainer minWidth={620} type="native">
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Browser</Table.Th>
                <Table.Th>Signed in by</Table.Th>
                <Table.Th>Last used</Table.Th>
                <Table.Th>Since</Table.Th>
                <Table.Th aria-label="What to do" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {all.map((session) => (
                <SessionRow key={session.id} session={session} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </AccountPart>
  );
}

function SessionRow({ session }: { session: Session }) {
  const client = useQueryClient();
  const ending = useMutation({
    mutationFn: () => ask(api.sessions[':id'].$delete({ param: { id: session.id } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <Text fz="sm" title={session.browser ?? undefined}>
          {browserOf(session.browser)}
        </Text>
        {session.address !== null && (
          <Text fz="xs" c="dimmed">
            {session.address}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{methods[session.method] ?? session.method}</Table.Td>
      <Table.Td>
        <Instant at={session.usedAt} />
      </Table.Td>
      <Table.Td>
        <Instant at={session.createdAt} />
      </Table.Td>
      <Table.Td ta="right">
        {session.current ? (
          <Badge color="green" variant="light" tt="none" c="var(--mantine-color-text)">
            This one
          </Badge>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="red.9"
            c="var(--mantine-color-text)"
            loading={ending.isPending}
            onClick={() => ending.mutate()}
          >
            End it
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
