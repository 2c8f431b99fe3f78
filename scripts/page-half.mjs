/**
 * Puts the half of Heddle that needs a DOM into a function, for the single script that pages and workers share: in a
 * worker that function never runs.
 *
 * As a dynamic import in one file, it would have the bundler wrap each module of both halves, which is 5 % of the script.
 */
import { relative } from 'node:path';
import { build } from 'vite';
import { compactStyles } from './compact-styles.mjs';

const ID = 'heddle:page-half';
const RESOLVED = `\0${ID}`;
const LICENSES = 'page.md';
const ENTRY = 'src/page.ts';
const DYNAMIC = "import('./page.ts')";

/**
 * What only a page needs. All else is imported by the function's module, and shared with the other half; so is
 * view/script.ts, which finds the compiler of 'use thread', too.
 */
const own = /^src\/(view|embed)\/(?!script\.ts$)|^src\/page\.ts$|(^|\/)node_modules\/(lit|lit-element|lit-html|@lit)\//;

/** @returns {import('vite').Plugin} */
export function pageHalf() {
  let root = process.cwd();
  /** @type {import('vite').AliasOptions} */
  let alias = [];
  /** @type {string[]} */
  let inside = [];
  return {
    name: ID,
    enforce: 'pre',
    configResolved(config) {
      root = config.root;
      alias = config.resolve.alias;
    },
    resolveId: (id) => (id === ID ? RESOLVED : undefined),
    transform: (code) =>
      code.includes(DYNAMIC) ? `import { load } from '${ID}';\n${code.replace(DYNAMIC, 'Promise.resolve().then(load)')}` : undefined,
    async load(id) {
      if (id !== RESOLVED) return undefined;
      const { chunk, licenses } = await bundle(root, alias);
      inside = chunk.moduleIds;
      this.emitFile({ type: 'asset', fileName: 'licenses/page.md', source: licenses });
      return asFunction(chunk.code);
    },
    // A module in both halves would have its state twice.
    generateBundle(_, files) {
      const outside = new Set(Object.values(files).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])));
      const twice = inside.filter((module) => outside.has(module)).map((module) => relative(root, module));
      if (twice.length > 0) throw new Error(`in the half for pages and outside of it: ${twice.join(', ')}`);
    },
  };
}

async function bundle(/** @type {string} */ root, /** @type {import('vite').AliasOptions} */ alias) {
  const [output] = /** @type {import('vite').Rolldown.RolldownOutput[]} */ (
    await build({
      root,
      configFile: false,
      publicDir: false,
      logLevel: 'warn',
      resolve: { alias },
      plugins: [leaveShared(root), compactStyles()],
      build: { write: false, minify: false, license: { fileName: LICENSES }, target: 'es2022', lib: { entry: ENTRY, formats: ['es'] } },
    })
  );
  /** @type {(import('vite').Rolldown.OutputChunk | import('vite').Rolldown.OutputAsset)[]} */
  const files = output?.output ?? [];
  const [chunk, ...others] = files.filter((file) => file.type === 'chunk');
  if (!chunk || others.length > 0) throw new Error('the half for pages must become one module');
  const licenses = files.find((file) => file.type === 'asset' && file.fileName === LICENSES);
  if (licenses?.type !== 'asset') throw new Error('the half for pages has no list of licenses');
  return { chunk, licenses: licenses.source };
}

/** @returns {import('vite').Plugin} */
function leaveShared(/** @type {string} */ root) {
  return {
    name: 'leave-shared',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (source.startsWith('heddle:')) return { id: source, external: true };
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      return found && !own.test(relative(root, found.id)) ? { id: found.id, external: 'absolute' } : found;
    },
  };
}

/** Imports stay at the top of the module; the rest becomes the body of a function that returns the exports. */
function asFunction(/** @type {string} */ code) {
  const imports = code.match(/^import .*$/gm) ?? [];
  const [statement, names] = /^export \{([^}]*)\};?$/m.exec(code) ?? [];
  if (!statement || names === undefined) throw new Error('the half for pages has no list of exports');
  const body = code.replace(/^import .*$/gm, '').replace(statement, '');
  const exports = names.split(',').map((name) => {
    const [local, exported = local] = name.trim().split(' as ');
    return `${exported}: ${local}`;
  });
  return `${imports.join('\n')}\nexport const load = () => {\n${body}\nreturn { ${exports.join(', ')} };\n};`;
}
