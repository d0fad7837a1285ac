import { Alert, Button, Group, Modal, Select, Stack, Text, Textarea, TextInput, UnstyledButton } from '@mantine/core';
import { IconApi, IconFileImport, IconFilePlus, IconGitBranch, IconMessage } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { slug } from '@throughline/flow';
import { type ComponentType, useEffect, useState } from 'react';
import { api, ask } from '../../api.ts';
import type { FlowRow } from '../flow/queries.ts';
import { FileField } from './file-field.tsx';
import classes from './list.module.css';
import { type FromApi, OpenApiFields } from './openapi-fields.tsx';
import { slugOf } from './slug.ts';

interface IconProps {
  size?: number;
  stroke?: number;
  'aria-hidden'?: boolean;
}

type Way = 'blank' | 'copy' | 'sample' | 'openapi' | 'file';

const ways: Record<Way, { label: string; about: string; Icon: ComponentType<IconProps> }> = {
  blank: { label: 'Blank', about: 'Begin with an empty canvas', Icon: IconFilePlus },
  copy: {
    label: 'Copy of a flow',
    about: 'Begin with what a shipped flow, or one of yours, does',
    Icon: IconGitBranch,
  },
  sample: { label: 'Sample message', about: 'Trigger, check, mapping and connector made for it', Icon: IconMessage },
  openapi: { label: 'OpenAPI', about: 'Around one operation of a described API', Icon: IconApi },
  file: { label: 'Saved flow', about: 'From a JSON file of another Throughline', Icon: IconFileImport },
};

/** Begins a flow. */
export function CreateDialog({
  open,
  flows,
  onClose,
}: {
  open: { from: FlowRow | null } | null;
  flows: readonly FlowRow[];
  onClose: () => void;
}) {
  return (
    <Modal
      opened={open !== null}
      onClose={onClose}
      title="New flow"
      size={600}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {open !== null && <Create key={open.from?.id} from={open.from} flows={flows} onClose={onClose} />}
    </Modal>
  );
}

function Create({ from, flows, onClose }: { from: FlowRow | null; flows: readonly FlowRow[]; onClose: () => void }) {
  const [way, setWay] = useState<Way>(from === null ? 'blank' : 'copy');
  const [name, setName] = useState(from === null ? '' : `${from.name}, copy`);
  const [ownId, setOwnId] = useState<string | null>(null);
  const [source, setSource] = useState(from?.id ?? flows[0]?.id ?? null);
  const [document, setDocument] = useState<Record<string, unknown> | null>(null);
  const [sample, setSample] = useState('');
  const [described, setDescribed] = useState<FromApi>({ text: '', operation: null, direction: 'send' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = ownId ?? slugOf(name);
  const isTaken = flows.some((flow) => flow.id === id);
  const isNamed = name.trim() !== '' && slug.safeParse(id).success && !isTaken;
  const isReady = isNamed && hasOrigin();
  const creating = useMutation({
    mutationFn: begin,
    onSuccess: async (made) => {
      void client.invalidateQueries({ queryKey: ['flows'] });
      onClose();
      await navigate({ to: '/flows/$flow', params: { flow: made.id } });
    },
  });
  useEffect(() => {
    const said = document?.['name'];
    if (typeof said === 'string') setName((now) => (now === '' ? said : now));
  }, [document]);

  function hasOrigin(): boolean {
    if (way === 'file') return document !== null;
    if (way === 'sample') return sample.trim() !== '';
    return way !== 'openapi' || described.operation !== null;
  }

  function begin(): Promise<{ id: string }> {
    const named = { id, name: name.trim() };
    if (way === 'sample') {
      const message = { body: sample, contentType: '' };
      return ask(api.flows['from-sample'].$post({ json: { ...named, message } }));
    }
    if (way === 'openapi' && described.operation !== null) {
      const { text, operation, direction } = described;
      return ask(api.flows['from-openapi'].$post({ json: { ...named, text, operation, direction } }));
    }
    return ask(api.flows.$post({ json: { ...named, ...originOf() } }));
  }

  function originOf() {
    if (way === 'copy' && source !== null) return { from: { flow: source } };
    if (way === 'file' && document !== null) return { from: { document } };
    return {};
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) creating.mutate();
      }}
    >
      <Stack gap="md">
        <div className={classes.ways} role="radiogroup" aria-label="Begin with">
          {(Object.keys(ways) as Way[]).map((one) => {
            const { label, about, Icon } = ways[one];
            return (
              <UnstyledButton
                key={one}
                role="radio"
                aria-checked={way === one}
                className={classes.way}
                onClick={() => setWay(one)}
              >
                <Icon size={20} stroke={1.6} aria-hidden />
                <span>
                  <Text fz="sm" fw={600}>
                    {label}
                  </Text>
                  <Text fz="xs" c="dimmed">
                    {about}
                  </Text>
                </span>
              </UnstyledButton>
            );
          })}
        </div>
        {way === 'copy' && (
          <Select
            label="Flow"
            searchable
            allowDeselect={false}
            data={flows.map((flow) => ({ value: flow.id, label: flow.name }))}
            value={source}
            onChange={setSource}
          />
        )}
        {way === 'file' && <FileField onRead={setDocument} />}
        {way === 'openapi' && <OpenApiFields value={described} onChange={setDescribed} />}
        {way === 'sample' && (
          <Textarea
            label="Message"
            description="As it comes in: JSON, HL7 v2 or CSV. It is kept with the flow as a pinned sample."
            minRows={4}
            maxRows={10}
            autosize
            classNames={{ input: classes.mono }}
            value={sample}
            onChange={(event) => setSample(event.currentTarget.value)}
          />
        )}
        <TextInput
          data-autofocus
          label="Name"
          placeholder="Goods receipt to accounts payable"
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Id"
          description="In addresses, in git and in the logs; it stays when the name changes."
          maxLength={64}
          classNames={{ input: classes.mono }}
          value={id}
          error={
            isTaken
              ? 'There is a flow of this id already.'
              : id !== '' && !slug.safeParse(id).success
                ? 'Lower-case letters, digits and inner hyphens.'
                : undefined
          }
          onChange={(event) => setOwnId(event.currentTarget.value)}
        />
        {creating.error !== null && (
          <Alert color="red" variant="light" role="alert">
            {creating.error.message}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs" className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={creating.isPending} disabled={!isReady}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
