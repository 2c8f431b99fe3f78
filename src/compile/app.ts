import { CompileError } from './error.ts';
import { findImports, type ImportStatement } from './imports.ts';
import { offsetOf, type Origin, placeOf, type Position } from './origin.ts';

/** Names under which compiled code finds its scope. */
const IMPORT = '$heddleImport';
const META = '$heddleMeta';
const THREAD = '$heddleThread';

const HEAD = `(async (${IMPORT}, ${META}, ${THREAD}) => {"use strict";`;

interface ImportOptions {
  readonly with?: Readonly<Record<string, unknown>>;
}

/** What compiled code is run with. */
export interface Scope {
  /**
   * The namespace of the module `specifier`; refused unless it exports all of `names`. `options` are those of `import()`. `place`
   * is that of the statement in the author's text.
   */
  import(specifier: string, options?: ImportOptions, names?: readonly string[], place?: Position): Promise<unknown>;
  readonly meta: { readonly url: string };
  /** Makes a thread function of one whose first statement is `'use thread'`, as `lift` has it called. */
  readonly thread?: (...args: never[]) => unknown;
}

/**
 * Rewrites the module text of an app into an expression whose value is an async function of a scope, in which `await` works
 * at the top level.
 *
 * @throws CompileError for an export, which nobody could import.
 * @throws SyntaxError for what the engine cannot read; it does not tell the line.
 * @throws EvalError where the page's policy forbids to run it.
 */
export function compileApp(text: string, file: string): string {
  const body = rewriteImports(text, file);
  check(body);
  return `${HEAD}${body}\n})\n//# sourceURL=${file}`;
}

/** Where in the author's text something stands, by its place in what `compileApp` makes of it: on another column, in places. */
export function originOf(text: string, file: string): Origin {
  let all: readonly Piece[] | undefined; // most apps have no error
  return (position) => {
    all ??= pieces(text, file);
    let offset = offsetOf(HEAD + all.map(({ code }) => code).join(''), position) - HEAD.length;
    for (const { code, start, isKept } of offset < 0 ? [] : all) {
      if (offset < code.length) {
        const found = placeOf(text, start + (isKept ? offset : 0));
        return found.line === position.line ? found : position; // another file may have the name
      }
      offset -= code.length;
    }
    return position;
  };
}

/** The module text of an app as the body of an async function: imports are awaits where they stand, and every line keeps its number. */
export function rewriteImports(text: string, file: string): string {
  return pieces(text, file)
    .map(({ code }) => code)
    .join('');
}

/** A part of an app's body, and where in the text it comes from: kept as it is, or what stands for an import. */
interface Piece {
  readonly code: string;
  readonly start: number;
  readonly isKept: boolean;
}

function pieces(text: string, file: string): Piece[] {
  const all: Piece[] = [];
  let end = 0;
  const keep = (to?: number): void => void all.push({ code: text.slice(end, to), start: end, isKept: true });
  for (const found of findImports(text)) {
    const { kind, start } = found;
    if (kind === 'export') throw new CompileError('An app has no importers: remove the export', file, placeOf(text, start));
    keep(start);
    all.push({ code: kind === 'static' ? binding(found, text, file) : kind === 'meta' ? META : IMPORT, start, isKept: false });
    end = found.end;
  }
  keep();
  return all;
}

const AsyncFunction = (async () => {}).constructor as new (body: string) => unknown;

/** Refuses text that closes the function around it, too: `eval` would run what follows. */
function check(body: string): void {
  try {
    new AsyncFunction(body);
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    throw new EvalError(
      "The page's Content-Security-Policy forbids apps to run functions from source; allow 'unsafe-eval' in script-src.",
      {
        cause,
      },
    );
  }
}

/** Evaluates what `compileApp` made. Settles when the app's own code has run. */
export async function runCompiled(code: string, scope: Scope): Promise<void> {
  const run = (0, eval)(code) as (load: Scope['import'], meta: Scope['meta'], thread: Scope['thread']) => Promise<void>;
  await run((...args) => scope.import(...args), scope.meta, scope.thread);
}

/** Awaits what a statement imports, on the first of its lines; the others stay, empty. */
function binding({ clause, specifier, attributes, start, end }: ImportStatement, text: string, file: string): string {
  const parts = /^(?:([^{* ]+)(?: ,(?= ))? ?)?(?:\* as (\S+)|\{ (.*)\})?$/.exec(clause);
  if (!parts) throw new CompileError(`Cannot read the import ${JSON.stringify(clause)}`, file, placeOf(text, start));
  const [, standard, namespace, named = ''] = parts;
  const names = named.split(',').flatMap((item) => item.trim() || []);
  const pairs = [...(standard ? [`default as ${standard}`] : []), ...names].map((pair) => pair.replace(' as ', ': '));
  const wanted = JSON.stringify(pairs.map((pair) => pair.replace(/: .*|['"]/g, '')));
  const place = JSON.stringify(placeOf(text, start));
  const load = `await ${IMPORT}(${specifier}, {${attributes && `with: ${attributes}`}}, ${wanted}, ${place})`;
  const all = pairs.length > 0 ? [`{${pairs.join(', ')}}`] : [];
  const [first, second] = namespace ? [namespace, ...all] : all;
  const declared = `${first ? `const ${first} = ` : ''}${load}${second ? `, ${second} = ${namespace}` : ''};`;
  return declared + text.slice(start, end).replace(/.+/g, '');
}
