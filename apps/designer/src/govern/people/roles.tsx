import { Badge, Button, Group, Paper, Table, Text, Title } from '@mantine/core';
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useRight } from '../parts/rights.ts';
import { EditRole } from './edit-role.tsx';
import type { Roles } from './queries.ts';

type Role = Roles['roles'][number];

/** What each role may do, in plain words. */
export function RoleTable({ roles, permissions }: Roles) {
  const mayManage = useRight('role.manage');
  const [edited, setEdited] = useState<Role | 'new' | null>(null);
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      component="section"
      aria-labelledby="roles"
      style={{ overflow: 'hidden' }}
    >
      <Group justify="space-between" px="lg" pt="md" pb="xs">
        <Title order={2} fz="h4" id="roles">
          What roles may do
        </Title>
        {mayManage && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            A further role
          </Button>
        )}
      </Group>
      <Table.ScrollContainer minWidth={860} type="native">
        <Table verticalSpacing={6} horizontalSpacing="lg" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Right</Table.Th>
              {roles.map((role) => (
                <Table.Th key={role.name} ta="center" title={role.sentence}>
                  {mayManage && role.name !== 'admin' ? (
                    <Button
                      variant="subtle"
                      color="gray"
                      size="compact-sm"
                      c="var(--mantine-color-text)"
                      onClick={() => setEdited(role)}
                    >
                      {role.title}
                    </Button>
                  ) : (
                    role.title
                  )}
                  {!role.builtIn && (
                    <Badge size="xs" variant="light" color="blue" tt="none" c="var(--mantine-color-text)">
                      your own
                    </Badge>
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(permissions).map(([name, words]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  <Text fz="sm">{words}</Text>
                </Table.Th>
                {roles.map((role) => (
                  <Table.Td key={role.name} ta="center">
                    {role.permissions.includes(name) ? (
                      <IconCheck size={16} aria-label="yes" />
                    ) : (
                      <Text span c="dimmed" fz="xs" aria-label="no">
                        –
                      </Text>
                    )}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {edited !== null && (
        <EditRole role={edited === 'new' ? null : edited} permissions={permissions} onClose={() => setEdited(null)} />
      )}
    </Paper>
  );
}
