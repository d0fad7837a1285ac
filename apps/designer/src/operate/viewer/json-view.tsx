import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconChevronRight, IconCopy } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Rows } from './rows.tsx';
import { type Line, linesOf, waysTo } from './tree.ts';
import { Value } from './value.tsx';
import classes from './viewer.module.css';

interface JsonViewProps {
  value: unknown;
  label: string;
  /** The field at fault: shown, marked, with its sentence. */
  mark?: { path: string; sentence: string } | undefined;
}

/** How deep a tree is open at first; larger ones begin more closed. */
const DEPTH = 4;

export function JsonView({ value, label, mark }: JsonViewProps) {
  const ways = useMemo(() => new Set(mark === undefined ? [] : waysTo(mark.path)), [mark]);
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(
    () => linesOf(value, (path, depth) => (depth < DEPTH || ways.has(path)) !== turned.has(path)),
    [value, ways, turned],
  );
  const turn = (path: string) => {
    const next = new Set(turned);
    if (!next.delete(path)) next.add(path);
    setTurned(next);
  };
  const [copied, copy] = useCopied();
  const marked = mark === undefined ? undefined : lines.findIndex(({ path }) => path === mark.path);
  return (
    <Rows
      label={label}
      count={lines.length}
      height={24}
      show={marked}
      row={(index) => (
        <TreeLine
          line={lines[index]!}
          mark={index === marked ? mark : undefined}
          isCopied={lines[index]!.path === copied}
          onTurn={turn}
          onCopy={copy}
        />
      )}
    />
  );
}

/** The path that was copied last, for a moment. */
function useCopied(): [string | null, (path: string) => void] {
  const clipboard = useClipboard({ timeout: 1500 });
  const [path, setPath] = useState<string | null>(null);
  const copy = (chosen: string) => {
    clipboard.copy(chosen);
    setPath(chosen);
  };
  return [clipboard.copied ? path : null, copy];
}

interface TreeLineProps {
  line: Line;
  mark: JsonViewProps['mark'];
  isCopied: boolean;
  onTurn: (path: string) => void;
  onCopy: (path: string) => void;
}

function TreeLine({ line, mark, isCopied, onTurn, onCopy }: TreeLineProps) {
  const { depth, label, kind, isList, count, path } = line;
  const [begin, end] = isList ? ['[', ']'] : ['{', '}'];
  return (
    <div className={classes.line} data-marked={mark !== undefined || undefined} style={{ paddingLeft: 8 + depth * 18 }}>
      {kind === 'open' || kind === 'closed' ? (
        <button
          type="button"
          className={classes.turn}
          aria-expanded={kind === 'open'}
          aria-label={label ?? 'message'}
          disabled={count === 0}
          onClick={() => onTurn(path)}
        >
          {kind === 'open' ? <IconChevronDown size={13} aria-hidden /> : <IconChevronRight size={13} aria-hidden />}
        </button>
      ) : (
        <span className={classes.turn} />
      )}
      {label !== null && <span className={classes.name}>{label}</span>}
      {label !== null && <span className={classes.colon}>: </span>}
      {kind === 'value' && <Value value={line.value} />}
      {kind === 'open' && begin}
      {kind === 'closed' && (
        <span className={classes.count}>{count === 0 ? `${begin}${end}` : `${begin} ${count} ${end}`}</span>
      )}
      {kind === 'end' && end}
      {mark !== undefined && <span className={classes.fault}>{mark.sentence}</span>}
      {label !== null && (
        <button
          type="button"
          className={classes.copy}
          data-copied={isCopied || undefined}
          tabIndex={-1}
          title={isCopied ? 'Copied' : 'Copy the path'}
          aria-label={`Copy the path ${path}`}
          onClick={() => onCopy(path)}
        >
          {isCopied ? <IconCheck size={12} aria-hidden /> : <IconCopy size={12} aria-hidden />}
        </button>
      )}
    </div>
  );
}
