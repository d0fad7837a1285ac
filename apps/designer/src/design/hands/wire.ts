import { tell } from '../actions/tell.ts';
import { refusal } from '../actions/wire.ts';
import { theCamera } from '../canvas/camera.ts';
import { openDocument } from '../store/document.ts';
import { showChooser } from '../store/view.ts';

/**
 * The hand lets go of a wire that it draws. On a node that takes it, React Flow reports the wire by itself; on one that does not,
 * the reason is said; on nothing, the chooser asks for the node to put there.
 */
export function released(
  event: MouseEvent | TouchEvent,
  from: string | undefined,
  port: string | null | undefined,
  side: 'source' | 'target' | null | undefined,
  to: string | undefined,
  isValid: boolean | null,
): void {
  if (isValid || from === undefined || port === null || port === undefined) return;
  if (to !== undefined && to !== from) {
    const problem =
      side === 'source'
        ? refusal(openDocument(), { from, port, to })
        : refusal(openDocument(), { from: to, port: 'out', to: from });
    if (problem !== null) tell(problem.sentence);
    return;
  }
  if (side !== 'source' || to === from) return;
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  const at = point && theCamera()?.place({ x: point.clientX, y: point.clientY });
  showChooser({ kind: 'behind', from, port, ...(at ? { at: { x: at.x, y: at.y - 30 } } : {}) });
}
