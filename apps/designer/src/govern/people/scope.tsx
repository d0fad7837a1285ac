import { ActionIcon, Button, Group, Modal, MultiSelect, Select, Stack, Switch, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { environmentsQuery } from '../../frame/environments.ts';
import { Problems } from '../parts/reason-modal.tsx';
import type { Person, Roles } from './queries.ts';

interface ScopeProps {
  person: Person;
  roles: Roles['roles'];
  onClose: () => void;
}

/** Where a role holds, and further roles elsewhere. */
export function Scope({ person, roles, onClose }: ScopeProps) {
  const client = useQueryClient();
  const places = (useQuery(environmentsQuery).data?.environments ?? []).map(({ name, title }) => ({
    value: name,
    label: title,
  }));
  const [environments, setEnvironments] = useState(person.environments);
  const [further, setFurther] = useState(() => person.further.map((one, id) => ({ id, ...one })));
  const change = (id: number, part: { role?: string; environments?: string[] }) =>
    setFurther(further.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.users[':id'].scope.$put({
          param: { id: person.id },
          json: {
            environments,
            further: further.map((one) => ({ role: one.role as 'viewer', environments: one.environments })),
          },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['users'] });
      onClose();
    },
  });
  const title = roles.find(({ name }) => name === person.role)?.title ?? person.role;
  return (
    <Modal opened onClose={onClose} title={`Where ${person.name} may act`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack>
          <Switch
            label={`${title} everywhere`}
            checked={environments === null}
            onChange={(event) => setEnvironments(event.currentTarget.checked ? null : [])}
          />
          {environments !== null && (
            <MultiSelect
              label={`${title} in`}
              data={places}
              value={environments}
              onChange={setEnvironments}
              placeholder="Nowhere"
            />
          )}
          {further.map((one) => (
            <Group key={one.id} align="end" wrap="nowrap">
              <Select
                label="And as"
                data={roles.map(({ name, title: label }) => ({ value: name, label }))}
                value={one.role}
                onChange={(role) => change(one.id, { role: role ?? 'viewer' })}
                allowDeselect={false}
              />
              <MultiSelect
                label="in"
                data={places}
                value={one.environments}
                onChange={(names) => change(one.id, { environments: names })}
                style={{ flex: 1 }}
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
          ))}
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            style={{ alignSelf: 'start' }}
            onClick={() =>
              setFurther([
                ...further,
                { id: Math.max(-1, ...further.map(({ id }) => id)) + 1, role: 'viewer', environments: [] },
              ])
            }
          >
            A further role
          </Button>
          <Text fz="xs" c="dimmed">
            Their sessions end at once. Rights over everything, such as people and audit, need a role that holds
            everywhere.
          </Text>
          {saving.error !== null && <Problems error={saving.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={saving.isPending}
              disabled={further.some((one) => one.environments.length === 0)}
            >
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
