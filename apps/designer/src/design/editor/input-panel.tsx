import { Alert, Anchor, Button, Text } from '@mantine/core';
import { useState } from 'react';
import { useMayEdit } from '../store/document.ts';
import { openNode } from '../store/view.ts';
import { useMayTry } from '../try/use-trial.ts';
import { AddSample } from './add-sample.tsx';
import { useEditing } from './editing.ts';
import classes from './node-editor.module.css';
import { NotTried } from './not-tried.tsx';
import { SamplePicker } from './sample-picker.tsx';
import { Sentence } from './sentence.tsx';
import { ValueTree } from './tree/value-tree.tsx';
import { Trying } from './trying.tsx';
import type { Opened } from './use-open-node.ts';

/** The message as it comes to the node, from the shown sample, with what its contract says. */
export function InputPanel({ opened }: { opened: Opened }) {
  const { document, node, samples, tried, definition } = opened;
  const { shape } = useEditing();
  const mayTry = useMayTry();
  const shown = tried[0];
  const isTrigger = definition?.inputs === 0;
  return (
    <section className={classes.panel} aria-label="Input">
      <div className={classes.heading}>
        <h2>{isTrigger ? 'Comes in' : 'Input'}</h2>
        <SamplePicker document={document} node={node.id} samples={samples} chosen={tried.map(({ sample }) => sample)} />
      </div>
      <div className={classes.body}>
        {shown === undefined ? (
          <NoSample opened={opened} />
        ) : !mayTry ? (
          <NotTried />
        ) : shown.input === null ? (
          <NotHere opened={opened} />
        ) : (
          <ValueTree key={shown.sample.id} label="Input" value={shown.input.value} shape={shape} canGive />
        )}
      </div>
    </section>
  );
}

/** Nothing to look at yet: the contract's fields stand in, where one is known. */
function NoSample({ opened: { document, node } }: { opened: Opened }) {
  const { shape } = useEditing();
  const [isAdding, setAdding] = useState(false);
  const mayEdit = useMayEdit();
  return (
    <>
      <div className={classes.empty}>
        <Text fz="sm" fw={600}>
          No sample yet
        </Text>
        <Text fz="sm" c="dimmed">
          With a sample you see real values while you work, and the output as you type.
        </Text>
        {mayEdit && (
          <Button size="xs" mt={6} onClick={() => setAdding(true)}>
            Add a sample
          </Button>
        )}
      </div>
      {shape.fields.length > 0 && <ValueTree label="Input" value={undefined} shape={shape} canGive />}
      <AddSample document={document} node={node.id} isOpen={isAdding} close={() => setAdding(false)} />
    </>
  );
}

/** The sample did not come this far: where it ended and why. */
function NotHere({ opened }: { opened: Opened }) {
  const { shape } = useEditing();
  const shown = opened.tried[0]!;
  const stop = shown.stoppedAt;
  const stopName = opened.document.nodes.find(({ id }) => id === stop?.node)?.name ?? stop?.node;
  if (shown.error === null && stop === null && shown.isPending) return <Trying />;
  return (
    <>
      <Alert
        m={12}
        color={shown.error === null ? 'gray' : 'red'}
        variant="light"
        title={shown.error === null ? 'This sample does not come here' : 'The sample could not be tried'}
      >
        <Text fz="sm">
          <Sentence text={shown.error?.message ?? stop?.sentence ?? 'It goes another way through the flow.'} />
        </Text>
        {shown.error !== null && (
          <Button size="xs" variant="default" mt={8} onClick={shown.again}>
            Try again
          </Button>
        )}
        {stop !== null && (
          <Anchor component="button" fz="sm" mt={4} onClick={() => openNode(stop.node)}>
            Open {stopName}
          </Anchor>
        )}
      </Alert>
      {shape.fields.length > 0 && <ValueTree label="Input" value={undefined} shape={shape} canGive />}
    </>
  );
}
