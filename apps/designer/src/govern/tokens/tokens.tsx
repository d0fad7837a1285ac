import { Anchor, Badge, Button, Paper, Stack, Table, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { Day } from '../parts/day.tsx';
import { NothingYet } from '../parts/nothing-yet.tsx';
import { rolesQuery } from '../people/queries.ts';
import { FreshToken } from './fresh.tsx';
import { MakeToken } from './make.tsx';

const FEW = 3;

type Token = AnswerOf<typeof api.tokens.$get>['tokens'][number];

const tokensQuery = queryOptions({ queryKey: ['tokens'], queryFn: () => ask(api.tokens.$get()) });

/** One's own tokens for programs: the command line, CI, scripts. */
export function Tokens() {
  const [isMaking, setMaking] = useState(false);
  const [fresh, setFresh] = useState<string | null>(null);
  const found = useQuery(tokensQuery);
  const make = (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setMaking(true)}>
      New token
    </Button>
  );
  return (
    <Page
      title="Tokens"
      about="For programs that act for you: the command line, CI, scripts. A token carries some of your rights, in some environments, until a day; it can never do more than you can."
      actions={make}
    >
      <Stack gap="lg">
        {fresh !== null && <FreshToken token={fresh} onClose={() => setFresh(null)} />}
        {found.data === undefined ? (
          <Pending error={found.error} again={found.refetch} waitsFor="your tokens" height={220} />
        ) : found.data.tokens.length === 0 ? (
          <NothingYet title="No token yet" action={make}>
            The command line takes one as THROUGHLINE_TOKEN. Give it only the rights it needs.
          </NothingYet>
        ) : (
          <List tokens={found.data.tokens} />
        )}
      </Stack>
      {isMaking && (
        <MakeToken
          onMade={(token) => {
            setFresh(token);
            setMaking(false);
          }}
          onClose={() => setMaking(false)}
        />
      )}
    </Page>
  );
}

/** In plain words; the first few where there are many, the others behind a button. */
function Rights({ permissions }: { permissions: readonly string[] }) {
  const words = useQuery(rolesQuery).data?.permissions ?? {};
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? permissions : permissions.slice(0, FEW);
  const more = permissions.length - FEW;
  return (
    <Text fz="sm" maw={360} component="div">
      {shown.map((right) => (
        <div key={right}>{words[right] ?? right}</div>
      ))}
      {more > 0 && (
        <Anchor component="button" type="button" fz="xs" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `and ${more} more`}
        </Anchor>
      )}
    </Text>
  );
}

function List({ tokens }: { tokens: readonly Token[] }) {
  const client = useQueryClient();
  const ending = useMutation({
    mutationFn: (id: string) => ask(api.tokens[':id'].$delete({ param: { id } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['tokens'] }),
  });
  return (
    <Paper withBorder radius="lg" bg="var(--surface)" style={{ overflow: 'hidden' }}>
      <Table.ScrollContainer minWidth={820} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>May</Table.Th>
              <Table.Th>Where</Table.Th>
              <Table.Th>Last used</Table.Th>
              <Table.Th>Ends</Table.Th>
              <Table.Th aria-label="What to do" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tokens.map((token) => {
              const isOver = token.revokedAt !== null || new Date(token.expiresAt) < new Date();
              return (
                <Table.Tr key={token.id}>
                  <Table.Th scope="row">
                    <Text fw={600} fz="sm">
                      {token.name}
                    </Text>
                    <Text c="dimmed" fz="xs" ff="monospace">
                      {token.hint}…
                    </Text>
                  </Table.Th>
                  <Table.Td>
                    <Rights permissions={token.permissions} />
                  </Table.Td>
                  <Table.Td>
                    {token.environments === null ? 'Everywhere you may' : token.environments.join(', ')}
                  </Table.Td>
                  <Table.Td>{token.lastUsedAt === null ? 'Never' : <Instant at={token.lastUsedAt} />}</Table.Td>
                  <Table.Td>
                    {isOver ? (
                      <Badge color="gray" variant="light" tt="none" c="var(--mantine-color-text)">
                        {token.revokedAt === null ? 'Over' : 'Ended'}
                      </Badge>
                    ) : (
                      <Day at={token.expiresAt} />
                    )}
                  </Table.Td>
                  <Table.Td ta="right">
                    {!isOver && (
                      <Button
                        size="compact-sm"
                        variant="default"
                        loading={ending.isPending && ending.variables === token.id}
                        onClick={() => ending.mutate(token.id)}
                        aria-label={`End it: ${token.name}`}
                      >
                        End it
                      </Button>
                    )}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}
