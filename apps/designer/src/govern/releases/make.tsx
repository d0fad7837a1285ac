import { Modal, MultiSelect, Radio, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { environmentsQuery } from '../../frame/environments.ts';
import { FormEnd } from '../parts/form-end.tsx';

/** What runs in an environment, to choose from. */
const runningQuery = (environment: string | null) =>
  queryOptions({
    queryKey: ['flows', environment, 'running'],
    queryFn: async () => {
      const { flows } = await ask(api.flows.$get({ query: { environment: environment ?? '' } }));
      return flows.filter(({ live }) => live?.active).map(({ id, name }) => ({ value: id, label: name }));
    },
    enabled: environment !== null,
  });

/** Freezes what runs in an environment. */
export function MakeRelease({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const [chosen, setEnvironment] = useState<string | null>(null);
  // Opened before the environments are known, too.
  const environment = chosen ?? environments[0]?.name ?? null;
  const [title, setTitle] = useState('');
  const [note, setNote] = useState('');
  const [flows, setFlows] = useState<string[]>([]);
  const running = useQuery(runningQuery(environment)).data ?? [];
  const [tables, setTables] = useState<'content' | 'columns'>('content');
  const making = useMutation({
    mutationFn: () =>
      ask(
        api.releases.$post({
          json: {
            environment: environment ?? '',
            title: title.trim(),
            note,
            tables,
            ...(flows.length === 0 ? {} : { flows }),
          },
        }),
      ),
    onSuccess: async ({ number }) => {
      await client.invalidateQueries({ queryKey: ['releases'] });
      await navigate({ to: `/releases/${number}` });
    },
  });
  const isReady = environment !== null && title.trim() !== '';
  return (
    <Modal opened onClose={onClose} title="Make a release" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) making.mutate();
        }}
      >
        <Stack>
          <Select
            label="Of what runs in"
            data={environments.map((one) => ({ value: one.name, label: one.title }))}
            value={environment}
            onChange={(name) => {
              setEnvironment(name);
              setFlows([]);
            }}
            allowDeselect={false}
          />
          <MultiSelect
            label="Flows"
            data={running}
            value={flows}
            onChange={setFlows}
            placeholder={flows.length === 0 ? 'Everything that runs there' : ''}
            searchable
          />
          <TextInput
            label="Title"
            placeholder="Charge implants by lot"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={120}
            data-autofocus
          />
          <Textarea
            label="What changes, for those who approve it"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
            autosize
            minRows={2}
            maxLength={4000}
          />
          <Radio.Group label="Reference tables" value={tables} onChange={(value) => setTables(value as typeof tables)}>
            <Stack gap={6} mt={6}>
              <Radio value="content" label="Move with their rows" />
              <Radio value="columns" label="Stay as they are there, as long as they have the columns that are read" />
            </Stack>
          </Radio.Group>
          <FormEnd act={making} disabled={!isReady} onCancel={onClose}>
            Make the release
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
