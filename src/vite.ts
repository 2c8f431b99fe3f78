import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import MagicString from 'magic-string';
import { createOrigin, findImports, loadLift } from './compile/index.ts';

/** What of Vite's plugins is used here, so that nobody needs Vite for its types. */
export interface HeddlePlugin {
  readonly name: string;
  configResolved(config: { readonly command: string; readonly base: string; readonly build: { readonly assetsDir: string } }): void;
  configureServer(server: { readonly middlewares: Middlewares }): void;
  buildStart(): void;
  transform(this: PluginContext, code: string, id: string): Promise<Code | undefined>;
  outputOptions<Options extends { minify?: unknown }>(options: Options): Options;
  renderChunk(code: string): Code | undefined;
}

interface Code {
  readonly code: string;
  readonly map: string;
}

interface Middlewares {
  use(path: string, handler: (request: { url?: string | undefined }, response: Response, next: () => void) => void): unknown;
}

interface Response {
  setHeader(name: string, value: string): unknown;
  end(body: string): unknown;
}

interface PluginContext {
  resolve(source: string, importer: string): Promise<{ readonly id: string } | null>;
  emitFile(file: { type: 'chunk'; id: string; preserveSignature: 'strict' } | { type: 'asset'; fileName: string; source: string }): string;
  getCombinedSourcemap(): { readonly mappings: string };
}

/**
 * The Vite plugin: makes thread functions of those whose first statement is `'use thread'`. Their source, and that of what
 * else is given to threads, is kept beside them, as it is after types were removed and before anything is minified: on a
 * thread they find the names that they were written with. Modules that `threadModule` names are built, too, and BokehJS is put
 * where plots find it. Classes keep their names, by which errors name whose parameter was set. Fails the build, with the line,
 * for what a thread could not do.
 */
export function heddle(): HeddlePlugin {
  let isBuild = true;
  let served = '/@heddle/';
  let assets = '';
  let bokeh: string | undefined;
  /** Code for the address beside which the folder of BokehJS lies. Vite would look for a file behind `new URL('…', import.meta.url)`. */
  const aboveBokeh = (context: PluginContext): string => {
    if (!isBuild) return `new URL(import.meta.url).origin + ${JSON.stringify(served)}`;
    bokeh ??= BOKEH.map((name) =>
      context.emitFile({ type: 'asset', fileName: `${assets}bokeh/${name}`, source: readBokeh(name) }),
    )[0] as string;
    return `new URL('..', import.meta.ROLLUP_FILE_URL_${bokeh}).href`;
  };
  return {
    name: 'heddle',
    configResolved({ command, base, build }) {
      isBuild = command === 'build';
      served = `${base}@heddle/`;
      assets = build.assetsDir && `${build.assetsDir}/`;
    },
    configureServer({ middlewares }) {
      middlewares.use(`${served}bokeh/`, ({ url = '' }, response, next) => {
        const name = BOKEH.find((one) => url.replace(/\?.*$/, '') === `/${one}`);
        if (name === undefined) return next();
        response.setHeader('Content-Type', 'text/javascript');
        response.end(readBokeh(name));
      });
    },
    buildStart() {
      bokeh = undefined;
    },
    async transform(code, id) {
      if (!/(['"])use thread\1|\bfrom\s*(['"])heddle\2/.test(code)) return undefined;
      const text = (await lifted(code, id, this)) ?? new MagicString(code);
      if (mayPlot(code)) text.prepend(`import { $home as $heddleHome } from 'heddle'; $heddleHome(${aboveBokeh(this)}); `);
      for (const { 0: found, 1: before = '', 3: specifier = '', index } of code.matchAll(THREAD_MODULE)) {
        const module = await this.resolve(specifier, id);
        if (!module) continue;
        const url = isBuild
          ? `import.meta.ROLLUP_FILE_URL_${this.emitFile({ type: 'chunk', id: module.id, preserveSignature: 'strict' })}`
          : JSON.stringify(specifier.replace(/[^/]*$/, fileOf(module.id)));
        text.overwrite(index + before.length, index + found.length, `new URL(${url}, import.meta.url)`);
      }
      return changed(text, id);
    },
    outputOptions: (options) => (options.minify ? { ...options, minify: keepClasses(options.minify) } : options),
    renderChunk(code) {
      const text = new MagicString(code);
      for (const { 0: found, 1: name, index } of code.matchAll(CLASS_VARIABLE)) text.appendLeft(index + found.length, ` ${name}`);
      return changed(text);
    },
  };
}

function changed(text: MagicString, source = ''): Code | undefined {
  if (!text.hasChanged()) return undefined;
  return { code: text.toString(), map: text.generateMap({ source, includeContent: true, hires: 'boundary' }).toString() };
}

/** A class that the bundler has put into a variable, whose name a minifier would take. */
const CLASS_VARIABLE = /^\s*(?:var|let|const) ([\w$]+) = class(?= extends\b| ?\{)/gm;

function keepClasses(minify: unknown): object {
  const { compress, mangle, ...others } = { compress: {}, mangle: {}, codegen: true, ...Object(minify) } as Record<string, unknown>;
  const keepNames = { class: true, function: false };
  const kept = (options: unknown): unknown => options && { ...Object(options), keepNames };
  return { ...others, compress: kept(compress), mangle: kept(mangle) };
}

/** What a plot loads of BokehJS, as it is published. */
const BOKEH = ['bokeh.min.js', 'bokeh-api.min.js'];

function readBokeh(name: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`@bokeh/bokehjs/build/js/${name}`), 'utf8');
}

/** Whether a module imports from Heddle and has a word for plots; the words alone stand in Heddle's own modules, too. */
function mayPlot(code: string): boolean {
  if (!/\b(Bokeh|figure)\b/.test(code)) return false;
  return findImports(code).some((found) => found.kind === 'static' && found.specifier.slice(1, -1) === 'heddle');
}

/** A module of the author's, by the one way of naming it that is right on every host. */
const THREAD_MODULE = /(\bthreadModule\s*\(\s*)new\s+URL\(\s*(['"])(\.[^'"\n]*)\2\s*,\s*import\.meta\.url\s*,?\s*\)/g;

async function lifted(code: string, id: string, context: PluginContext): Promise<MagicString | undefined> {
  const { lift, THREAD } = await loadLift();
  const origin = createOrigin(context.getCombinedSourcemap().mappings);
  const text = lift(code, fileOf(id), { keepSource: true, origin });
  return text?.prepend(`import { $thread as ${THREAD} } from 'heddle'; `);
}

function fileOf(id: string): string {
  return id.replace(/\?.*$/, '').replace(/^.*\//, '');
}
