import { Anchor, Badge, NavLink, Paper, SegmentedControl, Stack, Table, Tabs, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type Contract, listContracts } from '@throughline/contracts';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Page } from '../../frame/page.tsx';
import { JsonView } from '../viewer/json-view.tsx';
import classes from './contracts.module.css';
import { fieldsOf } from './fields.ts';

const all = listContracts();

const usesQuery = queryOptions({
  queryKey: ['deployments', 'contract-uses'],
  queryFn: () => ask(api.contracts.uses.$get()),
});

/** The shapes that messages have inside Throughline, whatever system they came from. */
export function Contracts() {
  const { id } = useSearch({ from: '/inside/contracts' });
  const navigate = useNavigate({ from: '/contracts' });
  const shown = all.find((one) => one.id === id) ?? all[0];
  return (
    <Page
      title="Contracts"
      about="The shapes that messages have inside Throughline, whatever system they came from. The class of a field decides what is masked."
    >
      <div className={classes.columns}>
        <Paper component="nav" className={classes.list} aria-label="Contracts">
          {all.map((one) => (
            <NavLink
              key={one.id}
              active={one === shown}
              label={one.title}
              description={one.id}
              classNames={{ description: classes.id }}
              onClick={() => void navigate({ search: { id: one.id } })}
            />
          ))}
        </Paper>
        {shown !== undefined && <Shown key={shown.id} contract={shown} />}
      </div>
    </Page>
  );
}

function Shown({ contract }: { contract: Contract }) {
  const uses = useQuery(usesQuery).data?.uses.filter((use) => use.contract === contract.id) ?? [];
  const [example, choose] = useState(contract.examples[0]?.name ?? '');
  const chosen = contract.examples.find(({ name }) => name === example);
  return (
    <Paper className={classes.card}>
      <Title order={2} fz="h4">
        {contract.title}
      </Title>
      <Text c="dimmed" fz="sm" mb="md">
        {contract.description}
      </Text>
      <Tabs defaultValue="fields" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="fields">Fields</Tabs.Tab>
          <Tabs.Tab value="examples">Examples</Tabs.Tab>
          <Tabs.Tab value="uses">Where used{uses.length > 0 ? ` ${uses.length}` : ''}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="fields">
          <Table verticalSpacing={7} className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Field</Table.Th>
                <Table.Th>What it is</Table.Th>
                <Table.Th>Form</Table.Th>
                <Table.Th>Class</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {fieldsOf(contract.schema).map((field) => (
                <Table.Tr key={field.path}>
                  <Table.Td style={{ paddingLeft: 8 + field.depth * 20 }}>
                    <span className={classes.name}>{field.name}</span>
                    {!field.isRequired && (
                      <Text fz="xs" c="dimmed" span>
                        {' optional'}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>
                    <Text fz="sm">{field.description}</Text>
                  </Table.Td>
                  <Table.Td>
                    <Text fz="sm">{field.type}</Text>
                    <Text fz="xs" c="dimmed">
                      {field.rule}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    {field.class !== null && (
                      <Badge variant="default" className={classes.class}>
                        {field.class}
                      </Badge>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Tabs.Panel>
        <Tabs.Panel value="examples">
          <Stack gap="sm" h={520}>
            <SegmentedControl
              size="xs"
              className={classes.examples}
              aria-label="Example"
              data={contract.examples.map(({ name, title }) => ({ value: name, label: title }))}
              value={example}
              onChange={choose}
            />
            {chosen !== undefined && <JsonView value={chosen.message} label={chosen.title} />}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="uses">
          {uses.length === 0 && (
            <Text c="dimmed" fz="sm">
              No live flow names this contract.
            </Text>
          )}
          {uses.map((use) => (
            <div key={`${use.flow} ${use.version}`} className={classes.use}>
              <Anchor component={Link} to={`/flows/${use.flow}`} fw={600} fz="sm">
                {use.name}
              </Anchor>
              <Text fz="sm" c="dimmed">
                Version {use.version}, live in {use.environments.join(', ')}: {use.nodes.join(', ')}
              </Text>
            </div>
          ))}
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}
