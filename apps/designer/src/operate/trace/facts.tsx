import { ActionIcon, Anchor, CopyButton, Paper, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Instant } from '../../frame/instant.tsx';
import { runStates } from '../../frame/states.tsx';
import { Keys } from '../runs/columns.tsx';
import { sizeText, tookText } from '../text.ts';
import type { Trace } from './query.ts';
import classes from './trace.module.css';

/** Who this run is. */
export function Facts({ run }: { run: Trace }) {
  const { label, Icon, colour, meaning } = runStates[run.state];
  return (
    <Paper component="section" className={classes.facts} aria-label="About this run">
      <dl>
        <Fact label="State">
          <Tooltip label={meaning}>
            <span className={classes.state} style={{ color: colour }}>
              <Icon size={17} stroke={2} aria-hidden /> {label}
            </span>
          </Tooltip>
        </Fact>
        <Fact label="Version">
          {run.version}
          {run.replay > 0 && ', replay'}
        </Fact>
        <Fact label={run.replay > 0 ? 'Replayed' : 'Accepted'}>
          <Instant at={run.beganAt} />
        </Fact>
        <Fact label="Took">{tookText(run.beganAt, run.endedAt)}</Fact>
        <Fact label="Message">
          {sizeText(run.size)} {run.contentType.split(';')[0]}
        </Fact>
        {run.keys.length > 0 && (
          <Fact label="Business keys">
            <Keys keys={run.keys} />
          </Fact>
        )}
        <Fact label="Correlation">
          <Anchor
            component={Link}
            to={`/${run.environment}/timeline?key=${encodeURIComponent(run.correlationId)}`}
            className={classes.mono}
          >
            {run.correlationId}
          </Anchor>
          <Copy value={run.correlationId} what="the correlation id" />
        </Fact>
        <Fact label="Run">
          <span className={classes.mono}>{run.id}</span>
          <Copy value={run.id} what="the id of the run" />
        </Fact>
      </dl>
    </Paper>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function Copy({ value, what }: { value: string; what: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Copy ${what}`} onClick={copy}>
            {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
