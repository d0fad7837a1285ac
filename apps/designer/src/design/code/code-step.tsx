import { Tabs } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Changeable } from '../../frame/changeable.tsx';
import { useEditing } from '../editor/editing.ts';
import { Sentence } from '../editor/sentence.tsx';
import { SettingsForm } from '../editor/settings/form.tsx';
import { atField, problemsAt } from '../editor/settings/problems.ts';
import { useTyped } from '../editor/typed.ts';
import { useMayEdit } from '../store/document.ts';
import { took } from '../try/took.ts';
import type { Tried } from '../try/use-trial.ts';
import classes from './code.module.css';
import type { Mark } from './code-editor.tsx';
import { codePath } from './code-path.ts';
import { LazyEditor } from './lazy-editor.tsx';

/** The code of the open node with what it wrote to its console for the shown sample. */
export function CodeStep({ tried }: { tried: Tried | undefined }) {
  const { node, change, shape, problems, incoming } = useEditing();
  const { shown, type, flush } = useTyped(String(node.config['source'] ?? ''), (text) => change('/source', text));
  const mayEdit = useMayEdit();
  const error = tried?.step?.error;
  const marks = useMemo(
    (): Mark[] => (error === undefined ? [] : [{ line: error.line ?? 1, sentence: error.sentence }]),
    [error],
  );
  const wrong = problemsAt(problems, '/source').map(atField).join(' ');
  const lines = tried?.step?.log ?? [];
  return (
    <div className={classes.step}>
      <div className={classes.main}>
        <LazyEditor
          label="Code"
          language="javascript"
          value={shown}
          onChange={type}
          onBlur={flush}
          message={shape}
          marks={marks}
          pathText={(path) => codePath(path, incoming[0]?.value)}
        />
      </div>
      <div className={classes.below}>
        <Tabs defaultValue="console">
          <div className={classes.bar}>
            <Tabs.List className={classes.list}>
              <Tabs.Tab value="console">Console{lines.length > 0 ? ` (${lines.length})` : ''}</Tabs.Tab>
              <Tabs.Tab value="settings">Settings</Tabs.Tab>
            </Tabs.List>
            <span className={classes.ran} role="status">
              {tried === undefined
                ? ''
                : tried.isPending
                  ? `Running on ${tried.sample.name}`
                  : tried.step !== null && `Ran on ${tried.sample.name} in ${took(tried.step.us)}`}
            </span>
          </div>
          <Tabs.Panel value="console">
            {(error !== undefined || wrong !== '') && (
              <div className={classes.fault} role="alert">
                <IconAlertTriangle size={16} aria-hidden />
                <span>
                  <Sentence text={error?.sentence ?? wrong} />
                  {error?.line !== undefined && ` Line ${error.line}.`}
                </span>
              </div>
            )}
            {lines.length > 0 ? (
              <pre className={classes.console}>{lines.join('\n')}</pre>
            ) : (
              error === undefined && (
                <div className={classes.quiet}>
                  What the code writes with console.log for the shown sample stands here.
                </div>
              )
            )}
          </Tabs.Panel>
          <Tabs.Panel value="settings" className={classes.settings}>
            <Changeable may={mayEdit}>
              <SettingsForm without={['source']} />
            </Changeable>
          </Tabs.Panel>
        </Tabs>
      </div>
    </div>
  );
}
