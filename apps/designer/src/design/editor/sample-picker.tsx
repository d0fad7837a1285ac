import {
  Button,
  Checkbox,
  Group,
  Modal,
  Popover,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
  Tooltip,
  UnstyledButton,
} from '@mantine/core';
import { IconChevronDown, IconPin, IconPlus } from '@tabler/icons-react';
import { type FlowDocument, freeName } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { useState } from 'react';
import { edit } from '../store/edit.ts';
import { CHOSEN_MAX, compareSample, showSample } from '../try/chosen.ts';
import { contentTypeOf, readSample, type Sample } from '../try/sample.ts';
import { triggersBefore } from './message/at-node.ts';
import classes from './node-editor.module.css';

interface SamplePickerProps {
  document: FlowDocument;
  /** The node that is looked at. */
  node: string;
  samples: readonly Sample[];
  chosen: readonly Sample[];
}

/** Which messages the node is looked at with: one shown, up to two more beside it. */
export function SamplePicker({ document, node, samples, chosen }: SamplePickerProps) {
  const [isOpen, setOpen] = useState(false);
  const [isAdding, setAdding] = useState(false);
  const shown = chosen[0];
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id;
  const several = new Set(samples.map((sample) => sample.node)).size > 1;
  return (
    <>
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" shadow="md" width={340} trapFocus>
        <Popover.Target>
          <UnstyledButton
            className={classes.sample}
            aria-label={shown === undefined ? 'Choose a sample' : `Sample: ${shown.name}. Change`}
            onClick={() => setOpen(!isOpen)}
          >
            <span className={classes.sampleName}>{shown?.name ?? 'No sample'}</span>
            {chosen.length > 1 && <span className={classes.more}>+{chosen.length - 1}</span>}
            <IconChevronDown size={14} aria-hidden />
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown p={6}>
          {samples.length === 0 && (
            <Text fz="sm" c="dimmed" p="xs">
              No sample yet. Add one to see values while you work; it travels with the flow.
            </Text>
          )}
          {samples.map((sample) => {
            const isChosen = chosen.some(({ id }) => id === sample.id);
            return (
              <div key={sample.id} className={classes.option} data-shown={sample.id === shown?.id || undefined}>
                <UnstyledButton
                  className={classes.choice}
                  onClick={() => {
                    showSample(sample.id);
                    setOpen(false);
                  }}
                >
                  <Text fz="sm" truncate>
                    {sample.name}
                  </Text>
                  <Text fz="xs" c="dimmed" truncate>
                    {sample.origin === 'example'
                      ? 'Example of the contract'
                      : several
                        ? `Comes in at ${nameOf(sample.node)}`
                        : 'Kept with the flow'}
                  </Text>
                </UnstyledButton>
                {sample.id !== shown?.id && (
                  <Tooltip
                    label={chosen.length >= CHOSEN_MAX && !isChosen ? 'Three at once at most' : 'Look at it as well'}
                  >
                    <Checkbox
                      size="xs"
                      aria-label={`Look at ${sample.name} as well`}
                      checked={isChosen}
                      disabled={chosen.length >= CHOSEN_MAX && !isChosen}
                      onChange={() => shown !== undefined && compareSample(sample.id, shown.id)}
                    />
                  </Tooltip>
                )}
              </div>
            );
          })}
          <Group mt={6} gap={6}>
            <Button
              size="xs"
              variant="light"
              leftSection={<IconPlus size={14} aria-hidden />}
              onClick={() => {
                setOpen(false);
                setAdding(true);
              }}
            >
              Add a sample
            </Button>
            {shown?.origin === 'example' && (
              <Button
                size="xs"
                variant="subtle"
                leftSection={<IconPin size={14} aria-hidden />}
                onClick={() => keepSample(document, shown)}
              >
                Keep this one with the flow
              </Button>
            )}
          </Group>
        </Popover.Dropdown>
      </Popover>
      <AddSample document={document} node={node} isOpen={isAdding} close={() => setAdding(false)} />
    </>
  );
}

function keepSample(document: FlowDocument, sample: Sample): void {
  const taken = new Set(
    document.fixtures.filter(({ kind, node }) => kind === 'message' && node === sample.node).map(({ name }) => name),
  );
  const name = freeName(taken, sample.name);
  const { node, contentType, body } = sample;
  edit([{ op: 'set-fixture', fixture: { name, kind: 'message', node, contentType, body } }]);
  showSample(`${node}/${name}`);
}

interface AddSampleProps {
  document: FlowDocument;
  node: string;
  isOpen: boolean;
  close: () => void;
}

/** A message written or pasted as it would come in at a trigger. */
export function AddSample({ document, node, isOpen, close }: AddSampleProps) {
  const places = triggersBefore(document, node, catalogue);
  const own = document.nodes.find(({ id }) => id === node);
  const all = places.length > 0 ? places : own === undefined ? [] : [own];
  const [place, setPlace] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [body, setBody] = useState('');
  const at = all.find(({ id }) => id === place) ?? all[0];
  const sample: Sample = {
    id: '',
    name,
    origin: 'fixture',
    node: at?.id ?? node,
    contentType: contentTypeOf(at),
    body,
  };
  const read = body.trim() === '' ? null : readSample(sample, document);
  const fault = read !== null && 'sentence' in read ? read.sentence : null;
  const save = () => {
    keepSample(document, { ...sample, name: name.trim() });
    setName('');
    setBody('');
    close();
  };
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title="Add a sample"
      size="lg"
      zIndex={400}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder="knee-replacement"
          value={name}
          maxLength={120}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {all.length > 1 && (
          <Select
            label="Comes in at"
            data={all.map(({ id, name: label }) => ({ value: id, label }))}
            value={at?.id ?? null}
            allowDeselect={false}
            onChange={setPlace}
            comboboxProps={{ zIndex: 500 }}
          />
        )}
        <Textarea
          label="Message"
          description="As it would come in, byte for byte. Do not paste real patient data: a sample travels with the flow."
          autosize
          minRows={10}
          maxRows={20}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          value={body}
          error={fault}
          onChange={(event) => setBody(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button disabled={name.trim() === '' || body === ''} onClick={save}>
            Keep with the flow
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
