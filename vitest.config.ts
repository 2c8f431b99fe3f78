import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Unit tests: rooms without DOM, in Node. Own config, so that nothing of the site's build gets in. */
export default defineConfig({
  resolve: { alias: { heddle: fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
  test: { include: ['test/unit/**/*.test.ts'] },
});
