import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { engineNames } from '../../scripts/browsers.mjs';

/** Files in which a busy machine could pass for a busy page: they run alone, after the others. */
const alone = ['test/e2e/smooth.test.ts'];
const all = 'test/e2e/**/*.test.ts';

/**
 * End-to-end tests: Node drives real browsers. Two files at a time, since most of a test is waiting; each engine is a
 * project: `npm run test:e2e -- --project firefox gallery`.
 */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    testTimeout: 90_000,
    hookTimeout: 60_000,
    isolate: false, // files share nothing but modules, which take longer to load than many a test takes
    projects: engineNames().flatMap((engine) => [
      {
        extends: true,
        test: { name: engine, env: { ENGINES: engine }, include: [all], exclude: alone, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: { name: `${engine} alone`, env: { ENGINES: engine }, include: alone, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ]),
  },
});
