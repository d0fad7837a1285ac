import { ActionIcon, Button, Group, Menu, Text, Tooltip } from '@mantine/core';
import { IconChevronDown, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Fixture } from '@throughline/flow';
import { useCallback, useEffect, useState } from 'react';
import { api, ask } from '../../api.ts';
import { keysText } from '../../frame/command-palette.tsx';
import { environmentsQuery, lastEnvironment } from '../../frame/environments.ts';
import { tell } from '../actions/tell.ts';
import { flowsQuery } from '../flow/queries.ts';
import { useDocument } from '../store/document.ts';
import { showDialog, useView } from '../store/view.ts';
import { followRun, runOfMessage } from '../walk/follow.ts';
import { ConfirmSend } from './confirm-send.tsx';
import classes from './header.module.css';

const none: readonly Fixture[] = [];

/** Sends a pinned sample into the version that is live, and shows on the canvas where it goes. */
export function SendSample({ flow }: { flow: string }) {
  const environments = useQuery(environmentsQuery).data?.environments ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const environment = environments.find(({ name }) => name === (chosen ?? lastEnvironment(environments)));
  const live = useQuery({
    ...flowsQuery(environment?.name ?? ''),
    enabled: environment !== undefined,
  }).data?.flows.find(({ id }) => id === flow)?.live;
  const fixtures = useDocument(({ document }) => document?.fixtures ?? none);
  const samples = fixtures.filter(({ kind }) => kind === 'message');
  const navigate = useNavigate();
  const sending = useMutation({
    mutationFn: async (sample: Fixture) => {
      if (environment === undefined) throw new Error('There is no environment to send into.');
      const json = { environment: environment.name, trigger: sample.node, message: messageOf(sample), headers: {} };
      const sent = await ask(api.flows[':flow'].messages.$post({ param: { flow }, json }));
      const run = await runOfMessage(environment.name, flow, sent.messageId);
      if (run === null) throw new Error('It was accepted, but has not begun to run yet. Look for it among the runs.');
      if (sent.repeat) tell('This very message was sent before, so it has its one effect already. This is that run.');
      await followRun(run);
    },
    onError: (error) => tell(error.message, 'red'),
  });
  const [asked, setAsked] = useState<Fixture | null>(null);
  const isProtected = environment?.protected ?? false;
  const { mutate } = sending;
  /** Where partners are real and mistakes cost, somebody says so twice. */
  const send = useCallback(
    (sample: Fixture) => (isProtected ? setAsked(sample) : mutate(sample)),
    [isProtected, mutate],
  );
  const isAsked = useView(({ dialog }) => dialog === 'send');
  const isWalking = useView(({ walk }) => walk !== null);
  const first = samples[0];
  const why = whyNot();
  useEffect(() => {
    if (!isAsked) return;
    showDialog(null);
    if (why !== null) tell(why);
    else if (first !== undefined) send(first);
  }, [isAsked, first, why, send]);

  function whyNot(): string | null {
    if (first === undefined) return 'This flow has no sample message yet. Pin one at its trigger.';
    if (live == null)
      return `This flow is not live in ${environment?.title ?? 'any environment'} yet. Publish it and make it live there.`;
    return null;
  }

  return (
    <Group gap={1} wrap="nowrap">
      <Tooltip
        label={
          why ??
          `Send “${first?.name}” into version ${live?.version} in ${environment?.title}, ${keysText('Mod+Enter')}`
        }
        multiline
        maw={280}
        // Whoever has just sent it looks at what lies below the pointer.
        disabled={isWalking || sending.isPending}
      >
        <Button
          size="xs"
          variant="light"
          className={classes.short}
          aria-label="Send a sample"
          leftSection={<IconPlayerPlay size={14} stroke={1.9} aria-hidden />}
          loading={sending.isPending}
          disabled={sending.isPending}
          onClick={() => (why !== null ? tell(why) : first !== undefined && send(first))}
          style={{ borderTopRightRadius: 0, borderBottomRightRadius: 0 }}
        >
          Send a sample
        </Button>
      </Tooltip>
      <Menu position="bottom-end" shadow="md" width={270} withinPortal>
        <Menu.Target>
          <ActionIcon
            variant="light"
            size={30}
            aria-label="Which sample, and where"
            style={{ borderTopLeftRadius: 0, borderBottomLeftRadius: 0 }}
          >
            <IconChevronDown size={15} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Into</Menu.Label>
          {environments.map(({ name, title }) => (
            <Menu.Item
              key={name}
              closeMenuOnClick={false}
              onClick={() => setChosen(name)}
              fw={name === environment?.name ? 640 : 400}
            >
              {title}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Label>Sample</Menu.Label>
          {samples.length === 0 && (
            <Text fz="sm" c="dimmed" px="sm" pb="xs">
              None yet. Pin one at the trigger.
            </Text>
          )}
          {samples.map((sample) => (
            <Menu.Item key={`${sample.node} ${sample.name}`} disabled={live == null} onClick={() => send(sample)}>
              {sample.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            onClick={() => environment !== undefined && navigate({ to: `/${environment.name}/runs` as never })}
          >
            See its runs
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked !== null && environment !== undefined && (
        <ConfirmSend
          sample={asked.name}
          environment={environment.title}
          onSend={() => mutate(asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </Group>
  );
}

function messageOf({ body, contentType }: Fixture) {
  return { text: body, contentType };
}
