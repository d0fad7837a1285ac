import { Checkbox, Modal, MultiSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { environmentsQuery } from '../../frame/environments.ts';
import { meQuery } from '../../frame/session.ts';
import { FormEnd } from '../parts/form-end.tsx';
import { rolesQuery } from '../people/queries.ts';

/** Rights that no token may carry. */
const NEVER = ['token.own', 'user.manage', 'message.reveal'];

interface MakeTokenProps {
  /** The program it is for; left out: oneself. */
  service?: { id: string; name: string; permissions: readonly string[] };
  onMade: (token: string) => void;
  onClose: () => void;
}

export function MakeToken({ service, onMade, onClose }: MakeTokenProps) {
  const client = useQueryClient();
  const me = useQuery(meQuery).data;
  const words = useQuery(rolesQuery).data?.permissions ?? {};
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const [name, setName] = useState('');
  const [rights, setRights] = useState<string[]>([]);
  const [places, setPlaces] = useState<string[]>([]);
  const [days, setDays] = useState<number | string>(90);
  const making = useMutation({
    mutationFn: () => {
      const json = {
        name: name.trim(),
        permissions: rights as 'flow.see'[],
        days: Number(days),
        ...(places.length === 0 ? {} : { environments: places }),
      };
      return service === undefined
        ? ask(api.tokens.$post({ json }))
        : ask(api['service-accounts'][':id'].tokens.$post({ param: { id: service.id }, json }));
    },
    onSuccess: async ({ token }) => {
      await client.invalidateQueries({ queryKey: ['tokens'] });
      onMade(token);
    },
  });
  // Nobody gives a program more than they may themselves.
  const mine = (me?.permissions ?? []).filter(
    (right) => !NEVER.includes(right) && (service === undefined || service.permissions.includes(right)),
  );
  return (
    <Modal
      opened
      onClose={onClose}
      title={service === undefined ? 'New token' : `New token of ${service.name}`}
      size="xl"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          making.mutate();
        }}
      >
        <Stack>
          <TextInput
            label="Name"
            placeholder="CI of the flows repository"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={120}
            data-autofocus
          />
          <Checkbox.Group label="May" value={rights} onChange={setRights}>
            <Stack gap={8} mt={8} mah={280} style={{ overflowY: 'auto' }} tabIndex={0} role="group" aria-label="Rights">
              {mine.map((right) => (
                <Checkbox key={right} value={right} label={words[right] ?? right} />
              ))}
            </Stack>
          </Checkbox.Group>
          <MultiSelect
            label="In"
            placeholder={places.length === 0 ? 'Every environment you may reach' : ''}
            data={environments.map((one) => ({ value: one.name, label: one.title }))}
            value={places}
            onChange={setPlaces}
          />
          <NumberInput label="For how many days" min={1} max={365} value={days} onChange={setDays} maw={200} />
          <FormEnd act={making} disabled={name.trim() === '' || rights.length === 0} onCancel={onClose}>
            Make it
          </FormEnd>
        </Stack>
      </form>
    </Modal>
  );
}
