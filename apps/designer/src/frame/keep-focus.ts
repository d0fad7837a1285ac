/**
 * A button that works is disabled meanwhile, which takes the keyboard from it. Gives it back once the work is done, unless it went on
 * to something else.
 */
export function keepFocus(): void {
  let worked: HTMLElement | null = null;
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      if (!(target instanceof HTMLElement)) continue;
      const isWorking = target.hasAttribute('data-loading');
      if (isWorking && target === document.activeElement) worked = target;
      if (isWorking || target !== worked) continue;
      worked = null;
      if (document.activeElement === document.body) target.focus({ preventScroll: true });
    }
  }).observe(document, { subtree: true, attributeFilter: ['data-loading'] });
}
