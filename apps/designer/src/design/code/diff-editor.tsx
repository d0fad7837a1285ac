import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import classes from './code.module.css';
import { applyStyles, prepareMonaco } from './environment.ts';

interface DiffEditorProps {
  label: string;
  before: string;
  after: string;
  language: 'javascript' | 'jsonata' | 'json' | 'plaintext';
}

/** Two texts side by side with what differs between them; for looking only. */
export function DiffEditor({ label, before, after, language }: DiffEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    let end = () => {};
    let isGone = false;
    prepareMonaco();
    void import('./monaco.ts').then(({ monaco }) => {
      if (isGone) return;
      const stop = applyStyles(element);
      const original = monaco.editor.createModel(before, language);
      const modified = monaco.editor.createModel(after, language);
      const editor = monaco.editor.createDiffEditor(element, {
        readOnly: true,
        automaticLayout: true,
        contextmenu: false,
        minimap: { enabled: false },
        scrollBeyondLastLine: false,
        renderOverviewRuler: false,
        renderValidationDecorations: 'off',
        overviewRulerLanes: 0,
        hideCursorInOverviewRuler: true,
        lineNumbersMinChars: 3,
        wordWrap: 'on',
        diffWordWrap: 'on',
        fontSize: 13,
        lineHeight: 20,
      });
      editor.getOriginalEditor().updateOptions({ ariaLabel: `${label}, before` });
      editor.getModifiedEditor().updateOptions({ ariaLabel: `${label}, after` });
      editor.setModel({ original, modified });
      end = () => {
        stop();
        for (const each of [editor, original, modified]) each.dispose();
      };
    });
    return () => {
      isGone = true;
      end();
    };
  }, [before, after, language, label]);
  useEffect(
    () => void import('./monaco.ts').then(({ monaco }) => monaco.editor.setTheme(`throughline-${scheme}`)),
    [scheme],
  );
  const lines = Math.max(...[before, after].map((text) => text.split('\n').length));
  return <div ref={host} className={classes.diff} style={{ '--lines': lines } as React.CSSProperties} />;
}
