import { Badge, Button, Menu, Paper, Select, Stack, Table, Text } from '@mantine/core';
import { IconDots, IconUserPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { Problems, ReasonModal } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { AddPerson } from './add.tsx';
import { NewPassword } from './password.tsx';
import { type Person, type Roles, rolesQuery, usersQuery } from './queries.ts';
import { RoleTable } from './roles.tsx';
import { Scope } from './scope.tsx';

/** Everybody who may sign in, and what their roles allow. */
export function People() {
  const [isAdding, setAdding] = useState(false);
  const mayManage = useRight('user.manage');
  const users = useQuery(usersQuery);
  const roles = useQuery(rolesQuery);
  return (
    <Page
      title="People"
      about="Who may sign in, and what for. A change of role or a deactivation ends every session of that person at once."
      actions={
        mayManage && (
          <Button leftSection={<IconUserPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
            Add a person
          </Button>
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
            <RoleTable roles={roles.data.roles} permissions={roles.data.permissions} />
          </>
        )}
      </Stack>
      {isAdding && roles.data !== undefined && <AddPerson roles={roles.data.roles} onClose={() => setAdding(false)} />}
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
        {mayManage && person.active ? (
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
          {placesText(person)}
        </Text>
        {changing.error !== null && <Problems error={changing.error} />}
      </Table.Td>
      <Table.Td>
        <Badge color={person.active ? 'green' : 'gray'} variant="light" tt="none" c="var(--mantine-color-text)">
          {!person.active ? 'Deactivated' : person.service ? 'A program' : 'May sign in'}
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
              <Menu.Item onClick={() => setDialog('scope')}>Where they may act</Menu.Item>
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

function placesText({ environments, further }: Person): string {
  const own =
    environments === null ? 'everywhere' : environments.length === 0 ? 'nowhere' : `in ${environments.join(', ')}`;
  return [own, ...further.map((one) => `${one.role} in ${one.environments.join(', ')}`)].join('; ');
}
