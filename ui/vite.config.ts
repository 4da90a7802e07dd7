import { defineConfig } from 'vitest/config';

import { pageSize } from './page-size.js';

/** The policy of tauri.conf.json, so that `vite preview` fails where the real window would. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  'connect-src ipc: http://ipc.localhost',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export default defineConfig({
  plugins: [pageSize()],
  server: { port: 1420, strictPort: true },
  preview: { headers: { 'Content-Security-Policy': policy } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  test: {
    environment: 'jsdom',
    // A loaded machine is slow, and a test that is given up goes on in the next one's page.
    testTimeout: 30_000,
    // Deadlines are told in local time, and this zone has daylight saving.
    env: { TZ: 'Europe/Berlin' },
  },
});
