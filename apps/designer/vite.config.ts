import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Behind `vite`, /api goes to a server started beside it. */
const API = 'http://127.0.0.1:8080';

/** Monaco makes style tags without the page's nonce and has no option for one; this gives them it, or fails the build. */
const noncedMonaco: Plugin = {
  name: 'nonced-monaco',
  transform(code, id) {
    if (!id.endsWith('monaco-editor/esm/vs/base/browser/domStylesheets.js')) return null;
    const made = "const style = document.createElement('style');";
    if (!code.includes(made)) throw new Error('Monaco makes its style tags in another way now');
    const nonce = `document.querySelector('meta[property="csp-nonce"]')?.nonce ?? ''`;
    return { code: code.replace(made, `${made} style.nonce = ${nonce};`), map: null };
  },
};

export default defineConfig({
  plugins: [react(), noncedMonaco],
  html: { cspNonce: '__NONCE__' },
  build: {
    target: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': { target: API, changeOrigin: true, headers: { origin: API } } } },
});
