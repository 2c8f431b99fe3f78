import type { Http } from './http/index.ts';
import { type AppSource, type Session } from './session/index.ts';
import { compileApp, createLocate, originOf, runCompiled } from './compile/index.ts';
import { loadJson, whyNoFile, whyNotLoaded } from './thread/index.ts';
import { createNamespace } from './namespace.ts';

/** Runs the text of an app in a session. What it imports from `heddle` is bound to that session. */
export async function runApp({ text, name, url }: AppSource, session: Session): Promise<void> {
  // Chromium keeps ten frames, and Heddle's own may be more: the author's would be missing.
  (Error as { stackTraceLimit?: number }).stackTraceLimit = 100;
  const heddle = createNamespace(session);
  const code = compileApp(text, name);
  session.pool.locate = createLocate(code, name);
  session.origin = originOf(text, name);
  const load = createLoad(url, heddle.http);
  await runCompiled(code, {
    async import(specifier, options, names = [], place) {
      try {
        const module = specifier === 'heddle' ? heddle : await load(specifier, options?.with?.['type']);
        checkExports(specifier, module, names);
        return module;
      } catch (error) {
        // Not all browsers tell the line of what waits.
        throw place ? Object.assign(error as Error, { where: { file: name, ...place } }) : error;
      }
    },
    meta: { url },
    thread: heddle.$thread,
  });
}

/** @throws SyntaxError that tells those in which the letters of a name that is missing come in their order. */
function checkExports(specifier: string, module: object, names: readonly string[]): void {
  const missing = names.find((name) => !(name in module));
  if (missing === undefined) return;
  const letters = new RegExp(missing.replace(/\W*(\w?)/g, '$1.*'), 'i');
  const near = Object.keys(module).filter((name) => letters.test(name));
  const hint = near.length > 0 ? `: did you mean ${near.slice(0, 5).join(', ')}?` : '.';
  throw new SyntaxError(`Module '${specifier}' has no export named '${missing}'${hint}`);
}

/** Loads what an app imports from addresses, of which those without a host are relative to `base`. */
function createLoad(base: string, http: Http): (specifier: string, type: unknown) => Promise<object> {
  const known = new Map<string, Promise<object>>();
  return async (specifier, type) => {
    if (!/^(\.{0,2}\/|[a-z]+:)/.test(specifier)) {
      throw new TypeError(`Module '${specifier}' cannot be found: an app imports from 'heddle' and from addresses.`);
    }
    const { href } = new URL(specifier, base);
    if (type === undefined) return loadModule(href);
    if (type !== 'json') throw new TypeError(`Module '${href}': its type must be 'json' or left out, not '${String(type)}'.`);
    // Who imports it again gets the same object, as from a module.
    const loading = known.get(href) ?? loadJson(href, http.fetch);
    known.set(href, loading);
    loading.catch(() => known.delete(href));
    return loading;
  };
}

async function loadModule(href: string): Promise<object> {
  try {
    return (await import(/* @vite-ignore */ href)) as object;
  } catch (cause) {
    const Refusal = cause instanceof SyntaxError ? SyntaxError : TypeError;
    const why = href.startsWith('file:') ? whyNoFile("bundle it with the app by 'npx heddle bundle'") : whyNotLoaded(cause);
    throw new Refusal(`Module '${href}' cannot be loaded: ${why}`, { cause });
  }
}
