import { Alert, Button, Loader, SegmentedControl, Text } from '@mantine/core';
import { IconAlertTriangle, IconFilter } from '@tabler/icons-react';
import { useState } from 'react';
import { took } from '../try/took.ts';
import { type Tried, useMayTry } from '../try/use-trial.ts';
import classes from './node-editor.module.css';
import { NotTried } from './not-tried.tsx';
import { Sentence } from './sentence.tsx';
import { atField } from './settings/problems.ts';
import { ValueTree } from './tree/value-tree.tsx';
import { Trying } from './trying.tsx';
import type { Opened } from './use-open-node.ts';

/** The message as it leaves the node, tried anew as one writes. */
export function OutputPanel({ opened }: { opened: Opened }) {
  const { tried, outShape, definition, node } = opened;
  const [at, setAt] = useState(0);
  const mayTry = useMayTry();
  const shown = tried[Math.min(at, tried.length - 1)];
  const ports = definition?.outputs(node.config as never) ?? [];
  const port = shown?.output?.port;
  const portLabel = ports.length > 1 ? ports.find(({ name }) => name === port)?.label : undefined;
  return (
    <section className={classes.panel} aria-label="Output" aria-busy={shown?.isPending}>
      <div className={classes.heading}>
        <h2>Output</h2>
        {portLabel !== undefined && <span className={classes.port}>{portLabel}</span>}
        <span className={classes.took}>
          {shown?.isPending === true ? (
            <Loader size={13} role="status" aria-label="Trying" />
          ) : (
            shown?.step != null && took(shown.step.us)
          )}
        </span>
      </div>
      {tried.length > 1 && (
        <SegmentedControl
          size="xs"
          mx={12}
          mb={8}
          aria-label="Output of the sample"
          data={tried.map(({ sample }, i) => ({ value: String(i), label: sample.name }))}
          value={String(Math.min(at, tried.length - 1))}
          onChange={(next) => setAt(Number(next))}
        />
      )}
      <div className={classes.body}>
        {shown === undefined ? <Waits /> : mayTry ? <Outcome tried={shown} shape={outShape} /> : <NotTried />}
      </div>
    </section>
  );
}

function Waits() {
  return (
    <div className={classes.empty}>
      <Text fz="sm" c="dimmed">
        With a sample, what this node makes of it stands here.
      </Text>
    </div>
  );
}

function Outcome({ tried, shape }: { tried: Tried; shape: Opened['outShape'] }) {
  const { step, output, error } = tried;
  if (error !== null) {
    return (
      <Alert m={12} color="red" variant="light" title="The sample could not be tried">
        <Text fz="sm">{error.message}</Text>
        <Button size="xs" variant="default" mt={8} onClick={tried.again}>
          Try again
        </Button>
      </Alert>
    );
  }
  if (step?.error !== undefined) {
    return (
      <Alert
        m={12}
        color="red"
        variant="light"
        icon={<IconAlertTriangle size={18} aria-hidden />}
        title="The message stops here"
      >
        <Text fz="sm">
          <Sentence text={step.error.sentence} />
        </Text>
        <Text fz="xs" c="dimmed" ff="monospace" mt={4}>
          {step.error.code}
          {step.error.path !== undefined && ` at ${step.error.path}`}
          {step.error.line !== undefined && `, line ${step.error.line}`}
        </Text>
      </Alert>
    );
  }
  if (step?.end !== undefined) {
    return (
      <Alert m={12} color="gray" variant="light" icon={<IconFilter size={18} aria-hidden />} title="Filtered here">
        The message ends here on purpose, and is counted as filtered.
      </Alert>
    );
  }
  if (output === null && tried.isPending) return <Trying />;
  if (output === null && tried.stoppedAt !== null && tried.input !== null) {
    return (
      <Alert m={12} color="gray" variant="light" title="This cannot run yet">
        <Sentence text={atField({ severity: 'error', code: '', sentence: tried.stoppedAt.sentence })} />
      </Alert>
    );
  }
  if (output === null) {
    return (
      <div className={classes.empty}>
        <Text fz="sm" c="dimmed">
          This sample does not come here, so nothing goes out.
        </Text>
      </div>
    );
  }
  return <ValueTree key={tried.sample.id} label="Output" value={output.value} shape={shape} />;
}
