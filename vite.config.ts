import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };
import { asciiOnly } from './scripts/ascii-only.mjs';
import { bokehFiles } from './scripts/bokeh-files.mjs';
import { devPage } from './scripts/dev-page.mjs';
import { eagerRuntime } from './scripts/eager-runtime.mjs';
import { embeddedAssets } from './scripts/embedded-assets.mjs';
import { keepClassNames } from './scripts/keep-class-names.mjs';
import { pageHalf } from './scripts/page-half.mjs';
import { withoutJsx } from './scripts/without-jsx.mjs';
import { runtimeAsWorkerSource, workerSource } from './scripts/worker-source.mjs';

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const target = 'es2022';
const outside = new RegExp(`^(node:.*|(${[...Object.keys(manifest.dependencies), 'vite'].join('|')})(/.*)?)$`);

/** dist/heddle-<name>.js: a classic script of its own, for the library's lazy parts; what it exports is the global `global`. */
function beside(name: string, global: string, entry: string): UserConfig {
  return {
    publicDir: false,
    plugins: [asciiOnly()],
    build: {
      target,
      emptyOutDir: false,
      license: { fileName: `licenses/${name}.md` },
      lib: { entry, name: global, formats: ['iife'], fileName: () => `heddle-${name}.js` },
    },
  };
}

/** Builds, by `--mode`; scripts/build.mjs makes all of them, and one list of their licenses. */
const builds: Record<string, UserConfig> = {
  /** dist/heddle.js: one classic script. It is one function, so that a worker can run the same text (see worker-source.mjs). */
  script: {
    publicDir: false,
    resolve: {
      alias: {
        './load-markup.ts': path('src/view/pane/load-markup-script.ts'),
        './load-show.ts': path('src/view/pane/bokeh/load-show-script.ts'),
        './load-messages.ts': path('src/view/load-messages-script.ts'),
        './load-lift.ts': path('src/view/load-lift-script.ts'),
        './load-monitor.ts': path('src/embed/load-monitor-script.ts'),
      },
    },
    plugins: [withoutJsx(), pageHalf(), runtimeAsWorkerSource(), bokehFiles(), eagerRuntime(), asciiOnly(), keepClassNames()],
    build: {
      target,
      minify: 'terser', // what it finds beyond Vite's own minifier is 2 % of the script
      terserOptions: { ecma: 2022, keep_classnames: true, compress: { passes: 2, inline: 0, hoist_funs: true, sequences: false } },
      license: { fileName: 'licenses/script.md' },
      lib: { entry: 'src/heddle.ts', name: 'heddle', formats: ['iife'], fileName: () => 'heddle.js' },
      rolldownOptions: {
        output: { postBanner: 'var heddle = (function heddleRuntime() { "use strict";', postFooter: 'return heddle; })();' },
      },
    },
  },
  /** What `heddle.js` loads when markup, a plot, a message, `'use thread'` or the monitor is first met. */
  markup: beside('markup', 'heddleMarkup', 'src/view/pane/markup.ts'),
  bokeh: beside('bokeh', 'heddleBokeh', 'src/view/pane/bokeh/show.ts'),
  notifications: beside('notifications', 'heddleNotifications', 'src/view/messages.ts'),
  compile: beside('compile', 'heddleCompile', 'src/compile/lift.ts'),
  monitor: beside('monitor', 'heddleMonitor', 'src/inspect/index.ts'),
  /** dist/: the site. Classic scripts only, so that index.html opens from disk; the library is the script's global. */
  site: {
    plugins: [embeddedAssets('public/images'), asciiOnly()],
    build: {
      target,
      emptyOutDir: false,
      lib: { entry: 'src/site/main.ts', name: 'heddleSite', formats: ['iife'], fileName: () => 'site.js', cssFileName: 'site' },
      rolldownOptions: { external: 'heddle', output: { globals: { heddle: 'heddle' } } },
    },
  },
  /** dist/esm/: for bundlers. One file a module and dependencies left outside: the bundler splits, shares and drops. */
  esm: {
    publicDir: false,
    plugins: [workerSource()],
    build: {
      target,
      outDir: 'dist/esm',
      minify: false,
      lib: { entry: ['src/index.ts', 'src/vite.ts', 'src/cli.ts'], formats: ['es'] },
      rolldownOptions: { external: outside, output: { preserveModules: true, preserveModulesRoot: 'src', entryFileNames: '[name].js' } },
    },
  },
};

/** Sources served as they are: `npm run dev` and the browser tests. */
const sources: UserConfig = {
  resolve: { alias: { heddle: path('src/index.ts') } },
  plugins: [workerSource(), bokehFiles(), devPage()],
  optimizeDeps: { entries: ['src/**/*.ts'] }, // all are known at the start: no late discovery reloads a page
};

export default defineConfig(({ mode }) => ({ base: './', root: path('.'), ...(builds[mode] ?? sources) }));
