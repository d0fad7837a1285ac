import { ActionIcon, Paper, Table, Text, Title } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { type Fate, fateNames, fates } from '../../frame/states.tsx';
import { numberText, unaccounted } from './counts.ts';
import { FlowEmpty } from './flow-empty.tsx';
import classes from './home.module.css';
import { type Counts, type Flow, ledgerQuery } from './queries.ts';
import { ShareBar } from './share-bar.tsx';

export function FlowTable({ environment, flows }: { environment: string; flows: readonly Flow[] }) {
  return (
    <Paper component="section" className={classes.card} aria-labelledby="flows">
      <Title order={2} id="flows" fz="h4" className={classes.heading}>
        Flows
      </Title>
      {flows.length === 0 ? (
        <FlowEmpty environment={environment} />
      ) : (
        <Table.ScrollContainer minWidth={620} type="native" tabIndex={0}>
          <Table verticalSpacing="sm" horizontalSpacing="sm" className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Flow</Table.Th>
                <Table.Th className={classes.number}>Received</Table.Th>
                {fateNames.map((fate) => (
                  <Table.Th key={fate} className={classes.number}>
                    {fates[fate].label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {flows.map((flow) => (
                <FlowRows key={flow.id} environment={environment} flow={flow} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

function FlowRows({ environment, flow }: { environment: string; flow: Flow }) {
  const [isOpen, setOpen] = useState(false);
  const hasMessages = flow.counts.accepted > 0;
  return (
    <Fragment>
      <Table.Tr>
        <Table.Th scope="row" className={classes.name}>
          <div className={classes.named}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="sm"
              aria-expanded={isOpen}
              aria-label={`Destinations of ${flow.name}`}
              disabled={!hasMessages}
              className={classes.opener}
              onClick={() => setOpen(!isOpen)}
            >
              <IconChevronRight size={16} aria-hidden />
            </ActionIcon>
            <div className={classes.grows}>
              <Text fw={600} fz="sm">
                {flow.name}
              </Text>
              <Text c="dimmed" fz="xs" className="numeric">
                {liveText(flow)}
              </Text>
              {hasMessages && <ShareBar counts={flow.counts} />}
            </div>
          </div>
        </Table.Th>
        <Numbers counts={flow.counts} />
      </Table.Tr>
      {isOpen && <Destinations environment={environment} flow={flow.id} />}
    </Fragment>
  );
}

function liveText({ live, version }: Flow): string {
  if (live === null) return version === null ? 'Draft' : 'Not live here';
  const newest = version === null || version === live.version ? '' : `, newest is ${version}`;
  return `Version ${live.version}${live.active ? '' : ', stopped'}${newest}`;
}

function Destinations({ environment, flow }: { environment: string; flow: string }) {
  const { data } = useQuery(ledgerQuery(environment, flow));
  return data?.destinations.map((line) => (
    <Table.Tr key={line.destination} className={classes.inner}>
      <Table.Th scope="row">
        <Text fz="xs" ff="monospace" pl={34} truncate>
          {line.destination}
        </Text>
      </Table.Th>
      <Numbers counts={line} />
    </Table.Tr>
  ));
}

function Numbers({ counts }: { counts: Counts }) {
  return (
    <>
      <Table.Td className={classes.number}>
        {counts.accepted === 0 ? <span className={classes.zero}>0</span> : numberText(counts.accepted)}
        {unaccounted(counts) !== 0 && (
          <Text className={classes.lost}>{numberText(unaccounted(counts))} unaccounted</Text>
        )}
      </Table.Td>
      {fateNames.map((fate) => (
        <Table.Td key={fate} className={classes.number}>
          <Count fate={fate} value={counts[fate]} />
        </Table.Td>
      ))}
    </>
  );
}

/** Zeros step back; what waits for a person steps forward. */
function Count({ fate, value }: { fate: Fate; value: number }) {
  if (value === 0) return <span className={classes.zero}>0</span>;
  if (fate !== 'quarantined') return numberText(value);
  return <strong style={{ color: fates.quarantined.colour }}>{numberText(value)}</strong>;
}
