import { Badge, Button, Paper, Table, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { placesText } from './places.tsx';
import { type Invitation, invitationsQuery } from './queries.ts';

/** Who was asked to come in; nothing where nobody was. */
export function Invitations() {
  const all = useQuery(invitationsQuery).data?.invitations ?? [];
  if (all.length === 0) return null;
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      component="section"
      aria-labelledby="invitations"
      style={{ overflow: 'hidden' }}
    >
      <Title order={2} fz="h4" id="invitations" px="lg" pt="md" pb="xs">
        Invitations
      </Title>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table verticalSpacing="sm" horizontalSpacing="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Person</Table.Th>
              <Table.Th>As</Table.Th>
              <Table.Th>State</Table.Th>
              <Table.Th>Good until</Table.Th>
              <Table.Th aria-label="What to do" />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {all.map((invitation) => (
              <InvitationRow key={invitation.id} invitation={invitation} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const client = useQueryClient();
  const withdrawing = useMutation({
    mutationFn: () => ask(api.invitations[':id'].$delete({ param: { id: invitation.id } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['users'] }),
  });
  const state = stateOf(invitation);
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Text fw={600} fz="sm">
          {invitation.name}
        </Text>
        <Text c="dimmed" fz="xs">
          {invitation.email}
        </Text>
      </Table.Th>
      <Table.Td>
        <Text fz="sm">{invitation.role}</Text>
        <Text c="dimmed" fz="xs">
          {placesText(invitation)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge
          color={state === 'Open' ? 'blue' : state === 'Taken' ? 'green' : 'gray'}
          variant="light"
          tt="none"
          c="var(--mantine-color-text)"
        >
          {state}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Instant at={invitation.expiresAt} />
      </Table.Td>
      <Table.Td ta="right">
        {state === 'Open' && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={`Withdraw the invitation of ${invitation.name}`}
            loading={withdrawing.isPending}
            onClick={() => withdrawing.mutate()}
          >
            Withdraw
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function stateOf({ acceptedAt, withdrawnAt, expiresAt }: Invitation): 'Open' | 'Taken' | 'Withdrawn' | 'Over' {
  if (acceptedAt !== null) return 'Taken';
  if (withdrawnAt !== null) return 'Withdrawn';
  return new Date(expiresAt) < new Date() ? 'Over' : 'Open';
}
