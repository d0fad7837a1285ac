import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { rememberTaker } from '../editor/focus.ts';
import type { Shape } from '../editor/message/shape.ts';
import { DROPPED, type Path } from '../editor/take.ts';
import { useMayEdit } from '../store/document.ts';
import classes from './code.module.css';
import { applyStyles } from './environment.ts';
import { describeMessage } from './jsonata.ts';
import { declare, monaco } from './monaco.ts';
import { declarationsFor } from './types.ts';

export interface Mark {
  /** From 1. */
  line: number;
  column?: number;
  sentence: string;
}

interface CodeEditorProps {
  label: string;
  language: 'javascript' | 'jsonata';
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
  message: Shape;
  marks: readonly Mark[];
  /** A place of the message as it is called here. */
  pathText: (path: Path) => string;
}

let models = 0;

/** Monaco over one text, with what it knows of the message at this point. */
export function CodeEditor(props: CodeEditorProps) {
  const { language, value, message, marks, label } = props;
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null);
  const latest = useRef(props);
  latest.current = props;
  // Texts that were written here and have not come back as the value yet; only others are put into the editor.
  const told = useRef<string[]>([]);
  const isPutting = useRef(false);
  const scheme = useComputedColorScheme('light');
  const mayEdit = useMayEdit();

  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const uri = monaco.Uri.parse(`file:///step-${++models}.${language === 'javascript' ? 'js' : 'jsonata'}`);
    const model = monaco.editor.createModel(latest.current.value, language, uri);
    const stop = applyStyles(element);
    const made = monaco.editor.create(element, { ...OPTIONS, model, ariaLabel: latest.current.label });
    editor.current = made;
    const changes = model.onDidChangeContent(() => {
      if (isPutting.current) return;
      told.current.push(model.getValue());
      latest.current.onChange(model.getValue());
    });
    const blur = made.onDidBlurEditorText(() => latest.current.onBlur());
    const take = (path: Path) => {
      const text = latest.current.pathText(path);
      made.executeEdits('drop', [{ range: made.getSelection()!, text, forceMoveMarkers: true }]);
      made.focus();
    };
    const focus = made.onDidFocusEditorText(() => rememberTaker({ element, take }));
    const onDrop = (event: Event) => take((event as CustomEvent<Path>).detail);
    element.addEventListener(DROPPED, onDrop);
    return () => {
      stop();
      for (const each of [changes, blur, focus, made, model]) each.dispose();
      element.removeEventListener(DROPPED, onDrop);
      editor.current = null;
    };
  }, [language]);

  useEffect(() => {
    const own = told.current.indexOf(value);
    told.current = own < 0 ? [] : told.current.slice(own + 1);
    const model = editor.current?.getModel();
    if (own >= 0 || model == null || model.getValue() === value) return;
    const view = editor.current!.saveViewState();
    isPutting.current = true;
    model.setValue(value);
    isPutting.current = false;
    editor.current!.restoreViewState(view);
  }, [value]);

  useEffect(() => {
    const uri = editor.current?.getModel()?.uri.toString();
    if (uri !== undefined) describeMessage(uri, message);
    if (language !== 'javascript') return;
    const declared = declare(declarationsFor(message));
    return () => declared.dispose();
  }, [language, message]);

  useEffect(() => {
    const model = editor.current?.getModel();
    if (model == null) return;
    monaco.editor.setModelMarkers(
      model,
      'throughline',
      marks.map(({ line, column = 1, sentence }) => ({
        severity: monaco.MarkerSeverity.Error,
        message: sentence,
        startLineNumber: line,
        endLineNumber: line,
        startColumn: column,
        endColumn: model.getLineMaxColumn(Math.min(line, model.getLineCount())),
      })),
    );
  }, [marks]);

  useEffect(() => monaco.editor.setTheme(`throughline-${scheme}`), [scheme]);
  useEffect(() => editor.current?.updateOptions({ readOnly: !mayEdit }), [mayEdit]);

  return <div ref={host} className={classes.editor} data-takes-value data-label={label} />;
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  automaticLayout: true,
  contextmenu: false,
  fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  stickyScroll: { enabled: false },
  tabFocusMode: false,
  tabSize: 2,
  padding: { top: 10, bottom: 10 },
  renderLineHighlight: 'line',
  overviewRulerLanes: 0,
  scrollbar: { verticalScrollbarSize: 9, horizontalScrollbarSize: 9, useShadows: false },
  fixedOverflowWidgets: true,
  folding: true,
  lineNumbersMinChars: 3,
  wordBasedSuggestions: 'off',
  wordWrap: 'on',
  // Beside the name they are not part of what is read out; Ctrl+Space shows them with the contract's words.
  suggest: { showInlineDetails: false },
  quickSuggestions: { other: true, comments: false, strings: false },
};
