import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** End-to-end tests: Node drives real browsers. One file at a time, since a browser wants the machine for itself. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/e2e/**/*.test.ts'], fileParallelism: false, testTimeout: 90_000, hookTimeout: 60_000 },
});
