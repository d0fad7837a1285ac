import { useEffect } from 'react';
import { pasteText, selectedAsText } from '../actions/clipboard.ts';
import { removeSelected } from '../actions/remove.ts';
import { isTyping } from '../keys/typing.ts';

/** Copy, cut and paste by the browser's own events: they need no permission, and reach other programs as JSON. */
export function useClipboard(isEditable: boolean): void {
  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      const text = isTyping(event.target) || hasTextSelected() ? null : selectedAsText();
      if (text === null) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      if (event.type === 'cut' && isEditable) removeSelected();
    };
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!isEditable || isTyping(event.target) || text.trim() === '') return;
      event.preventDefault();
      pasteText(text);
    };
    document.addEventListener('copy', copy);
    document.addEventListener('cut', copy);
    document.addEventListener('paste', paste);
    return () => {
      document.removeEventListener('copy', copy);
      document.removeEventListener('cut', copy);
      document.removeEventListener('paste', paste);
    };
  }, [isEditable]);
}

function hasTextSelected(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}
