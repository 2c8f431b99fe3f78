import { type ImportSpecifier, parse } from 'es-module-lexer/minimal/js';
import { CompileError } from './error.ts';

/** Names under which compiled code finds its scope; what the lexer calls the kinds of import. */
const IMPORT = '$heddleImport';
const META = '$heddleMeta';
const THREAD = '$heddleThread';
const STATIC = 1;
const META_TYPE = 3;

/** What compiled code is run with. */
export interface Scope {
  /** The namespace of the module `specifier`; refused unless it exports all of `names`. */
  import(specifier: string, names?: readonly string[]): Promise<unknown>;
  readonly meta: { readonly url: string };
  /** Makes a thread function of one whose first statement is `'use thread'`, as `lift` has it called. */
  readonly thread?: (...args: never[]) => unknown;
}

/**
 * Rewrites the module text of an app into an expression whose value is an async function of a scope. Imports
 * become awaits where they stand, so every line keeps its number, and `await` works at the top level.
 *
 * @throws CompileError for an export, which nobody could import.
 * @throws SyntaxError for what the lexer cannot read; only an engine's parser knows the line.
 */
export function compileApp(text: string, file: string): string {
  const [imports, exports] = lex(text, file);
  const [first] = exports;
  if (first) throw new CompileError('An app has no importers: remove the export', file, text, first.s);
  let code = '';
  let end = 0;
  for (const found of imports) {
    code += text.slice(end, found.ss) + replacement(text, found, file);
    end = found.t === STATIC || found.t === META_TYPE ? found.se : found.d; // a dynamic import keeps its arguments
  }
  code += text.slice(end);
  return `(async (${IMPORT}, ${META}, ${THREAD}) => {"use strict";${code}\n})\n//# sourceURL=${file}`;
}

/** Evaluates what `compileApp` made. Settles when the app's own code has run. */
export async function runCompiled(code: string, scope: Scope): Promise<void> {
  const run = (0, eval)(code) as (load: Scope['import'], meta: Scope['meta'], thread: Scope['thread']) => Promise<void>;
  await run((specifier, names) => scope.import(specifier, names), scope.meta, scope.thread);
}

function lex(text: string, file: string): ReturnType<typeof parse> {
  try {
    return parse(text, file);
  } catch (cause) {
    throw new SyntaxError(`${file} cannot be read as JavaScript`, { cause });
  }
}

function replacement(text: string, found: ImportSpecifier, file: string): string {
  if (found.t === META_TYPE) return META;
  if (found.t !== STATIC) return IMPORT;
  const clause = text.slice(found.ss + 'import'.length, found.s - 1).replace(/\bfrom\s*$/, '');
  const specifier = JSON.stringify(found.n);
  const bindings = /^\s*(?:([\w$]+)\s*,?)?\s*(?:\*\s*as\s+([\w$]+)|\{([^]*)\})?\s*$/.exec(clause);
  if (!bindings) throw new CompileError(`Cannot read the import ${JSON.stringify(clause.trim())}`, file, text, found.ss);
  const [, standard, namespace, named] = bindings;
  const pairs = [...(standard ? [`default: ${standard}`] : []), ...(named ? [named.replace(/\bas\b/g, ':')] : [])];
  const names = [...(standard ? ['default'] : []), ...imported(named ?? '')];
  const load = `await ${IMPORT}(${specifier}, ${JSON.stringify(names)})`;
  // Line breaks of the clause stay in the pattern; those between the clause and the specifier are put back.
  const lost = text.slice(found.ss, found.se).split('\n').length - (named ?? '').split('\n').length;
  const padding = '\n'.repeat(Math.max(0, lost));
  if (namespace) return `const ${namespace} = ${load}${pairs.length > 0 ? `, {${pairs.join(', ')}} = ${namespace}` : ''};${padding}`;
  return pairs.length > 0 ? `const {${pairs.join(', ')}} = ${load};${padding}` : `${load};${padding}`;
}

/** The exported names in `a as b, c`. */
function imported(named: string): string[] {
  const list = named.replace(/\/\*[^]*?\*\/|\/\/.*/g, '').split(',');
  return list.map((item) => item.trim().split(/\s+as\s+/)[0] ?? '').filter((name) => name !== '');
}
