import { Badge, Button, Center, Code, Container, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { IconFileDownload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { type AnswerOf, api, ask } from '../../api.ts';
import { Brand } from '../../frame/brand.tsx';
import { Instant } from '../../frame/instant.tsx';
import { Pending } from '../../frame/pending.tsx';
import { useTitle } from '../../frame/title.ts';
import { saveJson } from '../doors/download.ts';
import { kindWords, limitText, number, waysList } from '../doors/words.ts';
import { Day } from '../parts/day.tsx';
import { Notice } from '../parts/notice.tsx';
import { Problems } from '../parts/reason-modal.tsx';
import { exampleOf } from './example.ts';

type Found = AnswerOf<typeof api.catalogue.$get>;

/** Kept for this tab alone, so that a reload asks nobody. */
const KEPT = 'throughline.catalogue.key';
const withKey = (key: string) => ({ headers: { 'x-client-key': key } });

/** What is open to a partner, read with the partner's own key; nobody signs in here. */
export function CataloguePage() {
  useTitle('Catalogue');
  const [key, setKey] = useState(sessionStorage.getItem(KEPT) ?? '');
  const found = useQuery({
    queryKey: ['catalogue', key],
    queryFn: () => ask(api.catalogue.$get({}, withKey(key))),
    enabled: key !== '',
    retry: false,
  });
  const keep = (next: string) => {
    if (next === '') sessionStorage.removeItem(KEPT);
    else sessionStorage.setItem(KEPT, next);
    setKey(next);
  };
  if (key === '' || (found.error !== null && found.data === undefined)) {
    return <Enter error={found.error} onKey={keep} />;
  }
  return (
    <Container component="main" size={1000} py="xl" mih="100dvh">
      <Group justify="space-between" mb="xl">
        <Brand size={28} />
        <Button variant="default" size="xs" onClick={() => keep('')}>
          Leave
        </Button>
      </Group>
      {found.data === undefined ? (
        <Pending error={found.error} again={found.refetch} waitsFor="the catalogue" height={320} />
      ) : (
        <Contents found={found.data} ownKey={key} />
      )}
    </Container>
  );
}

function Enter({ error, onKey }: { error: Error | null; onKey: (key: string) => void }) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('key');
    if (typeof given === 'string' && given.trim() !== '') onKey(given.trim());
  };
  return (
    <Center component="main" mih="100dvh" p="md" className="sign-in">
      <Stack w="100%" maw={420} gap="lg">
        <Brand size={32} />
        <Paper withBorder shadow="sm" radius="lg" p="xl">
          <form onSubmit={submit}>
            <Stack>
              <div>
                <Title order={1} fz="h3">
                  Catalogue
                </Title>
                <Text c="dimmed" fz="sm" mt={4}>
                  What is open to your program, how to send, and what came of it.
                </Text>
              </div>
              {error !== null && <Problems error={error} />}
              <PasswordInput
                name="key"
                label="Your catalogue key"
                description="You have it from whoever registered your program. It stays in this tab."
                autoComplete="off"
                autoFocus
                maxLength={200}
              />
              <Button type="submit">Read it</Button>
            </Stack>
          </form>
        </Paper>
      </Stack>
    </Center>
  );
}

function Contents({ found, ownKey }: { found: Found; ownKey: string }) {
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} fz="h2">
          Open to {found.client}
        </Title>
        <Text c="dimmed" fz="sm">
          In {found.environment}. A message is kept safely before it is answered; send again whatever was not answered,
          or was answered with 429 or 503.
        </Text>
      </div>
      {found.doors.length === 0 && (
        <Notice color="orange">No door is open to you yet; ask whoever gave you the key.</Notice>
      )}
      {found.doors.map((door) => (
        <DoorCard key={`${door.flow}/${door.node}`} door={door} ownKey={ownKey} />
      ))}
      <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-label="Your keys">
        <Title order={2} fz="h4" mb="sm">
          Your keys
        </Title>
        <Stack gap={6}>
          {found.keys.map(({ kind, hint, expiresAt, lastUsedAt }) => (
            <Text key={`${kind}${hint}`} fz="sm">
              {kindWords[kind]} <Code>{hint}</Code>,{' '}
              {lastUsedAt === null ? (
                'never used'
              ) : (
                <>
                  last used <Instant at={lastUsedAt} />
                </>
              )}
              {expiresAt !== null && (
                <>
                  , ends <Day at={expiresAt} />
                </>
              )}
            </Text>
          ))}
        </Stack>
      </Paper>
    </Stack>
  );
}

function DoorCard({ door, ownKey }: { door: Found['doors'][number]; ownKey: string }) {
  const describing = useMutation({
    mutationFn: () => ask(api.catalogue[':flow'].openapi.$get({ param: { flow: door.flow } }, withKey(ownKey))),
    onSuccess: (description) => saveJson(description, `${door.flow}.openapi.json`),
  });
  const isDeprecated = door.deprecatedAt !== null && new Date(door.deprecatedAt) <= new Date();
  return (
    <Paper withBorder radius="lg" p="lg" bg="var(--surface)" component="section" aria-label={door.title}>
      <Group justify="space-between" align="start" mb="xs">
        <div>
          <Group gap="xs">
            <Title order={2} fz="h4">
              {door.title}
            </Title>
            <Badge color="gray" variant="light" tt="none" c="var(--mantine-color-text)">
              {[door.domain, `v${door.version}`].filter(Boolean).join(' · ')}
            </Badge>
            {isDeprecated && (
              <Badge color="orange" variant="light" tt="none" c="var(--mantine-color-text)">
                On its way out
              </Badge>
            )}
          </Group>
          <Text fz="sm" mt={4}>
            {door.summary}
          </Text>
        </div>
        {door.method !== null && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconFileDownload size={15} aria-hidden />}
            aria-label={`OpenAPI of ${door.title}`}
            loading={describing.isPending}
            onClick={() => describing.mutate()}
          >
            OpenAPI
          </Button>
        )}
      </Group>
      {(door.sunsetAt !== null || door.successor !== null) && (
        <Notice color="orange" mb="sm">
          {door.sunsetAt !== null && `Closes for good on ${door.sunsetAt.slice(0, 10)}. `}
          {door.successor !== null && `What takes its place: ${door.successor}`}
        </Notice>
      )}
      <Stack gap={4}>
        <Fact name="Send to">
          <Code fz="sm">
            {door.method === null ? door.place : `${door.method} ${window.location.origin}${door.place}`}
          </Code>
        </Fact>
        <Fact name="Prove yourself by">{waysList(door.ways) || 'nothing yet: it lets nobody in'}</Fact>
        <Fact name="At most">{limitText(door.rate, door.quota)}</Fact>
        {door.contract !== null && <Fact name="Must fit">{door.contract}</Fact>}
        {door.owner !== '' && <Fact name="Owner">{door.owner}</Fact>}
        <Fact name="In 30 days">
          {number(door.use.accepted)} accepted, {number(door.use.refused)} refused, {number(door.use.limited)} too often
        </Fact>
        {!door.live && <Fact name="State">Not live yet: it answers 404.</Fact>}
      </Stack>
      {door.method !== null && (
        <Code block mt="sm" fz="xs" tabIndex={0} aria-label={`How to send to ${door.title}`}>
          {exampleOf({ ...door, method: door.method }, window.location.origin)}
        </Code>
      )}
      {describing.error !== null && <Problems error={describing.error} />}
    </Paper>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Group gap="sm" wrap="nowrap" align="baseline">
      <Text fz="sm" c="dimmed" w={140} style={{ flexShrink: 0 }}>
        {name}
      </Text>
      <Text fz="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}
