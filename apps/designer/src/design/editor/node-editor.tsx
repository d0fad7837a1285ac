import { FocusTrap, Splitter, Tabs } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { type RefObject, useEffect, useRef } from 'react';
import { ConflictBar } from '../shell/conflict-bar.tsx';
import { useDocument } from '../store/document.ts';
import { closeNode, openNode, useView } from '../store/view.ts';
import { EditingContext } from './editing.ts';
import { isOwnEscape } from './escape.ts';
import { Header } from './header.tsx';
import { InputPanel } from './input-panel.tsx';
import { neighbour } from './neighbour.ts';
import classes from './node-editor.module.css';
import { OutputPanel } from './output-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { UnknownNode } from './unknown-node.tsx';
import { useOpenNode } from './use-open-node.ts';

/** The node that is open, over the whole canvas: what comes in, its settings, what goes out. */
export function NodeEditor() {
  const open = useView((state) => state.open);
  const isThere = useDocument((state) => state.document?.nodes.some(({ id }) => id === open) ?? false);
  if (open === null || !isThere) return null;
  return <OpenNode key={open} id={open} />;
}

function OpenNode({ id }: { id: string }) {
  const isNarrow = useMediaQuery('(max-width: 1000px)') ?? false;
  const root = useRef<HTMLDivElement>(null);
  const opened = useOpenNode(id);
  useOthersInert(root);
  const go = (direction: 'before' | 'behind') => {
    const next = neighbour(opened.document, id, direction);
    if (next !== null) openNode(next);
  };
  useHotkeys(
    [
      ['mod+[', () => go('before')],
      ['mod+]', () => go('behind')],
    ],
    [],
    true,
  );
  const { node, definition } = opened;
  const isTrigger = definition?.inputs === 0;
  /** Lines of code are long. */
  const side = node.type === 'transform.code' ? 22 : 29;
  return (
    <FocusTrap active>
      <div
        ref={root}
        className={classes.editor}
        role="dialog"
        aria-modal="true"
        aria-label={`Settings of ${node.name}`}
        onKeyDown={(event) => {
          if (!isOwnEscape(event)) return;
          event.stopPropagation();
          closeNode();
        }}
      >
        <Header opened={opened} go={go} />
        <ConflictBar isLow />
        {definition === undefined || opened.editing === null ? (
          <UnknownNode node={node} />
        ) : (
          <EditingContext value={opened.editing}>
            {opened.isWide ? (
              <SettingsPanel opened={opened} />
            ) : isNarrow ? (
              <Tabs defaultValue="settings" className={classes.tabs}>
                <Tabs.List>
                  <Tabs.Tab value="input">{isTrigger ? 'What comes in' : 'Input'}</Tabs.Tab>
                  <Tabs.Tab value="settings">Settings</Tabs.Tab>
                  <Tabs.Tab value="output">Output</Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="input">
                  <InputPanel opened={opened} />
                </Tabs.Panel>
                <Tabs.Panel value="settings">
                  <SettingsPanel opened={opened} />
                </Tabs.Panel>
                <Tabs.Panel value="output">
                  <OutputPanel opened={opened} />
                </Tabs.Panel>
              </Tabs>
            ) : (
              <Splitter className={classes.columns} lineSize={1} handleColor="var(--line)">
                <Splitter.Pane defaultSize={side} min={16} collapsible>
                  <InputPanel opened={opened} />
                </Splitter.Pane>
                <Splitter.Pane defaultSize={100 - 2 * side} min={28}>
                  <SettingsPanel opened={opened} />
                </Splitter.Pane>
                <Splitter.Pane defaultSize={side} min={16} collapsible>
                  <OutputPanel opened={opened} />
                </Splitter.Pane>
              </Splitter>
            )}
          </EditingContext>
        )}
      </div>
    </FocusTrap>
  );
}

/** What lies behind the editor takes no part while it is open. */
function useOthersInert(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const others = [...(root.current?.parentElement?.children ?? [])].filter((one) => one !== root.current);
    for (const one of others) one.setAttribute('inert', '');
    return () => {
      for (const one of others) one.removeAttribute('inert');
    };
  }, [root]);
}
