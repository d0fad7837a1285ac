import { Alert, Anchor, Button, Group, Tabs, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconWand } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { toJsonata } from '@throughline/nodes/mapping';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { Changeable } from '../../frame/changeable.tsx';
import { useEditing } from '../editor/editing.ts';
import { useMayEdit } from '../store/document.ts';
import { evaluatedQuery, TOO_LARGE } from '../try/evaluate.ts';
import { type Tried, useTrialEnvironment } from '../try/use-trial.ts';
import { AutoMap } from './auto-map.tsx';
import { FieldPane } from './field/field-pane.tsx';
import type { OutcomeOf } from './field/outcomes.tsx';
import { UnreadableContext } from './field/text-field.tsx';
import { FunctionsPane } from './functions-pane.tsx';
import classes from './mapper.module.css';
import { Missing } from './missing.tsx';
import { outcomeAt, withBranches } from './model/outcome.ts';
import { sourceId } from './model/rows.ts';
import { SourceTree } from './source-tree.tsx';
import { TargetTree } from './target-tree.tsx';
import { TextPane } from './text-pane.tsx';
import { useMapper } from './use-mapper.ts';
import { ValuesPane } from './values-pane.tsx';
import { Wires } from './wires.tsx';

interface MapperProps {
  /** The chosen samples as they were tried. */
  tried: readonly Tried[];
  samples: ReactNode;
  /** The node's other settings. */
  settings: ReactNode;
}

/** Two trees with wires between them, and how the chosen field is made; the same mapping as text beside it. */
export function Mapper({ tried, samples, settings }: MapperProps) {
  const mapper = useMapper();
  const mayEdit = useMayEdit();
  const outcomes = useOutcomes(mapper, tried);
  const sourceScroll = useRef<HTMLDivElement>(null);
  const targetScroll = useRef<HTMLDivElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const [tab, setTab] = useState<string | null>('field');
  const [isMatching, setMatching] = useState(false);
  const used = useMemo(() => usedSources(mapper.targets), [mapper.targets]);
  const first = outcomes[0];
  const [unreadable] = useState(() => new Map<string, string>());
  // Who chooses a field wants to see how it is made, unless they write the text beside the trees.
  useEffect(() => {
    if (mapper.selected !== null) setTab((shown) => (shown === 'text' ? shown : 'field'));
  }, [mapper.selected]);
  const openTab = (name: 'field' | 'settings') => {
    setTab(name);
    requestAnimationFrame(() =>
      pane.current?.querySelector<HTMLElement>('input:not([type=hidden]), textarea')?.focus(),
    );
  };
  const openField = () => openTab('field');
  return (
    <div className={classes.mapper} data-text={tab === 'text' || undefined}>
      <div className={classes.trees}>
        <SourceTree
          mapper={mapper}
          title={
            <div className={classes.heading}>
              <h2>Source</h2>
              {samples}
            </div>
          }
          scroll={sourceScroll}
          targetScroll={targetScroll}
          used={used}
        />
        <div className={classes.between}>
          <Wires {...mapper} sourceScroll={sourceScroll} targetScroll={targetScroll} />
        </div>
        <TargetTree
          mapper={mapper}
          title={
            <div className={classes.heading}>
              <h2>Target</h2>
              <Group gap={8} ml="auto" wrap="nowrap">
                <Missing mapper={mapper} />
                <Button
                  size="xs"
                  variant="default"
                  disabled={!mayEdit}
                  className={classes.byName}
                  aria-label="Map by name"
                  leftSection={<IconWand size={15} aria-hidden />}
                  onClick={() => setMatching(true)}
                >
                  Map by name
                </Button>
              </Group>
            </div>
          }
          scroll={targetScroll}
          outcome={(row) => (first === undefined ? undefined : outcomeAt(first.root, first.output, row.place))}
          onOpen={openField}
          empty={
            <>
              Nothing is wanted yet.{' '}
              <Anchor component="button" type="button" fz="sm" onClick={() => openTab('settings')}>
                Choose a contract
              </Anchor>{' '}
              to see its fields here, or{' '}
              <Anchor component="button" type="button" fz="sm" onClick={() => openTab('field')}>
                add a field
              </Anchor>
              .
            </>
          }
        />
      </div>
      <div className={classes.pane} ref={pane}>
        <Tabs value={tab} onChange={setTab} className={classes.tabs} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="field">Field</Tabs.Tab>
            <Tabs.Tab value="values">
              Values{mapper.mapping.variables.length > 0 ? ` (${mapper.mapping.variables.length})` : ''}
            </Tabs.Tab>
            <Tabs.Tab value="text">Text</Tabs.Tab>
            <Tabs.Tab value="functions">Functions</Tabs.Tab>
            <Tabs.Tab value="settings">Settings</Tabs.Tab>
          </Tabs.List>
          {first?.error != null && (
            <Alert color="red" variant="light" radius={0} py={8} title={`Stops for ${first.name}`}>
              {first.error}
            </Alert>
          )}
          {!mayEdit && (
            <Text fz="sm" c="dimmed" p="sm" pb={0}>
              You may look at this flow, not change it.
            </Text>
          )}
          <UnreadableContext value={unreadable}>
            <Tabs.Panel value="field">
              <Changeable may={mayEdit}>
                <FieldPane mapper={mapper} outcomes={outcomes} />
              </Changeable>
            </Tabs.Panel>
            <Tabs.Panel value="values">
              <Changeable may={mayEdit}>
                <ValuesPane mapper={mapper} />
              </Changeable>
            </Tabs.Panel>
          </UnreadableContext>
          <Tabs.Panel value="text">
            <TextPane mapper={mapper} />
          </Tabs.Panel>
          <Tabs.Panel value="functions">
            <FunctionsPane />
          </Tabs.Panel>
          <Tabs.Panel value="settings">
            <Changeable may={mayEdit}>{settings}</Changeable>
          </Tabs.Panel>
        </Tabs>
      </div>
      <div className={classes.spoken} role="status">
        {mapper.picked === null
          ? ''
          : `${mapper.picked.join('.')} is picked. Choose a target and press Enter; Escape lets go.`}
      </div>
      {isMatching && <AutoMap mapper={mapper} close={() => setMatching(false)} />}
    </div>
  );
}

/** What the mapping gives for each sample, a moment after the last change; of a large one what the whole step gave. */
function useOutcomes({ text, mapping, fault }: ReturnType<typeof useMapper>, tried: readonly Tried[]): OutcomeOf {
  const { incoming } = useEditing();
  const environment = useTrialEnvironment();
  const drawn = useMemo(() => {
    const branched = withBranches(mapping);
    const isPlain = fault !== undefined || branched === mapping;
    return isPlain ? { text, root: null } : { text: toJsonata(branched), root: mapping.root };
  }, [text, mapping, fault]);
  const [settled] = useDebouncedValue(drawn, 250);
  const { data, error } = useQuery({
    ...evaluatedQuery({ language: 'jsonata', text: settled.text, incoming, environment }),
    placeholderData: keepPreviousData,
  });
  return incoming.map(({ id, name }, i) => {
    const result = data?.[i];
    const whole = tried.find((one) => one.id === id);
    if (whole !== undefined && result !== undefined && 'error' in result && result.error.code === TOO_LARGE)
      return { id, name, output: whole.output?.value, root: null, error: whole.step?.error?.sentence ?? null };
    const failed = result !== undefined && 'error' in result ? result.error.sentence : null;
    return {
      id,
      name,
      output: result !== undefined && 'value' in result ? result.value : undefined,
      root: settled.root,
      error: failed ?? error?.message ?? null,
    };
  });
}

function usedSources(targets: ReturnType<typeof useMapper>['targets']): ReadonlySet<string> {
  return new Set(targets.flatMap(({ references }) => references.map(({ path }) => sourceId(path))));
}
