import { Badge, Button, Group, Menu, Paper, Select, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconChevronDown, IconDots, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { Problems, ReasonModal } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { AddPerson } from './add.tsx';
import { MakeBreakGlass } from './break-glass.tsx';
import { Folders } from './folders.tsx';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';
import { NewPassword } from './password.tsx';
import { placesText } from './places.tsx';
import { type Person, type Roles, rolesQuery, usersQuery } from './queries.ts';
import { RoleTable } from './roles.tsx';
import { Scope } from './scope.tsx';

/** Everybody who may sign in, and what their roles allow. */
export function People() {
  const [adding, setAdding] = useState<'invite' | 'password' | 'emergency' | null>(null);
  const close = () => setAdding(null);
  const mayManage = useRight('user.manage');
  const mayPlace = useRight('environment.manage');
  const users = useQuery(usersQuery);
  const roles = useQuery(rolesQuery);
  return (
    <Page
      title="People"
      about="Who may sign in, and what for. A change of role or a deactivation ends every session of that person at once."
      actions={
        mayManage && (
          <Group gap="xs">
            <Button variant="default" component={Link} to="/people/sign-in">
              Signing in
            </Button>
            <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setAdding('invite')}>
              Invite a person
            </Button>
            <Menu position="bottom-end">
              <Menu.Target>
                <Button variant="default" px="xs" aria-label="Other ways to add somebody">
                  <IconChevronDown size={17} aria-hidden />
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setAdding('password')}>Add a person with a password</Menu.Item>
                <Menu.Item onClick={() => setAdding('emergency')}>An account for emergencies</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        )
      }
    >
      <Stack gap="lg">
        {users.data === undefined || roles.data === undefined ? (
          <Pending error={users.error ?? roles.error} again={users.refetch} waitsFor="the people" height={320} />
        ) : (
          <>
            <Paper withBorder radius="lg" bg="var(--surface)" style={{ overflow: 'hidden' }}>
              <Table.ScrollContainer minWidth={720} type="native">
                <Table verticalSpacing="sm" horizontalSpacing="lg">
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>Person</Table.Th>
                      <Table.Th>Role</Table.Th>
                      <Table.Th>State</Table.Th>
                      <Table.Th>Since</Table.Th>
                      <Table.Th aria-label="What to do" />
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {users.data.users.map((person) => (
                      <PersonRow key={person.id} person={person} roles={roles.data.roles} />
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
            </Paper>
            {mayManage && <Invitations />}
            {mayPlace && <Folders />}
            <RoleTable roles={roles.data.roles} permissions={roles.data.permissions} />
          </>
        )}
      </Stack>
      {adding === 'invite' && roles.data !== undefined && <Invite roles={roles.data.roles} onClose={close} />}
      {adding === 'password' && roles.data !== undefined && <AddPerson roles={roles.data.roles} onClose={close} />}
      {adding === 'emergency' && <MakeBreakGlass onClose={close} />}
    </Page>
  );
}

function PersonRow({ person, roles }: { person: Person; roles: Roles['roles'] }) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'deactivate' | 'password' | 'scope' | null>(null);
  const mayManage = useRight('user.manage');
  const me = useQuery(meQuery).data;
  const isMe = me?.id === person.id;
  const again = () => client.invalidateQueries({ queryKey: ['users'] });
  const changing = useMutation({
    mutationFn: (role: string) =>
      ask(api.users[':id'].role.$put({ param: { id: person.id }, json: { role: role as 'viewer' } })),
    onSettled: again,
  });
  const leaving = useMutation({
    mutationFn: () => ask(api.users[':id'].sessions.$delete({ param: { id: person.id } })),
    onSuccess: ({ ended }) =>
      notifications.show({ title: person.name, message: `${ended} sessions ended.`, color: 'green.9' }),
  });
  return (
    <Table.Tr>
      <Table.Th scope="row">
        <Text fw={600} fz="sm">
          {person.name}
          {isMe && ' (you)'}
        </Text>
        <Text c="dimmed" fz="xs">
          {person.email}
        </Text>
      </Table.Th>
      <Table.Td>
        {mayManage && person.active && !person.breakGlass ? (
          <Select
            size="xs"
            w={190}
            aria-label={`Role of ${person.name}`}
            data={roles.map(({ name, title }) => ({ value: name, label: title }))}
            value={person.role}
            onChange={(role) => role !== null && role !== person.role && changing.mutate(role)}
            allowDeselect={false}
            disabled={changing.isPending}
          />
        ) : (
          <Text fz="sm">{roles.find(({ name }) => name === person.role)?.title ?? person.role}</Text>
        )}
        <Text fz="xs" c="dimmed" mt={4}>
          {allPlaces(person)}
        </Text>
        {changing.error !== null && <Problems error={changing.error} />}
      </Table.Td>
      <Table.Td>
        <Badge color={person.active ? 'green' : 'gray'} variant="light" tt="none" c="var(--mantine-color-text)">
          {stateOf(person)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Instant at={person.createdAt} />
      </Table.Td>
      <Table.Td ta="right">
        {mayManage && person.active && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button size="compact-sm" variant="subtle" color="gray" aria-label={`More for ${person.name}`}>
                <IconDots size={17} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {!person.breakGlass && <Menu.Item onClick={() => setDialog('scope')}>Where they may act</Menu.Item>}
              {!person.service && <Menu.Item onClick={() => leaving.mutate()}>End all their sessions</Menu.Item>}
              {!person.service && <Menu.Item onClick={() => setDialog('password')}>Set a new password</Menu.Item>}
              <Menu.Item color="red.9" onClick={() => setDialog('deactivate')}>
                Deactivate
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Table.Td>
      {dialog === 'scope' && <Scope person={person} roles={roles} onClose={() => setDialog(null)} />}
      {dialog === 'password' && <NewPassword person={person} onClose={() => setDialog(null)} />}
      {dialog === 'deactivate' && (
        <ReasonModal
          title={`Deactivate ${person.name}`}
          does="Deactivate"
          colour="red.9"
          act={() => ask(api.users[':id'].$delete({ param: { id: person.id } }))}
          onDone={() => {
            setDialog(null);
            void again();
          }}
          onClose={() => setDialog(null)}
        >
          Their sessions and tokens end at once. Their record stays, so that the audit still says who did what.
        </ReasonModal>
      )}
    </Table.Tr>
  );
}

function stateOf({ active, service, breakGlass }: Person): string {
  if (!active) return 'Deactivated';
  if (breakGlass) return 'For emergencies';
  return service ? 'A program' : 'May sign in';
}

function allPlaces(person: Person): string {
  if (person.breakGlass) return 'everything, with a reason and an alarm';
  return [placesText(person), ...person.further.map((one) => `${one.role} ${placesText(one)}`)].join('; ');
}
