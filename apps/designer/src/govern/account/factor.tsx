import { Badge, Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, ask } from '../../api.ts';
import { meQuery } from '../../frame/session.ts';
import { Notice } from '../parts/notice.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { AccountPart } from './part.tsx';

/** A code of an app beside the password. */
export function SecondFactor({ isSetUp }: { isSetUp: boolean }) {
  const [recovery, setRecovery] = useState<string[] | null>(null);
  return (
    <AccountPart
      id="factor"
      title="Second factor"
      badge={
        <Badge color={isSetUp ? 'green' : 'gray'} variant="light" tt="none" c="var(--mantine-color-text)">
          {isSetUp ? 'Set up' : 'Not set up'}
        </Badge>
      }
      about="A code of your authenticator app, asked for beside the password. Some environments let nobody change anything without one."
    >
      {recovery !== null && <Recovery codes={recovery} />}
      {isSetUp ? <TakeAway /> : <SetUp onDone={setRecovery} />}
    </AccountPart>
  );
}

function SetUp({ onDone }: { onDone: (recovery: string[]) => void }) {
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const beginning = useMutation({ mutationFn: () => ask(api['second-factor'].$post()) });
  const confirming = useMutation({
    mutationFn: () => ask(api['second-factor'].$put({ json: { code } })),
    onSuccess: async ({ recovery }) => {
      onDone(recovery);
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  if (beginning.data === undefined) {
    return (
      <>
        {beginning.error !== null && <Problems error={beginning.error} />}
        <Button loading={beginning.isPending} onClick={() => beginning.mutate()} style={{ alignSelf: 'start' }}>
          Set it up
        </Button>
      </>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirming.mutate();
      }}
    >
      <Stack>
        <Text fz="sm">
          Add this key to your authenticator app (on this device: <a href={beginning.data.uri}>open it there</a>), then
          type the code that it shows.
        </Text>
        <Code fz="md" style={{ alignSelf: 'start', letterSpacing: '0.08em' }}>
          {beginning.data.key.replaceAll(/(.{4})/g, '$1 ').trim()}
        </Code>
        <TextInput
          label="Code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={6}
          maw={160}
        />
        {confirming.error !== null && <Problems error={confirming.error} />}
        <Button
          type="submit"
          loading={confirming.isPending}
          disabled={code.length !== 6}
          style={{ alignSelf: 'start' }}
        >
          Confirm
        </Button>
      </Stack>
    </form>
  );
}

function Recovery({ codes }: { codes: readonly string[] }) {
  return (
    <Notice color="green" title="Keep these codes: they are shown once">
      <Text fz="sm" mb="xs">
        Each of them signs you in once when your device is lost.
      </Text>
      <Code block>{codes.join('\n')}</Code>
    </Notice>
  );
}

function TakeAway() {
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const removing = useMutation({
    mutationFn: () => ask(api['second-factor'].$delete({ json: { code } })),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        removing.mutate();
      }}
    >
      <Group align="end">
        <TextInput
          label="Take it away with a last code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          maxLength={20}
        />
        <Button type="submit" variant="default" loading={removing.isPending} disabled={code.length < 6}>
          Take it away
        </Button>
      </Group>
      {removing.error !== null && <Problems error={removing.error} />}
    </form>
  );
}
