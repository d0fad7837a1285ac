import { type Fragment, fragmentOf, fragmentSchema, freshIds, type Problem, parseDocument } from '@throughline/flow';
import { catalogue } from '@throughline/nodes/definitions';
import { theCamera } from '../canvas/camera.ts';
import { around, NODE_WIDTH, snapped } from '../canvas/geometry.ts';
import { openDocument } from '../store/document.ts';
import { edit } from '../store/edit.ts';
import { select, viewStore } from '../store/view.ts';
import { tell, told } from './tell.ts';

/** What is selected, as the text that goes through the clipboard; null where no node is selected. */
export function selectedAsText(): string | null {
  const document = openDocument();
  const { selection } = viewStore.getState();
  const ids = document.nodes.filter(({ id }) => selection.has(id)).map(({ id }) => id);
  return ids.length === 0 ? null : JSON.stringify(fragmentOf(document, ids), null, 2);
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
  if (document === null) return { problem: problems[0]! };
  if (document.nodes.length === 0) {
    return { problem: { severity: 'error', code: 'not_a_flow', sentence: 'This flow has no nodes to take over.' } };
  }
  return {
    fragment: fragmentOf(
      document,
      document.nodes.map(({ id }) => id),
    ),
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Puts a pasted part in the middle of what is seen, and selects it. */
export function pasteText(text: string): boolean {
  const read = readPasted(text);
  if ('problem' in read) {
    tell(read.problem.sentence, 'red');
    return false;
  }
  return pasteFragment(read.fragment);
}

export function pasteFragment(fragment: Fragment): boolean {
  const ids = freshIds(openDocument(), fragment);
  const boxes = Object.values(fragment.positions).map((at) => ({ ...at, width: NODE_WIDTH, height: 60 }));
  const whole = around(boxes);
  const middle = theCamera()?.middle() ?? { x: 0, y: 0 };
  const offset =
    whole === null
      ? { x: 0, y: 0 }
      : snapped({ x: middle.x - whole.x - whole.width / 2, y: middle.y - whole.y - whole.height / 2 });
  if (!told(edit([{ op: 'paste', fragment, ids, offset }]))) return false;
  select(Object.values(ids));
  return true;
}
