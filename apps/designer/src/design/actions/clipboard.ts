import {
  type Fragment,
  fragmentOf,
  fragmentSchema,
  freshIds,
  type Position,
  type Problem,
  parseDocument,
} from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { keysText } from '../../frame/command-palette.tsx';
import { theCamera } from '../canvas/camera.ts';
import { around, NODE_WIDTH, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { select, viewStore } from '../store/view.ts';
import { tell, told } from './tell.ts';

/** What is selected, as the text that goes through the clipboard; null where no node, frame or note is. */
export function selectedAsText(): string | null {
  const { selection } = viewStore.getState();
  return selection.size === 0 ? null : JSON.stringify(fragmentOf(openDocument(), selection), null, 2);
}

/** By a button or menu, where the browser lets pages write and read the clipboard; the keys always work. */
export async function copySelected(): Promise<boolean> {
  const text = selectedAsText();
  if (text === null) return false;
  return clipboard(async (held) => held.writeText(text), 'Mod+C');
}

export async function pasteCopied(at: Position): Promise<void> {
  await clipboard(async (held) => void pasteText(await held.readText(), at), 'Mod+V');
}

async function clipboard(use: (held: Clipboard) => Promise<void>, keys: string): Promise<boolean> {
  try {
    await use(navigator.clipboard);
    return true;
  } catch {
    tell(`The browser does not let this page reach the clipboard. Press ${keysText(keys)} instead.`);
    return false;
  }
}

export type Read = { fragment: Fragment } | { problem: Problem };

/** Reads what somebody pastes: a part of a flow, or a whole one. */
export function readPasted(text: string): Read {
  const parsed = json(text);
  if (parsed !== null && typeof parsed === 'object' && 'fragment' in parsed) {
    const fragment = fragmentSchema.safeParse(parsed);
    if (fragment.success) return { fragment: fragment.data };
    const where = fragment.error.issues[0]?.path.join('/') ?? '';
    const newer = typeof parsed.fragment === 'number' && parsed.fragment > 1;
    const sentence = newer
      ? 'This comes from a newer Throughline, which writes flows differently. Update this one first.'
      : `This part of a flow is damaged at “${where}”.`;
    return { problem: { severity: 'error', code: newer ? 'document_newer' : 'document_invalid', sentence } };
  }
  const { document, problems } = parseDocument(text, catalogue);
  if (document === null) return { problem: notAFlow(problems[0]!) };
  const { frames, notes } = document.layout;
  const all = [...document.nodes, ...frames, ...notes].map(({ id }) => id);
  if (all.length === 0) {
    return { problem: { severity: 'error', code: 'not_a_flow', sentence: 'This flow has nothing to take over.' } };
  }
  return { fragment: fragmentOf(document, all) };
}

/** Somebody may have meant to paste something else: the sentence says what was looked for. */
function notAFlow(problem: Problem): Problem {
  return problem.code === 'json_invalid' || problem.code === 'not_a_flow'
    ? { ...problem, sentence: `What was pasted is no part of a flow. ${problem.sentence}` }
    : problem;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Puts a pasted part around a place, or in the middle of what is seen, and selects it. */
export function pasteText(text: string, at?: Position): boolean {
  const read = readPasted(text);
  if ('problem' in read) {
    tell(read.problem.sentence, 'red');
    return false;
  }
  return pasteFragment(read.fragment, at);
}

function pasteFragment(fragment: Fragment, at?: Position): boolean {
  const document = openDocument();
  const ids = freshIds(document, fragment);
  const boxes = Object.values(fragment.positions).map((at) => ({ ...at, width: NODE_WIDTH, height: 60 }));
  const whole = around([...boxes, ...fragment.frames, ...fragment.notes]);
  const middle = at ?? theCamera()?.middle() ?? { x: 0, y: 0 };
  const wish =
    whole === null
      ? { x: 0, y: 0 }
      : snapped({ x: middle.x - whole.x - whole.width / 2, y: middle.y - whole.y - whole.height / 2 });
  const offset = beside(wish, Object.values(fragment.positions), Object.values(document.layout.nodes));
  if (!told(edit([{ op: 'paste', fragment, ids, offset }]))) return false;
  select(Object.values(ids));
  if (whole !== null) theCamera()?.show({ ...whole, x: whole.x + offset.x, y: whole.y + offset.y });
  return true;
}

/** A little further where something lies in the very place already, as after pasting twice. */
function beside(offset: Position, pasted: readonly Position[], there: readonly Position[]): Position {
  const taken = new Set(there.map(({ x, y }) => `${x} ${y}`));
  const { x, y } = offset;
  const covers = pasted.some((at) => taken.has(`${at.x + x} ${at.y + y}`));
  return covers ? beside({ x: x + 40, y: y + 40 }, pasted, there) : offset;
}
