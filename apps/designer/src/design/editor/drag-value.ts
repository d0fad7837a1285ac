import { DROPPED, type Path } from './take.ts';

const BEGINS_PX = 4;

/** Takes a value of the input by the pointer, from pressing to letting go over a place that takes values. */
export function dragValue(event: React.PointerEvent, path: Path, label: string): void {
  if (event.button !== 0) return;
  const start = { x: event.clientX, y: event.clientY };
  let ghost: HTMLElement | null = null;
  let over: Element | null = null;

  const mark = (next: Element | null) => {
    if (over === next) return;
    over?.removeAttribute('data-over');
    over = next;
    over?.setAttribute('data-over', '');
  };
  const move = (now: PointerEvent) => {
    if (ghost === null && Math.hypot(now.clientX - start.x, now.clientY - start.y) < BEGINS_PX) return;
    ghost ??= begin(label);
    ghost.style.translate = `${now.clientX + 12}px ${now.clientY + 10}px`;
    mark(document.elementFromPoint(now.clientX, now.clientY)?.closest('[data-takes-value]') ?? null);
    now.preventDefault();
  };
  const end = (isDropped: boolean) => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', cancel);
    window.removeEventListener('keydown', onEscape, true);
    const target = over;
    mark(null);
    ghost?.remove();
    document.documentElement.removeAttribute('data-dragging-value');
    if (isDropped && ghost !== null) target?.dispatchEvent(new CustomEvent(DROPPED, { detail: path, bubbles: true }));
  };
  const up = () => end(true);
  const cancel = () => end(false);
  const onEscape = (pressed: KeyboardEvent) => {
    if (pressed.key !== 'Escape') return;
    pressed.stopPropagation();
    end(false);
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', cancel);
  window.addEventListener('keydown', onEscape, true);
}

function begin(label: string): HTMLElement {
  const ghost = document.createElement('div');
  ghost.className = 'value-ghost';
  ghost.textContent = label;
  document.body.append(ghost);
  document.documentElement.setAttribute('data-dragging-value', '');
  return ghost;
}
