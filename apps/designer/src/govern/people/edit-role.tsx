import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { Problems } from '../parts/reason-modal.tsx';
import type { Roles } from './queries.ts';

interface EditRoleProps {
  /** Null: a new one. */
  role: Roles['roles'][number] | null;
  permissions: Roles['permissions'];
  onClose: () => void;
}

/** What a role is called and may do. */
export function EditRole({ role, permissions, onClose }: EditRoleProps) {
  const client = useQueryClient();
  const [title, setTitle] = useState(role?.title ?? '');
  const [sentence, setSentence] = useState(role?.sentence ?? '');
  const [rights, setRights] = useState<string[]>([...(role?.permissions ?? [])]);
  const name = role?.name ?? nameOf(title);
  const done = async () => {
    await client.invalidateQueries({ queryKey: ['users'] });
    onClose();
  };
  const saving = useMutation({
    mutationFn: () =>
      ask(
        api.roles[':role'].$put({
          param: { role: name },
          json: { title: title.trim(), sentence: sentence.trim(), permissions: rights as 'flow.see'[] },
        }),
      ),
    onSuccess: done,
  });
  const removing = useMutation({
    mutationFn: () => ask(api.roles[':role'].$delete({ param: { role: name } })),
    onSuccess: done,
  });
  const error = saving.error ?? removing.error;
  return (
    <Modal opened onClose={onClose} title={role === null ? 'A further role' : role.title} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Title"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            maxLength={60}
            data-autofocus
          />
          <TextInput
            label="In a sentence"
            description="For whoever gives it to somebody."
            value={sentence}
            onChange={(event) => setSentence(event.currentTarget.value)}
            maxLength={300}
          />
          <Checkbox.Group label="May" value={rights} onChange={setRights}>
            <Stack gap={8} mt={8} mah={300} style={{ overflowY: 'auto' }} tabIndex={0} role="group" aria-label="Rights">
              {Object.entries(permissions).map(([right, words]) => (
                <Checkbox key={right} value={right} label={words} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Text fz="xs" c="dimmed">
            The sessions of everybody who has this role end, so that nobody goes on with what they no longer may.
          </Text>
          {error !== null && <Problems error={error} />}
          <Group justify="space-between">
            {role !== null && !role.builtIn ? (
              <Button variant="default" loading={removing.isPending} onClick={() => removing.mutate()}>
                Take it back
              </Button>
            ) : (
              <span />
            )}
            <Group>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button
                type="submit"
                loading={saving.isPending}
                disabled={name === '' || sentence.trim() === '' || title.trim() === ''}
              >
                Save
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** A role is known by a name that is made of its first title. */
function nameOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
    .slice(0, 31);
}
