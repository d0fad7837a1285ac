import { Anchor, Button, Code, Paper, Group as Row, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconPlayerPause, IconPlayerPlay, IconTablePlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { meQuery } from '../../frame/session.ts';
import { Planner } from '../replay/planner.tsx';
import { Sentence } from '../sentence.tsx';
import { Spark } from '../spark.tsx';
import { agoText, countText, numberText } from '../text.ts';
import { Care } from './care.tsx';
import { Heal } from './heal.tsx';
import { Items } from './items.tsx';
import classes from './quarantine.module.css';
import { type Group, type QuarantineSelection, selectionOf } from './queries.ts';

interface GroupCardProps {
  environment: string;
  group: Group;
  flowName: string;
}

export function GroupCard({ environment, group, flowName }: GroupCardProps) {
  const [isOpen, setOpen] = useState(false);
  const [planned, plan] = useState<QuarantineSelection | null>(null);
  const me = useQuery(meQuery).data;
  const mayReplay = me?.permissions.includes('message.replay') === true;
  return (
    <Paper component="article" className={classes.card} aria-label={`${group.code} at ${group.node}`}>
      <div className={classes.group}>
        <div className={classes.count}>
          <span className="numeric">{numberText(group.count)}</span>
          <Text fz="xs" c="dimmed">
            {group.count === 1 ? 'message' : 'messages'}
          </Text>
        </div>
        <div className={classes.cause}>
          <Title order={2} fz="h5">
            <Sentence text={group.sentence.replaceAll(/\[\d+\]/g, '[]')} />
          </Title>
          <Row gap="xs" mt={4}>
            <Text fz="sm">
              {flowName} <span className={classes.quiet}>at</span> {group.nodeName}
            </Text>
            <Code>{group.code}</Code>
            {group.field !== null && (
              <Text fz="sm" c="dimmed">
                field <Code>{group.field}</Code>
              </Text>
            )}
            {group.parking > 0 && (
              <Tooltip label="Later messages of the same order key wait behind these">
                <Text fz="sm" className={classes.parking}>
                  <IconPlayerPause size={14} aria-hidden /> {countText(group.parking, 'key')} parked
                </Text>
              </Tooltip>
            )}
          </Row>
          {group.note !== null && (
            <Text fz="sm" className={classes.note}>
              {group.note}
            </Text>
          )}
        </div>
        <div className={classes.seen}>
          <Spark values={group.trend} label={`Last 24 hours: ${group.trend.reduce((a, b) => a + b, 0)}`} />
          <Text fz="xs" c="dimmed">
            first <Instant at={group.firstAt} />, last {agoText(group.lastAt)}
          </Text>
        </div>
        <div className={classes.acts}>
          <Care
            environment={environment}
            selection={selectionOf(group)}
            owner={group.owners.join(', ')}
            note={group.note}
          />
          {mayReplay && (
            <Button
              size="xs"
              variant={group.missed.length > 0 ? 'default' : 'filled'}
              leftSection={<IconPlayerPlay size={14} aria-hidden />}
              onClick={() => plan(selectionOf(group))}
            >
              Replay{group.count > 1 ? ' all' : ''}…
            </Button>
          )}
        </div>
      </div>
      {group.missed.length > 0 && <Missed environment={environment} group={group} />}
      <UnstyledButton className={classes.opener} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <IconChevronRight size={15} aria-hidden /> {isOpen ? 'Hide the messages' : 'Show the messages'}
      </UnstyledButton>
      {isOpen && <Items environment={environment} group={group} />}
      {planned !== null && (
        <Planner
          title={`Replay ${countText(group.count, 'message')}`}
          wanted={{ environment, quarantine: planned }}
          flow={group.flow}
          onClose={() => plan(null)}
        />
      )}
    </Paper>
  );
}

/** The rows that were missed: what is mended once, for all of them. */
function Missed({ environment, group }: { environment: string; group: Group }) {
  const [healed, heal] = useState<Group['missed'][number] | null>(null);
  const me = useQuery(meQuery).data;
  const mayMend = me?.permissions.includes('table.manage') === true;
  return (
    <div className={classes.missed}>
      {group.missed.map((row) => (
        <div key={row.hash} className={classes.missedRow}>
          <span className={classes.missedCount}>{numberText(row.count)} ×</span>
          <span className={classes.missedKey}>
            {row.key === null ? (
              <Text span c="dimmed" inherit>{`a personal key, hash ${row.hash.slice(0, 8)}`}</Text>
            ) : (
              row.key.join(' · ')
            )}
          </span>
          <span className={classes.quiet}>
            missing in{' '}
            <Anchor underline="always" component={Link} to={`/tables/${row.table}`} fz="sm">
              {row.table}
            </Anchor>
          </span>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconTablePlus size={14} aria-hidden />}
            disabled={!mayMend || row.key === null}
            onClick={() => heal(row)}
          >
            Add the row and heal
          </Button>
        </div>
      ))}
      {healed?.key != null && (
        <Heal environment={environment} missed={{ ...healed, key: healed.key }} onClose={() => heal(null)} />
      )}
    </div>
  );
}
