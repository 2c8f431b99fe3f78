/**
 * The virtual module `heddle:worker-source`: `source(): string` gives the text of one classic script
 * that a Blob worker runs, made from src/worker.ts. Classic, because Chromium starts no module worker from
 * a Blob on file:// pages.
 */
import { relative } from 'node:path';
import { build } from 'vite';
import { keepClassNames } from './keep-class-names.mjs';

const ID = 'heddle:worker-source';
const RESOLVED = `\0${ID}`;

/** @returns {import('vite').Plugin} */
export function workerSource() {
  /** @type {Promise<string> | undefined} */
  let text;
  let root = process.cwd();
  let minify = false;
  return {
    name: ID,
    configResolved(config) {
      root = config.root;
      minify = config.command === 'build' || config.mode === 'test'; // tests start a great many workers
    },
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      text ??= bundle(root, minify);
      return `export const source = () => ${JSON.stringify(await text)};`;
    },
    // The worker's text depends on most of src/, and Vite sees no edge to those files: forget it at any change.
    hotUpdate({ file, modules }) {
      if (!relative(root, file).startsWith('src/')) return undefined;
      text = undefined;
      const self = this.environment.moduleGraph.getModuleById(RESOLVED);
      return self ? [...modules, self] : undefined;
    },
  };
}

/**
 * The worker in the single-script build: the runtime's own function, which the build wraps around the whole script,
 * without the half for pages (page-half.mjs), whose text a worker would parse for nothing.
 */
export function runtimeAsWorkerSource() {
  const code = `import { load } from 'heddle:page-half';
export const source = () => '(' + String(heddleRuntime).replace(load, 0) + ')()';`;
  return {
    name: ID,
    resolveId: (/** @type {string} */ id) => (id === ID ? RESOLVED : undefined),
    load: (/** @type {string} */ id) => (id === RESOLVED ? code : undefined),
  };
}

async function bundle(/** @type {string} */ root, /** @type {boolean} */ minify) {
  const [output] = /** @type {import('vite').Rolldown.RolldownOutput[]} */ (
    await build({
      root,
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      plugins: minify ? [keepClassNames()] : [],
      build: {
        write: false,
        minify,
        target: 'es2022',
        lib: { entry: 'src/worker.ts', name: 'heddleWorker', formats: ['iife'] },
      },
    })
  );
  const [script, ...others] = output?.output.filter((file) => file.type === 'chunk') ?? [];
  if (!script || others.length > 0) throw new Error('the worker must become one script');
  return script.code;
}
