import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { type FlowDocument, type FlowNode, freeName } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { useMemo, useState } from 'react';
import { edit } from '../store/edit.ts';
import { showSample } from '../try/chosen.ts';
import { contentTypeOf, readSample, type Sample } from '../try/sample.ts';
import { BodyInput } from './body-input.tsx';
import { triggersBefore } from './message/at-node.ts';

/** Keeps a sample with the flow, under a name that is free, and shows it. */
export function keepSample(document: FlowDocument, sample: Sample): void {
  const taken = new Set(
    document.fixtures.filter(({ kind, node }) => kind === 'message' && node === sample.node).map(({ name }) => name),
  );
  const name = freeName(taken, sample.name);
  const { node, contentType, body } = sample;
  edit([{ op: 'set-fixture', fixture: { name, kind: 'message', node, contentType, body } }]);
  showSample(`${node}/${name}`);
}

/** What a sample is called that nobody names. */
const UNNAMED = 'Sample';

interface AddSampleProps {
  document: FlowDocument;
  /** The node that is looked at; null: whichever trigger. */
  node: string | null;
  isOpen: boolean;
  close: () => void;
}

/** A message written or pasted as it would come in at a trigger. */
export function AddSample({ document, node, isOpen, close }: AddSampleProps) {
  const all = placesFor(document, node);
  const [place, setPlace] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [body, setBody] = useState('');
  const at = all.find(({ id }) => id === place) ?? all[0];
  const base = { id: '', origin: 'fixture' as const, node: at?.id ?? '', contentType: contentTypeOf(at), body };
  const read = useMemo(
    () => (body.trim() === '' ? null : readSample({ ...base, name: '' }, document)),
    [body, base.node, document],
  );
  const fault = read !== null && 'sentence' in read ? read.sentence : null;
  const save = () => {
    keepSample(document, { ...base, name: name.trim() || UNNAMED });
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
          placeholder={UNNAMED}
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
        <BodyInput
          label="Message"
          description="As it would come in, byte for byte. Do not use real patient data: a sample travels with the flow."
          value={body}
          error={fault}
          onChange={setBody}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button disabled={body.trim() === ''} onClick={save}>
            Keep with the flow
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Where a sample may come in: at the triggers before the node, or at the node itself where none is. */
function placesFor(document: FlowDocument, node: string | null): FlowNode[] {
  if (node === null) return document.nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
  const places = triggersBefore(document, node, catalogue);
  return places.length > 0 ? places : document.nodes.filter(({ id }) => id === node);
}
