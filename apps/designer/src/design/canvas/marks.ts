import type { Mark } from './derive.ts';

/** A mark is never its colour alone. */
export const markWords: Record<Mark, string> = {
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  moved: 'Moved',
};

/** Where there is no room for the word. */
export const markSigns: Record<Mark, string> = { added: '+', removed: '−', changed: '≠', moved: '→' };
