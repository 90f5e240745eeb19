// How the console is built: one static folder that the server embeds and serves from its own origin.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    // Keeps dist/.gitkeep, which lets the server compile before the console was ever built.
    emptyOutDir: false,
    // The content security policy allows fonts and scripts from our own origin only, never from data: addresses.
    assetsInlineLimit: 0,
    // light-dark() as the browser knows it: the rewriting for older ones needs a scheme that is fixed in the style sheet.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/api': { target: 'http://127.0.0.1:8080', changeOrigin: false },
      '/logos': { target: 'http://127.0.0.1:8080', changeOrigin: false },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})
