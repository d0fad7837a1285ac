import { Button, Group, Menu, Paper, Stack, Table } from '@mantine/core';
import { IconChevronDown, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { useRight } from '../parts/rights.ts';
import { FreshToken } from '../tokens/fresh.tsx';
import { AddPerson } from './add.tsx';
import { MakeBreakGlass } from './break-glass.tsx';
import { Folders } from './folders.tsx';
import { Invitations } from './invitations.tsx';
import { Invite } from './invite.tsx';
import { PersonRow } from './person-row.tsx';
import { rolesQuery, usersQuery } from './queries.ts';
import { RoleTable } from './roles.tsx';
import { AddService } from './service.tsx';

/** Everybody who may sign in, and what their roles allow. */
export function People() {
  const [adding, setAdding] = useState<'invite' | 'password' | 'service' | 'emergency' | null>(null);
  const [fresh, setFresh] = useState<string | null>(null);
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
                <Menu.Item onClick={() => setAdding('service')}>An account for a program</Menu.Item>
                <Menu.Item onClick={() => setAdding('emergency')}>An account for emergencies</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        )
      }
    >
      <Stack gap="lg">
        {fresh !== null && <FreshToken token={fresh} onClose={() => setFresh(null)} />}
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
                      <PersonRow key={person.id} person={person} roles={roles.data.roles} onToken={setFresh} />
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
      {adding === 'service' && roles.data !== undefined && <AddService roles={roles.data.roles} onClose={close} />}
      {adding === 'emergency' && <MakeBreakGlass onClose={close} />}
    </Page>
  );
}
