import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { workerSource } from './scripts/worker-source.mjs';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));

export default defineConfig({
  base: './',
  resolve: { alias: { heddle: path('src/index.ts') } },
  plugins: [workerSource()],
});
