import react from '@vitejs/plugin-react'
import { defineConfig, loadEnv, type Plugin } from 'vite'

// The server fills the places in index.html; `npm run dev` has no such server.
const places: Plugin = {
  name: 'litepipeline-places',
  apply: 'serve',
  transformIndexHtml: html => html.replace('{{base}}', '/').replace('{{api}}', '/').replace('{{nonce}}', ''),
}

export default defineConfig(({ mode }) => ({
  plugins: [react(), places],
  // What the page refers to is relative to its <base>.
  base: './',
  build: {
    outDir: '../assets',
    assetsDir: 'files',
    emptyOutDir: true,
    license: { fileName: 'licenses.md' },
    // Nothing inlined: the content security policy has no place for it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The form library names it for its own tests only.
    rolldownOptions: { external: ['@rjsf/validator-ajv8'] },
    chunkSizeWarningLimit: 900,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': loadEnv(mode, '.', 'LITEPIPELINE_').LITEPIPELINE_MANAGER ?? 'http://127.0.0.1:8000' } },
}))
