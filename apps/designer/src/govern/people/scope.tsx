import { ActionIcon, Button, Divider, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Problems } from '../parts/reason-modal.tsx';
import { Places, type PlacesValue } from './places.tsx';
import type { Person, Roles } from './queries.ts';

interface ScopeProps {
  person: Person;
  roles: Roles['roles'];
  onClose: () => void;
}

type Further = Person['further'][number] & { id: number };

/** Where a role holds, and further roles elsewhere. */
export function Scope({ person, roles, onClose }: ScopeProps) {
  const client = useQueryClient();
  const [own, setOwn] = useState<PlacesValue>({ environments: person.environments, folders: person.folders });
  const [further, setFurther] = useState<Further[]>(() => person.further.map((one, id) => ({ id, ...one })));
  const change = (id: number, part: Partial<Further>) =>
    setFurther(further.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.users[':id'].scope.$put({
          param: { id: person.id },
          json: {
            ...own,
            further: further.map(({ role, environments, folders }) => ({ role, environments, folders })),
          },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  const titleOf = (role: string) => roles.find(({ name }) => name === role)?.title ?? role;
  return (
    <Modal opened onClose={onClose} title={`Where ${person.name} may act`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack>
          <Places what={titleOf(person.role)} value={own} onChange={setOwn} />
          {further.map((one) => (
            <Stack key={one.id} gap="xs">
              <Divider />
              <Group align="end" justify="space-between">
                <Select
                  label="And as"
                  data={roles.map(({ name, title: label }) => ({ value: name, label }))}
                  value={one.role}
                  onChange={(role) => change(one.id, { role: role ?? 'viewer' })}
                  allowDeselect={false}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label="Take this role away"
                  onClick={() => setFurther(further.filter(({ id }) => id !== one.id))}
                >
                  <IconTrash size={17} />
                </ActionIcon>
              </Group>
              <Places what={titleOf(one.role)} value={one} onChange={(places) => change(one.id, places)} />
            </Stack>
          ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            style={{ alignSelf: 'start' }}
            onClick={() => setFurther([...further, another(further)])}
          >
            A further role
          </Button>
          <Text fz="xs" c="dimmed">
            Their sessions end at once. Rights over everything, such as people and audit, need a role that holds
            everywhere and for every folder.
          </Text>
          {saving.error !== null && <Problems error={saving.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={saving.isPending}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function another(further: readonly Further[]): Further {
  const id = Math.max(-1, ...further.map((one) => one.id)) + 1;
  return { id, role: 'viewer', environments: [], folders: null };
}
