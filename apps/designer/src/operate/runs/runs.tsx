import { Button, Group, Menu, Text, Title } from '@mantine/core';
import { IconColumns3, IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { Stage } from '../../frame/page.tsx';
import { flowsQuery } from '../home/queries.ts';
import { type ColumnName, columnNames, columns, keepColumns, readColumns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { exportUrl, type RunSearch } from './query.ts';
import { ReplayFound } from './replay-found.tsx';
import { RunTable } from './run-table.tsx';
import classes from './runs.module.css';
import { Views } from './views.tsx';

const none: never[] = [];

/** Every run of an environment: filtered, searched, live. */
export function Runs() {
  const { environment } = useParams({ from: '/inside/$environment/runs' });
  const search = useSearch({ from: '/inside/$environment/runs' });
  const navigate = useNavigate({ from: '/$environment/runs' });
  const flows = useQuery(flowsQuery(environment)).data?.flows ?? none;
  // The counts of flows change all the time, their names hardly ever.
  const names = JSON.stringify(flows.map(({ id, name }) => [id, name]));
  const nameOf = useMemo(() => {
    const known = new Map(JSON.parse(names) as [string, string][]);
    return (id: string) => known.get(id) ?? id;
  }, [names]);
  const [chosen, setChosen] = useState(readColumns);
  const choose = (names: ColumnName[]) => {
    const next = names.length === 0 ? (['state'] as ColumnName[]) : names;
    keepColumns(next);
    setChosen(next);
  };
  const go = (next: RunSearch) => void navigate({ search: next, replace: true });
  return (
    <Stage title="Runs">
      <div className={classes.screen}>
        <header className={classes.head}>
          <Group justify="space-between" align="center">
            <div>
              <Title order={1} fz="h2">
                Runs
              </Title>
              <Text c="dimmed" fz="sm">
                A run is one message’s way through one version of a flow.
              </Text>
            </div>
            <Group gap="xs">
              <Views
                search={search}
                chosen={chosen}
                onOpen={(next, names) => {
                  if (names.length > 0) choose(names);
                  go(next);
                }}
              />
              <ReplayFound environment={environment} search={search} />
              <Columns chosen={chosen} onChange={choose} />
              <Export environment={environment} search={search} />
            </Group>
          </Group>
          <FilterBar
            search={search}
            flows={flows}
            onChange={(part) =>
              go(Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined)))
            }
            onClear={() => go({})}
          />
        </header>
        <RunTable
          key={`${environment} ${JSON.stringify(search)}`}
          environment={environment}
          search={search}
          chosen={chosen}
          nameOf={nameOf}
        />
      </div>
    </Stage>
  );
}

function Columns({ chosen, onChange }: { chosen: readonly ColumnName[]; onChange: (chosen: ColumnName[]) => void }) {
  return (
    <Menu position="bottom-end" shadow="md" closeOnItemClick={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columnNames.map((name) => {
          const isShown = chosen.includes(name);
          return (
            <Menu.CheckboxItem
              key={name}
              checked={isShown}
              onChange={() => onChange(columnNames.filter((one) => (one === name ? !isShown : chosen.includes(one))))}
            >
              {columns[name].label}
            </Menu.CheckboxItem>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

function Export({ environment, search }: { environment: string; search: RunSearch }) {
  return (
    <Menu position="bottom-end" shadow="md" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={exportUrl(environment, search, 'csv')} download>
          CSV, for a spreadsheet
        </Menu.Item>
        <Menu.Item component="a" href={exportUrl(environment, search, 'json')} download>
          JSON, for a program
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
