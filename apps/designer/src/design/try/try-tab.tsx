import { ActionIcon, Alert, Button, Group, SegmentedControl, Select, Switch, Text, Tooltip } from '@mantine/core';
import { IconHistory, IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { FlowDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { lazy, Suspense, useState } from 'react';
import { AddSample } from '../editor/add-sample.tsx';
import { openDocument, useDocument, useMayEdit } from '../store/document.ts';
import { showWalk, useView } from '../store/view.ts';
import { Answers, type Chosen, stillThere } from './answers.tsx';
import { showSample } from './chosen.ts';
import { allSamples, type Sample } from './sample.ts';
import { SaveTest } from './save-test.tsx';
import { StepList } from './step-list.tsx';
import { messageInto, type Trial, tryFlow } from './trial.ts';
import classes from './try.module.css';
import { useTitleOf, useTrialEnvironment } from './use-trial.ts';
import { summaryOf, walkOf } from './walk.ts';

const PastRuns = lazy(() => import('./past-runs.tsx').then((module) => ({ default: module.PastRuns })));

type Reach = 'whole' | 'until' | 'from' | 'step';

interface Done {
  trial: Trial;
  sample: Sample;
  document: FlowDocument;
  chosen: Chosen;
  /** Why this makes no test. */
  hindrance: string | null;
}

/** Takes a message through the flow, or a part of it, and shows its way here and on the canvas. */
export function TryTab() {
  const document = useDocument((state) => state.document)!;
  const mayEdit = useMayEdit();
  const selection = useView((state) => state.selection);
  const chosen = useView((state) => state.samples);
  const environment = useTrialEnvironment();
  const title = useTitleOf(environment);
  const [reach, setReach] = useState<Reach>('whole');
  const [asksPartners, setAsksPartners] = useState(false);
  const [picked, pick] = useState<Chosen>({});
  const [isAdding, setAdding] = useState(false);
  const [isLookingBack, setLookingBack] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const samples = allSamples(document, catalogue);
  const sample = samples.find(({ id }) => id === chosen[0]) ?? samples[0];
  const node = document.nodes.find(({ id }) => selection.size === 1 && selection.has(id));
  const first = document.nodes.find(({ type }) => catalogue.get(type)?.kind === 'trigger');

  const run = useMutation({
    mutationFn: async (): Promise<Done> => {
      if (sample === undefined || environment === null) throw new Error('There is no sample to try.');
      const now = openDocument();
      const part = await partOf(now, environment, sample, reach, node?.id);
      const answers = asksPartners ? 'partners' : 'fixtures';
      const given = stillThere(picked, now);
      const trial = await tryFlow({ document: now, environment, answers, chosen: given, ...part });
      const hindrance = whyNoTest(trial, node === undefined ? 'whole' : reach, asksPartners);
      return { trial, sample: part.sample, document: now, chosen: given, hindrance };
    },
    onSuccess: (next) => {
      setDone(next);
      showWalk(walkOf(next.trial, next.sample.name));
    },
  });

  if (first === undefined || sample === undefined) {
    return (
      <div className={classes.empty}>
        <Text fw={600} fz="sm">
          {first === undefined ? 'No message can come in yet' : 'No sample yet'}
        </Text>
        <Text fz="sm" c="dimmed" maw={520}>
          {first === undefined
            ? 'Add a trigger to the flow; then a sample of what comes in there can be tried, without reaching any other system.'
            : 'A sample is a message as it would come in. It travels with the flow, and no partner hears of a trial unless you ask for it.'}
        </Text>
        {first !== undefined && mayEdit && (
          <>
            <Button size="xs" mt={6} onClick={() => setAdding(true)}>
              Add a sample
            </Button>
            <AddSample document={document} node={null} isOpen={isAdding} close={() => setAdding(false)} />
          </>
        )}
      </div>
    );
  }
  return (
    <div className={classes.try}>
      <Group gap="sm" className={classes.controls}>
        <Select
          size="xs"
          className={classes.sample}
          aria-label="Sample"
          data={samples.map(({ id, name }) => ({ value: id, label: name }))}
          value={sample.id}
          allowDeselect={false}
          searchable
          onChange={(id) => id !== null && showSample(id)}
        />
        <Group gap={4} wrap="nowrap" display={mayEdit ? undefined : 'none'}>
          <Tooltip label="Add a sample">
            <ActionIcon variant="default" size={30} aria-label="Add a sample" onClick={() => setAdding(true)}>
              <IconPlus size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="From a past run">
            <ActionIcon variant="default" size={30} aria-label="From a past run" onClick={() => setLookingBack(true)}>
              <IconHistory size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <SegmentedControl
          size="xs"
          aria-label="How far"
          value={node === undefined ? 'whole' : reach}
          onChange={(next) => setReach(next as Reach)}
          data={[
            { value: 'whole', label: 'Whole flow' },
            { value: 'until', label: 'Until here', disabled: node === undefined },
            { value: 'step', label: 'This step', disabled: node === undefined },
            { value: 'from', label: 'From here', disabled: node === undefined },
          ]}
        />
        {node !== undefined && reach !== 'whole' && (
          <Text fz="xs" c="dimmed">
            Here: {node.name}
          </Text>
        )}
        {!asksPartners && <Answers document={document} chosen={stillThere(picked, document)} choose={pick} />}
        <Switch
          size="xs"
          label="Ask the partners"
          checked={asksPartners}
          onChange={(event) => setAsksPartners(event.currentTarget.checked)}
        />
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={run.isPending}
          onClick={() => run.mutate()}
        >
          Try
        </Button>
      </Group>
      {asksPartners && (
        <Alert color="orange" variant="light" py={6} radius={0}>
          Partners of {title} get real requests: what this message delivers will be delivered.
        </Alert>
      )}
      {run.error !== null && (
        <Alert color="red" variant="light" py={6} radius={0} title="The sample could not be tried">
          {run.error.message}
        </Alert>
      )}
      {done === null ? (
        <p className={classes.none}>
          Try takes the sample through the flow as it is drawn, and shows every step here and on the canvas. No partner
          hears of it unless you ask them. Choose a node on the canvas to try a part of the flow.
        </p>
      ) : (
        <StepList trial={done.trial} sample={done.sample} document={done.document}>
          <Text fz="sm" fw={500} role="status" className={classes.summary}>
            {summaryOf(done.trial)}
          </Text>
          {mayEdit && <SaveTest {...done} />}
        </StepList>
      )}
      <AddSample document={document} node={null} isOpen={isAdding} close={() => setAdding(false)} />
      <Suspense>{isLookingBack && <PastRuns flow={document.id} close={() => setLookingBack(false)} />}</Suspense>
    </div>
  );
}

/** What is sent for a part of the flow; from the middle, the message as it comes there. */
async function partOf(
  document: FlowDocument,
  environment: string,
  sample: Sample,
  reach: Reach,
  node: string | undefined,
) {
  if (reach === 'whole' || node === undefined) return { sample };
  if (reach === 'until' || sample.node === node) return reach === 'from' ? { sample } : { sample, until: node };
  const before = await tryFlow({ document, environment, sample, until: node });
  const place = before.trace.findIndex((step) => step.node === node);
  const input = messageInto(before.trace, place, sample, document);
  if (input === null) throw new Error('This sample does not come to the chosen node.');
  const here: Sample = { ...sample, node, contentType: 'application/json', body: JSON.stringify(input.value) };
  return reach === 'step' ? { sample: here, until: node } : { sample: here };
}

function whyNoTest(trial: Trial, reach: Reach, asksPartners: boolean): string | null {
  if (trial.outcome === null) return 'Nothing ran, so there is nothing to expect.';
  if (reach !== 'whole') return 'A test takes a message through the whole flow: try that first.';
  return asksPartners ? 'Tests are answered by kept answers: try it with them first.' : null;
}
