import { Badge, Code, SegmentedControl, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconFilter, IconSend } from '@tabler/icons-react';
import { contract } from '@throughline/contracts';
import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { type ReactNode, useMemo, useState } from 'react';
import { contractBehind, contractInto } from '../editor/message/at-node.ts';
import { type Shape, shapeOfSchema } from '../editor/message/shape.ts';
import { Sentence } from '../editor/sentence.tsx';
import { ValueTree } from '../editor/tree/value-tree.tsx';
import { openNode } from '../store/view.ts';
import type { Sample } from './sample.ts';
import { took } from './took.ts';
import { messageInto, type Trial, type TrialStep } from './trial.ts';
import classes from './try.module.css';

interface StepListProps {
  trial: Trial;
  sample: Sample;
  document: FlowDocument;
  /** What all of it comes to, above the steps. */
  children: ReactNode;
}

/** Every step of a trial in order, and what the chosen one got and made. */
export function StepList({ trial, sample, document, children }: StepListProps) {
  const [at, setAt] = useState(0);
  const nameOf = (id: string) => document.nodes.find((node) => node.id === id.split('/')[0])?.name ?? id;
  const step = trial.trace[Math.min(at, trial.trace.length - 1)];
  if (step === undefined) {
    const sentence = trial.refused?.sentence ?? trial.problems.find(({ severity }) => severity === 'error')?.sentence;
    return (
      <div className={classes.unstepped}>
        <div className={classes.sum}>{children}</div>
        <p className={classes.none}>{sentence ?? 'No step was taken.'}</p>
      </div>
    );
  }
  return (
    <div className={classes.result}>
      <div className={classes.way}>
        <div className={classes.sum}>{children}</div>
        <ol className={classes.steps} aria-label="Steps">
          {trial.trace.map((one, i) => (
            <li key={`${i}-${one.node}`}>
              <UnstyledButton
                className={classes.step}
                aria-current={one === step || undefined}
                onClick={() => setAt(i)}
                onDoubleClick={() => openNode(one.node.split('/')[0]!)}
              >
                <State step={one} />
                <span className={classes.name}>{nameOf(one.node)}</span>
                {one.status !== undefined && (
                  <Badge size="xs" variant="default" tt="none">
                    {one.status}
                  </Badge>
                )}
                <span className={classes.took}>{took(one.us)}</span>
              </UnstyledButton>
            </li>
          ))}
        </ol>
      </div>
      <StepDetail
        key={`${sample.id} ${at}`}
        step={step}
        trial={trial}
        document={document}
        input={messageInto(trial.trace, trial.trace.indexOf(step), sample, document)}
      />
    </div>
  );
}

function State({ step }: { step: TrialStep }) {
  if (step.error !== undefined)
    return <IconAlertTriangle size={15} color="var(--state-quarantined)" aria-label="Stopped" />;
  if (step.end !== undefined) return <IconFilter size={15} color="var(--state-filtered)" aria-label="Filtered" />;
  return step.status === undefined ? (
    <IconCheck size={15} color="var(--state-delivered)" aria-label="Done" />
  ) : (
    <IconSend size={15} color="var(--state-delivered)" aria-label="Delivered" />
  );
}

/** What contracts say of the message before and behind a node, so that what they guard is masked. */
function shapesAt(document: FlowDocument, id: string): { input: Shape | undefined; output: Shape | undefined } {
  const node = document.nodes.find((one) => one.id === id);
  if (node === undefined) return { input: undefined, output: undefined };
  const shapeOf = (name: string | undefined) =>
    name === undefined ? undefined : shapeOfSchema(contract(name)!.schema);
  return {
    input: shapeOf(contractInto(document, id, catalogue)),
    output: shapeOf(contractBehind(document, node, catalogue)),
  };
}

type Side = 'output' | 'input' | 'request';

function StepDetail({
  step,
  trial,
  document,
  input,
}: {
  step: TrialStep;
  trial: Trial;
  document: FlowDocument;
  input: { value: unknown } | null;
}) {
  const request = trial.deliveries.find(({ node }) => node === step.node)?.request ?? null;
  const [side, setSide] = useState<Side>(step.error === undefined ? 'output' : 'input');
  const output = step.out === undefined ? input?.value : step.out;
  const shapes = useMemo(() => shapesAt(document, step.node), [document, step.node]);
  const shown = side === 'input' ? input?.value : side === 'request' ? request : output;
  return (
    <div className={classes.detail}>
      <div className={classes.sides}>
        <SegmentedControl
          size="xs"
          aria-label="What to look at"
          value={side}
          onChange={(next) => setSide(next as Side)}
          data={[
            { value: 'input', label: 'Input' },
            { value: 'output', label: 'Output' },
            ...(request === null ? [] : [{ value: 'request', label: 'Request' }]),
          ]}
        />
      </div>
      {step.error !== undefined && (
        <Text fz="sm" px="sm" pb={6} c="var(--state-quarantined)" role="alert">
          <Sentence text={step.error.sentence} /> <Code>{step.error.code}</Code>
        </Text>
      )}
      {step.log !== undefined && step.log.length > 0 && <pre className={classes.log}>{step.log.join('\n')}</pre>}
      {side === 'output' && (step.error !== undefined || step.end !== undefined) ? (
        <p className={classes.none}>
          {step.end === undefined ? 'Nothing goes on from here.' : 'Filtered: it ends here on purpose.'}
        </p>
      ) : step.cut === true ? (
        <p className={classes.none}>The messages of this trial are too large to show from here on.</p>
      ) : (
        <ValueTree key={side} label={side} value={shown} shape={side === 'request' ? undefined : shapes[side]} />
      )}
    </div>
  );
}
