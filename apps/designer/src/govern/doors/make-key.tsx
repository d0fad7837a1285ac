import { Group, Modal, NumberInput, Radio, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { FormEnd } from '../parts/form-end.tsx';
import type { NewKey } from './fresh-key.tsx';
import type { Client, Key } from './queries.ts';

const kinds: { kind: Key['kind']; label: string; about: string }[] = [
  { kind: 'api-key', label: 'API key', about: 'Sent in a header with every message.' },
  { kind: 'signature', label: 'Signing key', about: 'Signs every message, and is never sent.' },
  { kind: 'token', label: 'Access token', about: 'The client has tokens of your issuer; say what they call it.' },
  { kind: 'certificate', label: 'Certificate', about: 'The client has a certificate that a proxy checks.' },
  { kind: 'catalogue', label: 'Catalogue key', about: 'Reads what is open to it, and sends nothing.' },
];

export function MakeKey({
  client,
  onMade,
  onClose,
}: {
  client: Client;
  onMade: (key: NewKey) => void;
  onClose: () => void;
}) {
  const [kind, setKind] = useState<Key['kind']>('api-key');
  const [match, setMatch] = useState('');
  const [days, setDays] = useState<number | null>(365);
  const making = useMutation({
    mutationFn: () =>
      ask(
        api.clients[':id'].keys.$post({
          param: { id: client.id },
          json: kind === 'token' || kind === 'certificate' ? { kind, match, days } : { kind, days },
        }),
      ),
    onSuccess: onMade,
  });
  const needsMatch = kind === 'token' || kind === 'certificate';
  return (
    <Modal opened onClose={onClose} title={`New key for ${client.name}`} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <Stack>
          <Radio.Group label="Kind" value={kind} onChange={(value) => setKind(value as Key['kind'])}>
            <Stack gap="xs" mt={8}>
              {kinds.map((one) => (
                <Radio key={one.kind} value={one.kind} label={one.label} description={one.about} />
              ))}
            </Stack>
          </Radio.Group>
          {kind === 'token' && (
            <TextInput
              label="What its tokens call it"
              description="The value of the claim that the door looks at, such as client_id."
              value={match}
              maxLength={500}
              onChange={(event) => setMatch(event.currentTarget.value)}
            />
          )}
          {kind === 'certificate' && (
            <Textarea
              label="Its certificate"
              description="The certificate itself (PEM), its SHA-256 fingerprint, or its subject exactly as the proxy writes it."
              value={match}
              maxLength={20_000}
              autosize
              minRows={3}
              maxRows={8}
              onChange={(event) => setMatch(event.currentTarget.value)}
            />
          )}
          <Group align="end">
            <Switch
              label="Ends by itself"
              checked={days !== null}
              onChange={(event) => setDays(event.currentTarget.checked ? 365 : null)}
              mb={8}
            />
            {days !== null && (
              <NumberInput
                label="After days"
                min={1}
                max={1825}
                value={days}
                onChange={(value) => setDays(Number(value) || 1)}
                w={140}
              />
            )}
          </Group>
          <FormEnd act={making} disabled={needsMatch && match.trim() === ''} onCancel={onClose}>
            {needsMatch ? 'Know it by this' : 'Make it'}
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
