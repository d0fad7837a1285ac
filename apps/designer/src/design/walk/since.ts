import { diff, type FlowDocument, type FlowNode } from '@throughline/flow';
import { wireKey } from '../store/view.ts';
import type { Walk } from '../store/walk.ts';

/** How the open draft differs from the version that a walk is of. */
export interface Since {
  version: number;
  /** Nodes that treat messages in another way, or are new or gone. */
  changed: readonly FlowNode[];
  added: readonly FlowNode[];
  removed: readonly FlowNode[];
  /** Wires that come, go, or lead elsewhere. */
  wires: number;
}

const SILENT = new Set(['/name', '/note']);

/** Null where nothing differs that a message could notice: of a trial, and of a version whose document cannot be read any more. */
export function sinceRun({ source }: Walk, draft: FlowDocument): Since | null {
  if (source.kind === 'trial' || source.ran.document === null) return null;
  const { nodes, wires, behaviour } = diff(source.ran.document, draft);
  if (!behaviour) return null;
  const changed = nodes.changed.filter(({ fields }) => fields.some(({ field }) => !SILENT.has(field)));
  return {
    version: source.ran.version,
    changed: changed.map(({ after }) => after),
    added: nodes.added,
    removed: nodes.removed,
    wires: wires.added.length + wires.removed.length + wires.rewired.length,
  };
}

/** What is true of the draft: the walk over nodes and wires that are as they were when the message went along. */
export function walkOn(walk: Walk, draft: FlowDocument): Walk {
  const since = sinceRun(walk, draft);
  if (since === null) return walk;
  const others = new Set([...since.changed, ...since.added].map(({ id }) => id));
  const wires = new Set(draft.wires.map(wireKey));
  return {
    ...walk,
    nodes: new Map([...walk.nodes].filter(([id]) => !others.has(id))),
    wires: new Map([...walk.wires].filter(([key]) => wires.has(key))),
  };
}

/** Since in words: `Version 3 ran. In this draft 2 nodes are changed and 1 is new.` */
export function sinceWords({ version, changed, added, removed, wires }: Since): string {
  const parts = [
    counted(changed.length, 'node', 'changed'),
    counted(added.length, 'node', 'new'),
    counted(removed.length, 'node', 'gone'),
    counted(wires, 'wire', 'different'),
  ].filter((part) => part !== null);
  const last = parts.pop();
  return `Version ${version} ran. In this draft ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`} since.`;
}

function counted(count: number, noun: string, what: string): string | null {
  if (count === 0) return null;
  return count === 1 ? `1 ${noun} is ${what}` : `${count} ${noun}s are ${what}`;
}
