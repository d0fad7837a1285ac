import type { KeyboardEvent } from 'react';

/** Whether Escape is meant for what listens, and not for a list or a dialog that is open above it: React hears those from portals too. */
export function isOwnEscape(event: KeyboardEvent): boolean {
  if (event.key !== 'Escape' || event.defaultPrevented) return false;
  const target = event.target as Element;
  const isListOpen = target.closest('[role="combobox"][aria-expanded="true"]') !== null;
  return event.currentTarget.contains(target) && !isListOpen;
}
