import { Portal } from '@mantine/core';
import { type KeyboardEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Shape } from '../message/shape.ts';
import { type Path, useTakes } from '../take.ts';
import { completions, type Suggestion } from './complete.ts';
import classes from './expression.module.css';
import { SuggestionList } from './suggestion-list.tsx';
import { expressionPieces, type Piece, templatePieces, templateSpans } from './tokens.ts';

export interface ExpressionInputProps {
  value: string;
  onChange: (text: string) => void;
  onBlur?: () => void;
  /** Writes a place of the input as it is called here. */
  pathText: (path: Path) => string;
  shape: Shape;
  /** Names of values that can be used here, without their `$`. */
  values?: readonly string[];
  /** `template`: text with {{ expression }} parts. */
  language: 'jsonata' | 'template' | 'plain';
  label: string;
  id?: string;
  placeholder?: string;
  isInvalid?: boolean;
  describedBy?: string;
  isLarge?: boolean;
  /** A dropped path where it does not simply go to the caret. */
  onTake?: (path: Path) => void;
}

/** Text with its parts coloured, completion over the message, and a place to drop values on. */
export function ExpressionInput(props: ExpressionInputProps) {
  const { value, language, shape } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<{ from: number; list: Suggestion[]; chosen: number } | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  const listId = useId();

  useLayoutEffect(() => {
    if (caret === null) return;
    area.current?.setSelectionRange(caret, caret);
    setCaret(null);
  }, [caret]);

  const write = (from: number, to: number, text: string, back = 0) => {
    props.onChange(value.slice(0, from) + text + value.slice(to));
    setCaret(from + text.length - back);
    setOpen(null);
  };
  const offer = (text: string, at: number, isAsked: boolean) => {
    const found = suggestionsAt(text, at, language, shape, props.values);
    const isBegun = found.from < at || /[.$]$/.test(text.slice(0, at));
    setOpen(found.list.length > 0 && (isBegun || isAsked) ? { ...found, chosen: 0 } : null);
  };
  const accept = (suggestion: Suggestion) => {
    const at = area.current?.selectionStart ?? value.length;
    write(open?.from ?? at, at, suggestion.insert, suggestion.back);
    area.current?.focus();
  };
  const take = (path: Path) => {
    if (props.onTake) return props.onTake(path);
    const text = props.pathText(path);
    const { selectionStart = value.length, selectionEnd = value.length } = area.current ?? {};
    const isInside =
      language !== 'template' ||
      templateSpans(value).some(({ from, to }) => from <= selectionStart && selectionStart <= to);
    write(selectionStart, selectionEnd, isInside ? text : `{{ ${text} }}`);
    area.current?.focus();
  };
  useTakes(root, area, take);

  const onKeyDown = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === ' ') {
      event.preventDefault();
      offer(value, area.current?.selectionStart ?? value.length, true);
      return;
    }
    if (open === null) return;
    const { list, chosen } = open;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setOpen({ ...open, chosen: (chosen + step + list.length) % list.length });
    } else if (event.key === 'Enter' && list[chosen] !== undefined) {
      event.preventDefault();
      accept(list[chosen]);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setOpen(null);
    } else if (event.key === 'Tab') {
      setOpen(null);
    }
  };

  return (
    <div
      ref={root}
      className={classes.root}
      data-large={props.isLarge || undefined}
      data-invalid={props.isInvalid || undefined}
    >
      <pre className={classes.colours} aria-hidden>
        {piecesOf(value, language).map((piece, i) => (
          <span key={`${i}-${piece.type}`} data-piece={piece.type}>
            {piece.text}
          </span>
        ))}
        {'\u200b'}
      </pre>
      <textarea
        ref={area}
        id={props.id}
        className={classes.text}
        value={value}
        rows={1}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        placeholder={props.placeholder}
        role="combobox"
        aria-label={props.label}
        aria-invalid={props.isInvalid || undefined}
        aria-describedby={props.describedBy}
        aria-autocomplete="list"
        aria-expanded={open !== null}
        aria-controls={open === null ? undefined : listId}
        aria-activedescendant={open === null ? undefined : `${listId}-${open.chosen}`}
        onChange={(event) => {
          const { value: text, selectionStart } = event.currentTarget;
          props.onChange(text);
          offer(text, selectionStart, false);
        }}
        onKeyDown={onKeyDown}
        onClick={() => setOpen(null)}
        onBlur={() => {
          setOpen(null);
          props.onBlur?.();
        }}
      />
      {open !== null && area.current !== null && (
        <Portal>
          <SuggestionList
            id={listId}
            anchor={caretPlace(area.current, open.from)}
            list={open.list}
            chosen={open.chosen}
            onPick={accept}
          />
        </Portal>
      )}
    </div>
  );
}

function piecesOf(value: string, language: ExpressionInputProps['language']): Piece[] {
  if (language === 'jsonata') return expressionPieces(value);
  return language === 'template' ? templatePieces(value) : [{ text: value, type: 'plain' }];
}

function suggestionsAt(
  text: string,
  at: number,
  language: ExpressionInputProps['language'],
  shape: Shape,
  values: readonly string[] = [],
) {
  if (language === 'plain') return { from: at, list: [] };
  if (language === 'jsonata') return completions(text, at, shape, values);
  const span = templateSpans(text).find(({ from, to }) => from <= at && at <= to);
  if (span === undefined) return { from: at, list: [] };
  const found = completions(text.slice(span.from, span.to), at - span.from, shape, values);
  return { from: found.from + span.from, list: found.list };
}

/** Where a character of the text stands on the screen, measured in the coloured copy behind it. */
function caretPlace(area: HTMLTextAreaElement, at: number): { left: number; top: number; bottom: number } {
  const box = area.getBoundingClientRect();
  const copy = area.previousElementSibling!;
  let left = at;
  for (const piece of copy.childNodes) {
    const text = piece.firstChild ?? piece;
    const length = text.textContent?.length ?? 0;
    if (left <= length) {
      const range = document.createRange();
      range.setStart(text, Math.min(left, length));
      range.collapse(true);
      const spot = range.getClientRects()[0] ?? range.getBoundingClientRect();
      return spot.height === 0 ? { left: box.left + 10, top: box.top, bottom: box.bottom } : spot;
    }
    left -= length;
  }
  return { left: box.left + 10, top: box.top, bottom: box.bottom };
}
