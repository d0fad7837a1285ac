import { useEffect } from 'react';
import { useView } from '../store/view.ts';

const FRAMES = 30;

/** Where the keyboard is in the view, it is in the page: also for a node that only now comes into sight. */
export function FocusKeeper() {
  const focus = useView((state) => state.focus);
  const isFree = useView(
    ({ open, chooser, dialog, menu, writing }) =>
      open === null && chooser === null && dialog === null && menu === null && writing === null,
  );
  useEffect(() => {
    if (focus === null || !isFree) return;
    let left = FRAMES;
    let frame = 0;
    const look = () => {
      const element = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(focus)}"]`);
      const active = document.activeElement;
      const isOurs = active === null || active === document.body || active.closest('.react-flow') !== null;
      if (element !== null && isOurs && active !== element) element.focus({ preventScroll: true });
      else if (element === null && left-- > 0) frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [focus, isFree]);
  return null;
}
