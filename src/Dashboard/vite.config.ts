import { defineConfig } from 'vite';
import { trimUplot } from './scripts/trim-uplot.ts';

const server = process.env.CLEANLITE_SERVER ?? 'http://localhost:8080';

export default defineConfig({
  base: '/',
  plugins: [trimUplot()],
  build: {
    outDir: process.env.CLEANLITE_OUT ?? '../Api/wwwroot/dashboard',
    emptyOutDir: true,
    target: 'es2022',
    // Browsers that know light-dark(): since the spring of 2024 all of them.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Fonts and images as files: the content policy allows no data in place of them beyond pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // A percent smaller than the bundler's own; the budget of 60 KB is near.
    minify: 'terser',
    terserOptions: { ecma: 2020, module: true, compress: { passes: 3 } },
    rollupOptions: { output: { entryFileNames: 'assets/[name]-[hash].js', chunkFileNames: 'assets/[name]-[hash].js', assetFileNames: 'assets/[name]-[hash][extname]' } },
  },
  server: {
    proxy: Object.fromEntries(
      ['/live', '/api', '/health', '/metrics', '/asyncapi.yaml', '/openapi', '/schemas'].map(path => [path, { target: server, ws: path === '/live' }])),
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
