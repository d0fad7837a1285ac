import { createTheme, Drawer, Modal, Notification } from '@mantine/core';

const close = { closeButtonProps: { 'aria-label': 'Close' } };

const system = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 7,
  autoContrast: true,
  // Where black and white text reach the same contrast, 4.6 : 1.
  luminanceThreshold: 0.183,
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily: system,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: system, fontWeight: '650' },
  // A cross says nothing to those who do not see it.
  components: {
    Modal: Modal.extend({ defaultProps: close, styles: { title: { fontWeight: 650 } } }),
    Drawer: Drawer.extend({ defaultProps: close, styles: { title: { fontWeight: 650 } } }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } },
      styles: { description: { color: 'var(--mantine-color-text)' } },
    }),
  },
});

/** The nonce of this page's answer, for the style tags that Mantine makes. */
export function nonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';
}
