/** Whether keys go into text at this moment, or belong to something open above the canvas. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return (
    target.closest(
      'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], .monaco-editor',
    ) !== null
  );
}
