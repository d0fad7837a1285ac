import { Button, Group, Select, Tabs } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { environmentsQuery, lastEnvironment } from '../../frame/environments.ts';
import { NotHere } from '../../frame/not-here.tsx';
import { Page } from '../../frame/page.tsx';
import { Pending } from '../../frame/pending.tsx';
import { meQuery } from '../../frame/session.ts';
import { Sentence } from '../sentence.tsx';
import { EditRow } from './edit-row.tsx';
import { History, Uses } from './history.tsx';
import { Import } from './import.tsx';
import type { TablePart } from './parts.ts';
import { tableQuery, unmappedQuery } from './queries.ts';
import { RowGrid } from './row-grid.tsx';
import { UnmappedList } from './unmapped-list.tsx';

/** One table: rows, what is wanted of it, versions, and the flows that look it up. */
export function TableScreen() {
  const { table: name } = useParams({ from: '/inside/tables/$table' });
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const search = useSearch({ from: '/inside/tables/$table' });
  const navigate = useNavigate({ from: '/tables/$table' });
  const go = (part: typeof search) => void navigate({ search: { ...search, ...part }, replace: true });
  const environment = search.environment ?? lastEnvironment(environments) ?? '';
  const table = useQuery({ ...tableQuery(name, environment), enabled: environment !== '' });
  const unmapped = useQuery({ ...unmappedQuery(environment, name), enabled: environment !== '' }).data?.rows ?? [];
  const mayChange = useQuery(meQuery).data?.permissions.includes('table.manage') === true;
  const [edited, edit] = useState<Record<string, string> | null>(null);
  const [isImporting, setImporting] = useState(false);
  if (table.error instanceof Problem && table.error.status === 404) return <NotHere />;
  const { data } = table;
  return (
    <Page
      title={data?.definition.title ?? name}
      about={<Sentence text={data?.definition.description ?? ''} />}
      back={{ to: '/tables', label: 'Reference tables' }}
      actions={
        <>
          <Select
            aria-label="Environment"
            w={160}
            allowDeselect={false}
            data={environments.map(({ name: value, title: label }) => ({ value, label }))}
            value={environment}
            onChange={(value) => value !== null && go({ environment: value })}
          />
          {mayChange && data !== undefined && (
            <>
              <Button
                variant="default"
                leftSection={<IconUpload size={16} aria-hidden />}
                onClick={() => setImporting(true)}
              >
                Import…
              </Button>
              <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => edit({})}>
                Add a row
              </Button>
            </>
          )}
        </>
      }
    >
      {data === undefined ? (
        <Pending error={table.error} again={table.refetch} waitsFor="the table" height={420} />
      ) : (
        <Tabs value={search.show ?? 'rows'} onChange={(show) => go({ show: show as TablePart })} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="rows">Rows</Tabs.Tab>
            <Tabs.Tab value="wanted">
              <Group gap={6}>Wanted {unmapped.length > 0 && unmapped.length}</Group>
            </Tabs.Tab>
            <Tabs.Tab value="history">Versions</Tabs.Tab>
            <Tabs.Tab value="uses">Where used</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="rows">
            <RowGrid table={data} onEdit={mayChange ? edit : undefined} />
          </Tabs.Panel>
          <Tabs.Panel value="wanted">
            <UnmappedList
              environment={environment}
              definition={data.definition}
              rows={unmapped}
              mayChange={mayChange}
            />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History table={name} environment={environment} current={data.version} mayChange={mayChange} />
          </Tabs.Panel>
          <Tabs.Panel value="uses">
            <Uses table={name} />
          </Tabs.Panel>
        </Tabs>
      )}
      {edited !== null && data !== undefined && (
        <EditRow table={data} name={name} environment={environment} row={edited} onClose={() => edit(null)} />
      )}
      {isImporting && data !== undefined && (
        <Import table={data} name={name} environment={environment} onClose={() => setImporting(false)} />
      )}
    </Page>
  );
}
