import { ActionIcon, Badge, Button, Group, Select, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type Fixture, freeName } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { useState } from 'react';
import { Changeable } from '../../frame/changeable.tsx';
import { BodyInput } from '../editor/body-input.tsx';
import { useTyped } from '../editor/typed.ts';
import { openDocument, useDocument, useMayEdit } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { contentTypeOf } from './sample.ts';
import classes from './try.module.css';

const keyOf = ({ kind, node, name }: Fixture) => `${kind} ${node} ${name}`;

/** Messages and partners' answers that travel with the flow: look at one, write it anew, add and take away. */
export function SamplesTab() {
  const document = useDocument((state) => state.document)!;
  const mayEdit = useMayEdit();
  const { fixtures, nodes } = document;
  const [at, setAt] = useState<string | null>(null);
  const shown = fixtures.find((one) => keyOf(one) === at) ?? fixtures[0];
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name ?? id;
  const takes = nodes.filter(({ type }) => catalogue.get(type)?.kind === 'trigger');
  const answers = nodes.filter(
    ({ type }) => catalogue.get(type)?.kind === 'connector' || type === 'enrich.http-lookup',
  );
  return (
    <div className={classes.try}>
      <Group gap="xs" className={classes.controls}>
        {mayEdit && (
          <>
            <AddMenu label="Add a message" nodes={takes} add={(node) => setAt(keyOf(added('message', node)))} />
            <AddMenu label="Add an answer" nodes={answers} add={(node) => setAt(keyOf(added('answer', node)))} />
          </>
        )}
        <Text fz="xs" c="dimmed">
          A message comes in at a trigger; an answer is what the partner of a node says when the flow is tried.
        </Text>
      </Group>
      <div className={classes.result}>
        <ol className={classes.steps} aria-label="Samples and answers">
          {fixtures.map((fixture) => (
            <li key={keyOf(fixture)}>
              <UnstyledButton
                className={classes.step}
                aria-current={fixture === shown || undefined}
                onClick={() => setAt(keyOf(fixture))}
              >
                <span className={classes.name}>{fixture.name}</span>
                <span className={classes.took}>
                  {fixture.kind === 'answer' ? `answers ${nameOf(fixture.node)}` : nameOf(fixture.node)}
                  {fixture.kind === 'message' && fixture.expect !== undefined ? ', test' : ''}
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ol>
        <div className={classes.detail}>
          {shown === undefined ? (
            <p className={classes.none}>Nothing kept yet.</p>
          ) : (
            <Changeable may={mayEdit}>
              <FixtureForm key={keyOf(shown)} fixture={shown} follow={setAt} />
            </Changeable>
          )}
        </div>
      </div>
    </div>
  );
}

function AddMenu({
  label,
  nodes,
  add,
}: {
  label: string;
  nodes: { id: string; name: string }[];
  add: (node: string) => void;
}) {
  const only = nodes.length === 1 ? nodes[0] : undefined;
  if (nodes.length === 0) return null;
  if (only !== undefined) {
    return (
      <Button size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => add(only.id)}>
        {label}
      </Button>
    );
  }
  return (
    <Select
      size="xs"
      w={190}
      aria-label={label}
      placeholder={label}
      leftSection={<IconPlus size={14} aria-hidden />}
      data={nodes.map(({ id, name }) => ({ value: id, label: name }))}
      value={null}
      onChange={(node) => node !== null && add(node)}
    />
  );
}

function added(kind: Fixture['kind'], node: string): Fixture {
  const document = openDocument();
  const taken = new Set(
    document.fixtures.filter((one) => one.kind === kind && one.node === node).map(({ name }) => name),
  );
  const own = document.nodes.find(({ id }) => id === node);
  const isHl7 = own?.type === 'connector.mllp';
  const fixture: Fixture =
    kind === 'message'
      ? { name: freeName(taken, 'sample'), kind, node, contentType: contentTypeOf(own), body: '{}' }
      : {
          name: freeName(taken, 'Answer'),
          kind,
          node,
          contentType: isHl7 ? 'x-application/hl7-v2+er7' : 'application/json',
          body: isHl7 ? '' : '{}',
          expect: { status: isHl7 ? 'AA' : '200' },
        };
  edit([{ op: 'set-fixture', fixture: fixture as never }]);
  return fixture;
}

function FixtureForm({ fixture, follow }: { fixture: Fixture; follow: (key: string) => void }) {
  const { name, kind, node } = fixture;
  const put = (next: Fixture) =>
    edit([{ op: 'set-fixture', fixture: next as never, was: fixture as never }], {
      gesture: `fixture ${keyOf(fixture)}`,
    });
  const title = useTyped(name, (next) => {
    const isTaken = openDocument().fixtures.some((one) => keyOf(one) === keyOf({ ...fixture, name: next.trim() }));
    if (next.trim() === '' || isTaken) return false;
    const renamed = { ...fixture, name: next.trim() };
    edit(
      [
        { op: 'remove-fixture', name, kind, node },
        { op: 'set-fixture', fixture: renamed as never },
      ],
      { label: 'Rename sample' },
    );
    follow(keyOf(renamed));
    return true;
  });
  const body = useTyped(fixture.body, (next) => put({ ...fixture, body: next }));
  const type = useTyped(fixture.contentType, (next) => put({ ...fixture, contentType: next }));
  const expect = (fixture.expect ?? {}) as { status?: string };
  const status = useTyped(expect.status ?? '', (next) => put({ ...fixture, expect: { ...expect, status: next } }));
  return (
    <Stack gap="sm" className={classes.form}>
      <Group gap="sm" align="flex-end" wrap="nowrap">
        <TextInput
          size="xs"
          label="Name"
          style={{ flex: 1 }}
          value={title.shown}
          onChange={(event) => title.type(event.currentTarget.value)}
          onBlur={title.leave}
        />
        {kind === 'answer' && (
          <TextInput
            size="xs"
            label="Status"
            w={90}
            value={status.shown}
            onChange={(event) => status.type(event.currentTarget.value)}
            onBlur={status.flush}
          />
        )}
        <TextInput
          size="xs"
          label="Content type"
          w={210}
          value={type.shown}
          onChange={(event) => type.type(event.currentTarget.value)}
          onBlur={type.flush}
        />
        {kind === 'message' && fixture.expect !== undefined && (
          <Badge variant="light" color="gray" tt="none" mb={5}>
            Test
          </Badge>
        )}
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={`Remove ${name}`}
          onClick={() => edit([{ op: 'remove-fixture', name, kind, node, was: fixture as never }])}
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
      <BodyInput size="xs" label="Body" rows={[6, 14]} value={body.shown} onChange={body.type} onBlur={body.flush} />
    </Stack>
  );
}
