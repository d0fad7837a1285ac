import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Behind `vite`, /api goes to a server started beside it. */
const API = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: {
    target: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': { target: API, changeOrigin: true, headers: { origin: API } } } },
});
