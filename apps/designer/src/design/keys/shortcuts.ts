import { useEffect } from 'react';
import { useCommands } from '../../frame/commands.ts';
import { goNext } from '../actions/walk.ts';
import { theCamera } from '../canvas/camera.ts';
import { focusOn, viewStore } from '../store/view.ts';
import { keymap, type Shortcut } from './keymap.ts';
import { isTyping } from './typing.ts';

const byKey = new Map(keymap.flatMap((shortcut) => shortcut.keys.map((key) => [key.toLowerCase(), shortcut])));

/** Listens to the keyboard while a flow is shown, and offers the same to the command palette. */
export function useShortcuts(isEditable: boolean): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
      const isHere = isOnCanvas(event.target);
      if (isHere && isOfButton(event)) return;
      if (event.key === 'Tab' && isHere) {
        stepThrough(event);
        return;
      }
      const shortcut = byKey.get(nameOf(event));
      if (shortcut === undefined || (shortcut.edits && !isEditable) || (!shortcut.everywhere && !isHere)) return;
      event.preventDefault();
      if (isHeading(shortcut)) goNext(1);
      else shortcut.run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isEditable]);
  useCommands(
    keymap
      .filter(({ edits, keys }) => (isEditable || !edits) && !keys[0]!.includes('Arrow') && keys[0] !== 'Escape')
      .map(({ keys, label, run }) => ({ id: `design-${label}`, label, group: 'This flow', keys: keys[0]!, run })),
  );
}

/** With nothing selected, an arrow goes to the first node instead of moving nothing. */
function isHeading({ keys }: Shortcut): boolean {
  return keys[0]!.startsWith('Arrow') && viewStore.getState().selection.size === 0;
}

/** Tab goes through the nodes; in front of the first and behind the last it leaves them, and goes on as ever. */
function stepThrough(event: KeyboardEvent): void {
  if (viewStore.getState().focus === null) return;
  if (goNext(event.shiftKey ? -1 : 1)) {
    event.preventDefault();
    return;
  }
  focusOn(null);
  theCamera()?.focus();
}

/** The keyboard is on the canvas or what belongs to it, such as a tool that was just pressed; or nowhere. */
function isOnCanvas(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target === document.body || target.id === 'content' || target.closest('.react-flow, [data-canvas]') !== null;
}

/** Keys by which a button is pressed, left, or its menu opened are the button's. */
function isOfButton({ target, key }: KeyboardEvent): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a[href]') !== null &&
    (key === 'Enter' || key === ' ' || key === 'Tab' || key.startsWith('Arrow'))
  );
}

/** `mod+shift+z`, `arrowleft`, `?`: as the keymap names it. */
function nameOf(event: KeyboardEvent): string {
  const isMod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const isSign = key.length === 1 && !/[a-z0-9]/.test(key);
  return [isMod ? 'mod' : '', event.shiftKey && !isSign ? 'shift' : '', key].filter(Boolean).join('+');
}
