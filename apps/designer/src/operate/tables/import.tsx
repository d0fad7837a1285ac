import { Alert, Button, FileInput, Group, Modal, SegmentedControl, Stack, Table, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FormatError, parseCsv } from '@throughline/formats';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Pending } from '../../frame/pending.tsx';
import { countText, numberText } from '../text.ts';
import { columnsOf, type Definition, type Preview, type TableContent } from './queries.ts';
import classes from './tables.module.css';

interface ImportProps {
  table: TableContent;
  name: string;
  environment: string;
  onClose: () => void;
}

type Row = { line: number; values: Record<string, string> };
const kinds = {
  create: 'New',
  update: 'Changed',
  remove: 'Removed',
} as const;

/** A CSV file, looked at row by row before anything is changed. */
export function Import({ table: { definition, version }, name, environment, onClose }: ImportProps) {
  const client = useQueryClient();
  const [file, setFile] = useState<{ name: string; rows: Row[] } | null>(null);
  const [refused, refuse] = useState<string | null>(null);
  const [mode, setMode] = useState<'merge' | 'replace'>('merge');
  const [note, setNote] = useState('');
  const json = { environment, mode, rows: file?.rows ?? [] };
  const preview = useQuery({
    queryKey: ['table-preview', name, environment, mode, file],
    queryFn: () => ask(api.tables[':table'].preview.$post({ param: { table: name }, json })),
    enabled: file !== null,
    gcTime: 0,
  });
  const bring = useMutation({
    mutationFn: () =>
      ask(api.tables[':table'].rows.$put({ param: { table: name }, json: { ...json, base: version, note } })),
    onSuccess: ({ rows }) => {
      notifications.show({ message: `${definition.title} has ${countText(rows, 'row')} now.` });
      onClose();
      return client.invalidateQueries({ queryKey: ['tables'] });
    },
  });
  const read = async (chosen: File | null) => {
    setFile(null);
    refuse(null);
    if (chosen === null) return;
    try {
      const { rows, problems } = parseCsv(new Uint8Array(await chosen.arrayBuffer()));
      const [first] = problems;
      if (first !== undefined) refuse(`Line ${first.line}: ${first.error.message}`);
      else setFile({ name: chosen.name, rows: rows.map(({ line, record }) => ({ line, values: record ?? {} })) });
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      refuse(error.message);
    }
  };
  const found = preview.data;
  const changes = found === undefined ? 0 : found.create + found.update + found.remove;
  return (
    <Modal opened onClose={onClose} size="xl" title={`Import into ${definition.title}`}>
      <Stack gap="md">
        <FileInput
          label="CSV file"
          description={`Columns: ${columnsOf(definition)
            .map((column) => column.name)
            .join(', ')}`}
          placeholder="Choose a file"
          classNames={{ placeholder: classes.placeholder }}
          accept=".csv,text/csv"
          error={refused}
          onChange={(chosen) => void read(chosen)}
        />
        <SegmentedControl
          value={mode}
          onChange={(value) => setMode(value as 'merge' | 'replace')}
          data={[
            { value: 'merge', label: 'Add and change rows' },
            { value: 'replace', label: 'The file is the whole table' },
          ]}
        />
        {file !== null &&
          (found === undefined ? (
            <Pending error={preview.error} again={preview.refetch} waitsFor="the preview" height={200} />
          ) : (
            <PreviewView preview={found} definition={definition} />
          ))}
        <TextInput
          label="Why"
          maxLength={500}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        {bring.error !== null && (
          <Alert color="red" p="sm">
            {bring.error.message}
          </Alert>
        )}
        <Group justify="flex-end">
          {found !== undefined && found.rejected > 0 && (
            <Text fz="xs" c="dimmed" maw={320}>
              A file is taken whole or not at all: mend what is rejected, then choose it again.
            </Text>
          )}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={found === undefined || found.rejected > 0 || changes === 0}
            loading={bring.isPending}
            onClick={() => bring.mutate()}
          >
            {found === undefined
              ? 'Import'
              : changes === 0
                ? 'Nothing to change'
                : `Import ${countText(changes, 'change')}`}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function PreviewView({ preview, definition }: { preview: Preview; definition: Definition }) {
  const figures = [
    ['New', preview.create],
    ['Changed', preview.update],
    ['Removed', preview.remove],
    ['As before', preview.same],
    ['Rejected', preview.rejected],
  ] as const;
  return (
    <section aria-label="Preview">
      <Group gap="xl" mb="sm">
        {figures.map(([label, count]) => (
          <div key={label}>
            <Text fz="xs" c="dimmed">
              {label}
            </Text>
            <Text
              fz="lg"
              fw={600}
              className="numeric"
              c={label === 'Rejected' && count > 0 ? 'var(--state-quarantined)' : undefined}
            >
              {numberText(count)}
            </Text>
          </div>
        ))}
      </Group>
      <div className={classes.preview}>
        <Table verticalSpacing={5} fz="sm">
          <Table.Tbody>
            {preview.problems.map((problem) => (
              <Table.Tr key={`${problem.line} ${problem.column} ${problem.code}`}>
                <Table.Td w={90}>
                  <span className={classes.wanted}>Rejected</span>
                </Table.Td>
                <Table.Td w={80} className="numeric">
                  Line {problem.line}
                </Table.Td>
                <Table.Td>{problem.sentence}</Table.Td>
              </Table.Tr>
            ))}
            {preview.changes.map(({ kind, line, before, after }) => (
              <Table.Tr key={`${kind} ${line}`}>
                <Table.Td w={90}>
                  <b>{kinds[kind]}</b>
                </Table.Td>
                <Table.Td w={80} className="numeric">
                  Line {line}
                </Table.Td>
                <Table.Td>
                  <b>{definition.key.map((column) => (after ?? before)?.[column]).join(' · ')}</b>{' '}
                  <span className={classes.quiet}>{differenceText(definition, before, after)}</span>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}

function differenceText(
  definition: Definition,
  before: Record<string, string> | null,
  after: Record<string, string> | null,
): string {
  if (before === null || after === null) return '';
  return columnsOf(definition)
    .filter(({ name }) => (before[name] ?? '') !== (after[name] ?? ''))
    .map(({ name, title }) => `${title}: ${before[name] || 'nothing'} → ${after[name] || 'nothing'}`)
    .join('; ');
}
