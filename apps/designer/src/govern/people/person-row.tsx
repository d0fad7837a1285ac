import { Badge, Button, Menu, Select, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDots } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { meQuery } from '../../frame/session.ts';
import { Problems, ReasonModal } from '../parts/reason-modal.tsx';
import { useRight } from '../parts/rights.ts';
import { MakeToken } from '../tokens/make.tsx';
import { NewPassword } from './password.tsx';
import { placesText } from './places.tsx';
import type { Person, Roles } from './queries.ts';
import { Scope } from './scope.tsx';

interface PersonRowProps {
  person: Person;
  roles: Roles['roles'];
  /** A token was made for this program: the only time to show it. */
  onToken: (token: string) => void;
}

/** One person, or program, with what can be done about them. */
export function PersonRow({ person, roles, onToken }: PersonRowProps) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'deactivate' | 'password' | 'scope' | 'token' | null>(null);
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
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Badge
          miw="max-content"
          color={person.active ? 'green' : 'gray'}
          variant="light"
          tt="none"
          c="var(--mantine-color-text)"
        >
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
              {person.service && <Menu.Item onClick={() => setDialog('token')}>Make a token for it</Menu.Item>}
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
      {dialog === 'token' && (
        <MakeToken
          service={{ ...person, permissions: roles.find(({ name }) => name === person.role)?.permissions ?? [] }}
          onMade={(token) => {
            onToken(token);
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
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
