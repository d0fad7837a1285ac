import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Instant } from '../../frame/instant.tsx';
import { knowsPasskeys, makeOnDevice, wordsOf } from '../../frame/passkey.ts';
import { Pending } from '../../frame/pending.tsx';
import { Notice } from '../parts/notice.tsx';
import { browserOf } from './browser.ts';
import { AccountPart } from './part.tsx';

type Passkey = AnswerOf<typeof api.passkeys.$get>['passkeys'][number];

const passkeysQuery = queryOptions({ queryKey: ['passkeys'], queryFn: () => ask(api.passkeys.$get()) });

/** Devices that one signs in with, by finger or PIN. */
export function Passkeys() {
  const passkeys = useQuery(passkeysQuery);
  const all = passkeys.data?.passkeys;
  return (
    <AccountPart
      id="passkeys"
      title="Passkeys"
      about="Sign in by the finger, the face or the PIN of a device: no password, and two factors at once."
    >
      {all === undefined ? (
        <Pending error={passkeys.error} again={passkeys.refetch} waitsFor="your passkeys" height={80} />
      ) : all.length === 0 ? (
        <Text fz="sm">None yet. Add the device you work on, and one more for the day it is lost.</Text>
      ) : (
        <Stack gap="xs">
          {all.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </Stack>
      )}
      {knowsPasskeys() ? (
        <AddPasskey />
      ) : (
        <Text fz="sm">
          Passkeys need a browser that knows them, and a name in the address: this page under localhost, or the
          hospital’s name for it.
        </Text>
      )}
    </AccountPart>
  );
}

function AddPasskey() {
  const client = useQueryClient();
  const [name, setName] = useState(() => browserOf(navigator.userAgent));
  const adding = useMutation({
    mutationFn: async () => {
      const options = await ask(api.passkeys.begin.$post());
      return ask(api.passkeys.$post({ json: { name: name.trim(), answer: await makeOnDevice(options) } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['passkeys'] }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        adding.mutate();
      }}
    >
      <Group align="end">
        <TextInput
          label="Name of the device"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={60}
        />
        <Button
          type="submit"
          leftSection={<IconFingerprint size={17} aria-hidden />}
          loading={adding.isPending}
          disabled={name.trim() === ''}
        >
          Add a passkey
        </Button>
      </Group>
      {adding.error !== null && (
        <Notice color="red" role="alert" mt="sm">
          {wordsOf(adding.error)}
        </Notice>
      )}
    </form>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const client = useQueryClient();
  const removing = useMutation({
    mutationFn: () => ask(api.passkeys[':id'].$delete({ param: { id: passkey.id } })),
    onSettled: () => client.invalidateQueries({ queryKey: ['passkeys'] }),
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text fz="sm" fw={600}>
          {passkey.name}
        </Text>
        <Text fz="xs" c="dimmed">
          Added <Instant at={passkey.createdAt} />
          {passkey.lastUsedAt !== null && (
            <>
              , last used <Instant at={passkey.lastUsedAt} />
            </>
          )}
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={`Take away ${passkey.name}`}
        loading={removing.isPending}
        onClick={() => removing.mutate()}
      >
        Take away
      </Button>
    </Group>
  );
}
