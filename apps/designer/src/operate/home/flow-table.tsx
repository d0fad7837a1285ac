import { ActionIcon, Paper, Table, Text, Title, Tooltip } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { type Fate, fateNames, fates } from '../../frame/states.tsx';
import { Spark } from '../spark.tsx';
import { numberText, unaccounted } from './counts.ts';
import { FlowEmpty } from './flow-empty.tsx';
import { FlowMenu } from './flow-menu.tsx';
import classes from './home.module.css';
import { type Counts, type Flow, ledgerQuery, type Rate } from './queries.ts';
import { ShareBar } from './share-bar.tsx';

interface FlowTableProps {
  environment: string;
  flows: readonly Flow[];
  rates: readonly Rate[];
}

export function FlowTable({ environment, flows, rates }: FlowTableProps) {
  return (
    <Paper component="section" className={classes.card} aria-labelledby="flows">
      <Title order={2} id="flows" fz="h4" className={classes.heading}>
        Flows
      </Title>
      {flows.length === 0 ? (
        <FlowEmpty environment={environment} />
      ) : (
        <Table.ScrollContainer minWidth={860} type="native" tabIndex={0}>
          <Table verticalSpacing="sm" horizontalSpacing="sm" className={classes.table}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Flow</Table.Th>
                <Table.Th>Received, last hour</Table.Th>
                <Table.Th className={classes.number}>Stopped</Table.Th>
                <Table.Th className={classes.number}>Received</Table.Th>
                {fateNames.map((fate) => (
                  <Table.Th key={fate} className={classes.number}>
                    {fates[fate].label}
                  </Table.Th>
                ))}
                <Table.Th aria-label="More" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {flows.map((flow) => (
                <FlowRows
                  key={flow.id}
                  environment={environment}
                  flow={flow}
                  rate={rates.find((one) => one.flow === flow.id)}
                />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Paper>
  );
}

interface FlowRowsProps {
  environment: string;
  flow: Flow;
  rate: Rate | undefined;
}

function FlowRows({ environment, flow, rate }: FlowRowsProps) {
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
        <LastHour rate={rate} />
        <Numbers counts={flow.counts} />
        <Table.Td className={classes.more}>
          <FlowMenu environment={environment} flow={flow} />
        </Table.Td>
      </Table.Tr>
      {isOpen && <Destinations environment={environment} flow={flow.id} />}
    </Fragment>
  );
}

/** How busy it was, and which share came to a stop. */
function LastHour({ rate }: { rate: Rate | undefined }) {
  const { trend = [], received = 0, stopped = 0 } = rate ?? {};
  const share = received === 0 ? 0 : Math.min(1, stopped / received);
  return (
    <>
      <Table.Td>
        <span className={classes.rate}>
          <Spark values={trend} label={`Received in the last hour: ${numberText(received)}, by five minutes`} />
          {received === 0 ? <span className={classes.zero}>0</span> : numberText(received)}
        </span>
      </Table.Td>
      <Table.Td className={classes.number}>
        {share === 0 ? <span className={classes.zero}>0 %</span> : <Share share={share} />}
      </Table.Td>
    </>
  );
}

function Share({ share }: { share: number }) {
  const text = share < 0.001 ? '< 0.1 %' : `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
  return (
    <Tooltip label="Of what was received in the last hour, this much came to a stop">
      <strong style={{ color: fates.quarantined.colour }}>{text}</strong>
    </Tooltip>
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
      <Table.Td colSpan={2} />
      <Numbers counts={line} />
      <Table.Td />
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
