/**
 * Browser tests: test/browser/**, mocha and chai, in Chromium, Firefox and WebKitGTK, with sources served by Vite, so through
 * the same pipeline as the build. `ENGINES=chromium npx wtr --files test/browser/view/button.test.ts` is a quick run.
 */
import { defaultReporter } from '@web/test-runner';
import koaConnect from 'koa-connect';
import { createServer } from 'vite';
import { engineNames } from './scripts/browsers.mjs';
import { countTests } from './scripts/count-tests.mjs';
import { launchers } from './scripts/engines.mjs';
import { isolate } from './scripts/isolate.mjs';

const vite = await createServer({
  appType: 'custom',
  mode: 'test',
  logLevel: 'warn',
  cacheDir: 'node_modules/.vite-test',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  // Dependencies are ES modules and served as they are, so that no late discovery reloads a running test; the others are named.
  optimizeDeps: { noDiscovery: true, include: ['axe-core'] },
});
const serve = koaConnect(vite.middlewares);
const isolated = isolate();

/** Vite's client would look for the socket of a hot reload; its modules need only this of it, for computed imports. */
const client = 'export const injectQuery = (url) => url;';

/** What a run serves does not change, and each test file's page loads most of the sources: browsers need not ask again. */
function keep(/** @type {import('node:http').ServerResponse} */ response) {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => setHeader(name, name === 'Cache-Control' ? 'max-age=3600' : value);
}

/** @type {any[]} The launchers' packages bring their own copies of the type. */
const browsers = [];
for (const name of engineNames()) browsers.push(await launchers[name]());

/** @type {import('@web/test-runner').TestRunnerConfig} */
export default {
  files: ['test/browser/**/*.test.ts'],
  browsers,
  concurrentBrowsers: 2,
  concurrency: 1, // a browser draws, and so observes, only the page in front
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testsFinishTimeout: 180_000 + 1000 * Number(process.env['VITE_CHAOS_SECONDS'] ?? 0),
  testFramework: { config: { timeout: 20_000 } },
  reporters: [defaultReporter(), countTests('.cache/results/browser.json'), isolated.reporter],
  filterBrowserLogs: (log) => !String(log.args[0]).includes('Lit is in dev mode'),
  // As middleware, not as a plugin: the runner itself would serve .ts files as video/mp2t.
  middleware: [
    isolated.middleware,
    (context, next) => {
      if (/^\/(__w|$)/.test(context.path)) return next();
      if (context.path !== '/@vite/client') {
        keep(context.res);
        return serve(context, next);
      }
      context.type = 'text/javascript';
      context.body = client;
      return undefined;
    },
  ],
  plugins: [{ name: 'vite', serverStop: () => vite.close() }],
};
