import { ActionIcon, Tabs } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { isOwnEscape } from '../editor/escape.ts';
import { showPanel, useView } from '../store/view.ts';
import classes from './try.module.css';

const TryTab = lazy(() => import('./try-tab.tsx').then((module) => ({ default: module.TryTab })));
const TestsTab = lazy(() => import('./tests-tab.tsx').then((module) => ({ default: module.TestsTab })));
const SamplesTab = lazy(() => import('./samples-tab.tsx').then((module) => ({ default: module.SamplesTab })));

/** Below the canvas: a message through the flow, the flow's tests, and the samples and answers they are made of. */
export function Drawer() {
  const shown = useView(({ panel }) => (panel === 'try' || panel === 'tests' || panel === 'samples' ? panel : null));
  const [panel, setPanel] = useState(shown ?? 'try');
  // What was once looked at stays as it was left: its results outlive a look at another tab.
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set([panel]));
  useEffect(() => {
    if (shown === null) return;
    setPanel(shown);
    setSeen((before) => new Set([...before, shown]));
  }, [shown]);
  return (
    <section
      className={classes.drawer}
      aria-label="Try it"
      hidden={shown === null}
      onKeyDown={(event) => {
        if (!isOwnEscape(event)) return;
        event.stopPropagation();
        showPanel(null);
      }}
    >
      <Tabs
        value={panel}
        onChange={(next) => showPanel(next as 'try' | 'tests' | 'samples')}
        keepMounted
        className={classes.tabs}
      >
        <div className={classes.bar}>
          <Tabs.List className={classes.list}>
            <Tabs.Tab value="try">Try it</Tabs.Tab>
            <Tabs.Tab value="tests">Tests</Tabs.Tab>
            <Tabs.Tab value="samples">Samples and answers</Tabs.Tab>
          </Tabs.List>
          <ActionIcon
            variant="subtle"
            color="gray"
            className={classes.close}
            aria-label="Close"
            onClick={() => showPanel(null)}
          >
            <IconX size={17} aria-hidden />
          </ActionIcon>
        </div>
        <Suspense>
          <Tabs.Panel value="try">
            <TryTab />
          </Tabs.Panel>
          <Tabs.Panel value="tests">{seen.has('tests') && <TestsTab />}</Tabs.Panel>
          <Tabs.Panel value="samples">{seen.has('samples') && <SamplesTab />}</Tabs.Panel>
        </Suspense>
      </Tabs>
    </section>
  );
}
