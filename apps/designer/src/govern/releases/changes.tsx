import { Badge, Collapse, Group, Paper, Text, Title, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { FlowDiff } from '@throughline/flow';
import type { FlowChange, Preview } from './queries.ts';
import classes from './releases.module.css';

const words: Record<FlowChange['change'], { label: string; colour: string }> = {
  added: { label: 'New there', colour: 'green' },
  behaviour: { label: 'Behaves differently', colour: 'orange' },
  called: { label: 'What it calls or checks differs', colour: 'orange' },
  drawing: { label: 'Drawn differently only', colour: 'gray' },
  same: { label: 'The same', colour: 'gray' },
};

function tableText({ name, change, rows }: Preview['tables'][number]): string {
  if (change === 'added') return `${name}: new there`;
  if (change === 'kept') return `${name}: stays as it is there`;
  const counts =
    rows === null
      ? []
      : [[rows.create, 'new'] as const, [rows.update, 'changed'] as const, [rows.remove, 'gone'] as const];
  const said = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return `${name}: ${said.length === 0 ? 'other rows' : said.join(', ')}`;
}

/** What only one of two releases has, or has otherwise. */
function namedText(named: NonNullable<Preview['contracts']>): string {
  const lines = [
    ...named.added.map((name) => `${name}: new`),
    ...named.changed.map((name) => `${name}: changed`),
    ...named.removed.map((name) => `${name}: gone`),
  ];
  return lines.length === 0 ? 'The same as of the release that is live there.' : lines.join(' · ');
}

/** What would be different, behaviour first. */
export function Changes({ preview: { flows, tables, contracts, policies } }: { preview: Preview }) {
  const order = ['behaviour', 'called', 'added', 'drawing', 'same'];
  const sorted = flows.toSorted((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
  const changed = tables.filter(({ change }) => change !== 'same');
  const sameTables = tables.length === 0 ? 'None is read.' : 'All have the same rows.';
  const others = [
    ['Reference tables', changed.length === 0 ? sameTables : changed.map(tableText).join(' · ')],
    ...(contracts === null ? [] : [['Contracts', namedText(contracts)]]),
    ...(policies === null ? [] : [['Rules of the house', namedText(policies)]]),
  ];
  return (
    <Paper
      withBorder
      radius="lg"
      bg="var(--surface)"
      className={classes.section}
      component="section"
      aria-labelledby="changes"
    >
      <Title order={2} fz="h4" id="changes" mb="xs">
        What would change
      </Title>
      <ul className={classes.list}>
        {sorted.map((flow) => (
          <li key={flow.id}>
            <FlowLine flow={flow} />
          </li>
        ))}
        {others.map(([title, text]) => (
          <li key={title}>
            <Text fz="sm" fw={600}>
              {title}
            </Text>
            <Text fz="sm" c="dimmed">
              {text}
            </Text>
          </li>
        ))}
      </ul>
    </Paper>
  );
}

function FlowLine({ flow }: { flow: FlowChange }) {
  const [isOpen, { toggle }] = useDisclosure(flow.change === 'behaviour');
  const { label, colour } = words[flow.change];
  const versions = flow.before === null ? `v${flow.after}` : `v${flow.before} → v${flow.after}`;
  const head = (
    <Group gap="sm" wrap="nowrap">
      {flow.diff !== null &&
        (isOpen ? <IconChevronDown size={15} aria-hidden /> : <IconChevronRight size={15} aria-hidden />)}
      <Text fz="sm" fw={600}>
        {flow.name}
      </Text>
      <Text fz="sm" c="dimmed" className="numeric">
        {versions}
      </Text>
      <Badge color={colour} variant="light" tt="none" c="var(--mantine-color-text)">
        {label}
      </Badge>
    </Group>
  );
  if (flow.diff === null) return head;
  return (
    <>
      <UnstyledButton onClick={toggle} aria-expanded={isOpen}>
        {head}
      </UnstyledButton>
      <Collapse expanded={isOpen}>
        <Differences diff={flow.diff as unknown as FlowDiff} />
      </Collapse>
    </>
  );
}

function Differences({ diff: { nodes, wires, fixtures, drawing } }: { diff: FlowDiff }) {
  const lines = [
    ...nodes.added.map(({ name }) => `+ step ${name}`),
    ...nodes.removed.map(({ name }) => `− step ${name}`),
    ...wires.added.map(({ from, port, to }) => `+ wire ${from}:${port} → ${to}`),
    ...wires.removed.map(({ from, port, to }) => `− wire ${from}:${port} → ${to}`),
    ...wires.rewired.map(
      ({ before, after }) => `~ wire ${before.from} → ${before.to}, now ${after.from} → ${after.to}`,
    ),
    ...fixtures.added.map(({ name }) => `+ sample ${name}`),
    ...fixtures.removed.map(({ name }) => `− sample ${name}`),
    ...(drawing.moved.length > 0 ? [`~ moved: ${drawing.moved.join(', ')}`] : []),
  ];
  return (
    <div className={classes.fields}>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
      {nodes.changed.map(({ after, fields }) =>
        fields.map((one) => (
          <div key={`${after.id}${one.field}`}>
            <div>
              ~ {after.name} {one.field}
            </div>
            <div className={classes.before}>− {brief(one.before)}</div>
            <div className={classes.after}>+ {brief(one.after)}</div>
          </div>
        )),
      )}
    </div>
  );
}

function brief(value: unknown): string {
  if (value === undefined) return '(not there)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
