import { Paper, Table, Text, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { Roles } from './queries.ts';

/** What each role may do, in plain words. */
export function RoleTable({ roles, permissions }: Roles) {
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      component="section"
      aria-labelledby="roles"
      style={{ overflow: 'hidden' }}
    >
      <Title order={2} fz="h4" id="roles" px="lg" pt="md" pb="xs">
        What roles may do
      </Title>
      <Table.ScrollContainer minWidth={860} type="native">
        <Table verticalSpacing={6} horizontalSpacing="lg" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Right</Table.Th>
              {roles.map((role) => (
                <Table.Th key={role.name} ta="center" title={role.sentence}>
                  {role.title}
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
    </Paper>
  );
}
