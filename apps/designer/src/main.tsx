import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './frame/frame.css';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { config } from 'zod/v4/core';
import { App } from './app.tsx';
import { keepFocus } from './frame/keep-focus.ts';
import { nonce } from './frame/theme.ts';
import { allowPlainText } from './frame/trusted-types.ts';

allowPlainText();
keepFocus();
// The page's policy forbids making functions of text, which zod would else try.
config({ jitless: true });
// For the style tag that stops the page from scrolling behind a dialog.
setNonce(nonce());
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
