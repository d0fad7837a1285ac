import { Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { type Colour, Colours } from './colours.tsx';

export function CreateEnvironment({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [title, setTitle] = useState('');
  const [given, setGiven] = useState<string | null>(null);
  const [colour, setColour] = useState<Colour>('grape');
  const [isProtected, setProtected] = useState(false);
  const name = given ?? nameOf(title);
  const making = useMutation({
    mutationFn: () =>
      ask(api.environments.$post({ json: { name, title: title.trim(), colour, protected: isProtected } })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['environments'] });
      await navigate({ to: `/environments/${name}` });
      onClose();
    },
  });
  const isReady = name !== '' && title.trim() !== '';
  return (
    <Modal opened onClose={onClose} title="New environment" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) making.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Title"
            placeholder="Staging"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={60}
            data-autofocus
          />
          <TextInput
            label="Name"
            description="In addresses: /in/<name>/… It cannot be changed later."
            value={name}
            onChange={(event) => setGiven(event.currentTarget.value)}
            maxLength={31}
          />
          <Colours value={colour} onChange={setColour} />
          <Switch
            label="Protected"
            description="Takes releases only, and somebody else has to approve each; doors need authentication."
            checked={isProtected}
            onChange={(event) => setProtected(event.currentTarget.checked)}
          />
          <FormEnd act={making} disabled={!isReady} onCancel={onClose}>
            Make it
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}

function nameOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 31);
}
