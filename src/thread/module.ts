import type { Http } from '../http/index.ts';
import { ThreadError } from './errors.ts';
import { isClass } from './source.ts';

/** Loads what a module exports by a name, on a thread. A module is loaded once a thread. Throws a ThreadError that says what is wrong. */
export async function loadExport(url: string, name: string): Promise<(...args: unknown[]) => unknown> {
  const exports = await load(url);
  const found = exports[name];
  if (typeof found === 'function' && !isClass(found as never)) return found as (...args: unknown[]) => unknown;
  if (name in exports) throw new ThreadError(`'${name}' of module '${url}' is no function: it is ${describe(found)}.`);
  const functions = Object.keys(exports).filter((one) => typeof exports[one] === 'function');
  throw new ThreadError(`Module '${url}' has no export named '${name}'; its functions are: ${functions.join(', ') || 'none'}.`);
}

/** What `import()` is in apps, which it was taken from when they were compiled, for their functions on a thread. */
export function importFor(heddle: object): (specifier: unknown, options?: ImportOptions) => Promise<object> {
  return async (specifier, options) => {
    const url = String(specifier);
    if (url === 'heddle') return heddle;
    if (!/^[a-z]+:/i.test(url))
      throw new ThreadError(`Module '${url}' cannot be imported on a thread, which has no address: give the module's whole address.`);
    return options?.with?.['type'] === 'json' ? loadJson(url, (heddle as { readonly http: Http }).http.fetch) : load(url);
  };
}

interface ImportOptions {
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What a module of JSON gives. Fetched, not imported, so that it may lie among the files that are embedded. */
export async function loadJson(url: string, get: Http['fetch']): Promise<object> {
  return { default: await (await get(url)).raiseForStatus().json() };
}

async function load(url: string): Promise<Record<string, unknown>> {
  try {
    return (await import(/* @vite-ignore */ url)) as Record<string, unknown>;
  } catch (cause) {
    throw new ThreadError(`Module '${url}' cannot be loaded on a thread: ${whyNotLoaded(cause)}`, { cause });
  }
}

/** Why no module is loaded from the address of a file, and what an author can do: serve the page, or something else. */
export function whyNoFile(instead: string): string {
  return `browsers let no page and no worker import a file of this disk. Serve the page over http, or ${instead}.`;
}

/** Why `import()` failed. A module that cannot be fetched is a TypeError in all engines, and so may be what a module throws. */
export function whyNotLoaded(cause: unknown): string {
  if (cause instanceof SyntaxError) return `${cause.message}${placeOf(cause)}.`;
  const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  if (!(cause instanceof TypeError)) return `it threw ${text}`;
  if (/specifier|Module name/.test(text))
    return `${text} A module imports from addresses alone, and not from 'heddle': give its functions what they need of that.`;
  if (!/import|fetch|load/i.test(text)) return `it threw ${text}`;
  return `${text} Is it there, as JavaScript, with CORS where it is of another origin, and does the page's policy allow it in script-src?`;
}

/** Where a module, or one that it imports, cannot be read: Firefox and WebKit tell. */
function placeOf(error: SyntaxError): string {
  const { fileName, lineNumber, sourceURL, line } = error as Partial<Record<'fileName' | 'lineNumber' | 'sourceURL' | 'line', unknown>>;
  const [file, at] = [fileName ?? sourceURL, lineNumber ?? line];
  return typeof file === 'string' && typeof at === 'number' ? ` (${file}:${at})` : '';
}

function describe(value: unknown): string {
  if (typeof value === 'function') return 'a class';
  return value === null || typeof value !== 'object' ? `${String(value)}` : `a ${Object.prototype.toString.call(value).slice(8, -1)}`;
}
