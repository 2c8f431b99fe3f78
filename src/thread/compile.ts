import { ThreadError } from './errors.ts';
import { decode, load } from './payload.ts';
import { importFor, loadExport } from './module.ts';
import type { Definition, DefinitionKey, FunctionRef, HandleRef, Payload, Site } from './protocol.ts';
import { isName } from './source.ts';

export type Callable = (...args: unknown[]) => unknown;

export interface CompileOptions {
  /** What code on a thread sees as `heddle`. */
  readonly heddle: Readonly<Record<string, unknown>>;
  handle(ref: HandleRef): unknown;
  /** Told of each value in scope: what a later task must not move away. */
  keep(value: unknown): void;
}

/** Names that functions made from source see. */
interface Scope {
  readonly set: Readonly<Record<string, (value: unknown) => void>>;
  evaluate(source: string): unknown;
}

/**
 * Makes a function of a definition. All functions of a definition share one scope, so that they see each other
 * whatever their order; each one keeps its name and its place in stacks.
 */
export async function compile(definition: Definition, options: CompileOptions): Promise<Callable> {
  const { name, target, uses, record, captures } = definition;
  if ('module' in target) return loadExport(target.module, target.name);
  const nested = new Map<DefinitionKey, Callable>();
  for (const inner of definition.nested) nested.set(inner.key, await compile(inner, options));
  const names = [...uses.map(([used]) => used), ...captures];
  // A function that calls itself by its name needs no mention in `uses`.
  const own = 'source' in target && isName(target.name) && !names.includes(target.name) ? target.name : null;
  const self = noThis(name);
  const scope = createScope(own === null ? names : [...names, own], options.heddle, self);
  // What is mentioned twice has one reference, and is one thing here.
  const made = new Map<FunctionRef, unknown>();
  const fn = (ref: FunctionRef): unknown => {
    const one = made.get(ref) ?? resolve(ref, scope, nested, options);
    made.set(ref, one);
    return one;
  };
  const values: Record<string, unknown> = {};
  const waiting: [name: string, value: Payload][] = [];
  for (const [used, payload] of uses) waiting.push([used, await load(payload)]);
  const fill = (): Callable => {
    settle(waiting, ([used, payload]) => {
      const value = decode(payload, { handle: (ref) => options.handle(ref), fn });
      options.keep(value);
      scope.set[used]?.((values[used] = value));
    });
    const main = fn(target) as Callable;
    if (own !== null) scope.set[own]?.(main);
    return main;
  };
  if (captures.length > 0) {
    let main: Callable | undefined;
    return (...args) => {
      for (const [captive, value] of Object.entries(args.pop() as object)) scope.set[captive]?.(value);
      // Classes may need it for their static members.
      main ??= fill();
      return main.apply(self, args);
    };
  }
  const main = fill();
  if (record) return () => main(values);
  return 'source' in target ? (...args) => main.apply(self, args) : main;
}

/** Makes all of them, in whatever order: a class needs the one that it extends, and what its static members call. */
function settle<T>(items: readonly T[], make: (item: T) => void): void {
  const errors: unknown[] = [];
  const left = items.filter((item) => {
    try {
      make(item);
      return false;
    } catch (error) {
      return errors.push(error);
    }
  });
  if (errors.length === 0) return;
  if (left.length === items.length) throw errors[0];
  settle(left, make);
}

function resolve(ref: FunctionRef, scope: Scope, nested: ReadonlyMap<DefinitionKey, Callable>, { heddle }: CompileOptions): unknown {
  if ('source' in ref) return evaluate(ref, scope);
  if ('definition' in ref) return nested.get(ref.definition);
  if (!('exported' in ref)) return undefined;
  if (ref.exported === '*') return heddle;
  if (ref.exported in heddle) return heddle[ref.exported];
  throw new ThreadError(`'${ref.exported}' of heddle is not there on a thread.`);
}

type SourceRef = Extract<FunctionRef, { readonly source: string }>;

/**
 * Source is an expression or else a member of an object, such as `async *name() {…}`, `[key]() {…}` or `get name() {…}`; only
 * a parser can tell. The property gives a name to a function that has none of its own, for stacks.
 */
function evaluate(ref: SourceRef, scope: Scope): unknown {
  const key = JSON.stringify(ref.name || 'anonymous');
  try {
    return scope.evaluate(placed(ref, `({ ${key}: (`, `) })[${key}]`));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return evaluateMember(ref, scope, cause);
  }
}

function evaluateMember(ref: SourceRef, scope: Scope, cause: SyntaxError): unknown {
  try {
    const holder = scope.evaluate(placed(ref, '({ ', '})')) as object;
    const { value, get, set } = Object.getOwnPropertyDescriptor(holder, Reflect.ownKeys(holder)[0] ?? '') ?? {};
    return value ?? get ?? set;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ThreadError(`Function '${ref.name}' cannot stand alone, as it has to on a thread: ${cause.message}`, { cause });
  }
}

/** There, it stands where the author wrote it. */
function placed({ source, name, at }: SourceRef, before: string, after: string): string {
  const file = at?.file ?? `thread/${name.replace(/[^\w$.]/g, '_') || 'anonymous'}.js`;
  return `${before}${padding(before.length, at)}${source}\n${after}\n//# sourceURL=${file}`;
}

/** What brings the text behind it to its line, and to its column where there is room. */
function padding(head: number, at: Site | undefined): string {
  if (!at) return '';
  const room = at.column - 1 - (at.line === 1 ? head : 0);
  return '\n'.repeat(at.line - 1) + ' '.repeat(Math.max(0, room));
}

/** Stands for `this` in functions that are shipped without it. */
function noThis(name: string): object {
  const refuse = (_: object, property: string | symbol): never => {
    throw new ThreadError(
      `'this.${String(property)}' is not there in task '${name}': a function comes to a thread without its object; use a variable.`,
    );
  };
  return new Proxy({}, { get: refuse, set: refuse, has: refuse });
}

/**
 * Strict, as modules are. What says 'use thread' runs where it is. `evaluate` is a direct eval, so that what it makes sees the
 * names around it. Those of the author are in a block of their own, and methods name nothing, so that none is taken.
 */
function createScope(names: readonly string[], heddle: object, self: object): Scope {
  const body = `'use strict';{${names.length > 0 ? `let ${names.join()};` : ''}
return{set:{${names.map((name) => `${name}(){${name}=arguments[0]}`).join()}},evaluate(){return eval(arguments[0])}}}`;
  const plain = (fn: unknown): unknown => fn;
  const { set, evaluate } = make(body)(
    heddle,
    Object.assign((fn: unknown) => fn, { plain }),
    importFor(heddle),
  );
  return { set, evaluate: (source) => evaluate.call(self, source) };
}

function make(body: string): (...given: readonly unknown[]) => { set: Scope['set']; evaluate(this: object, source: string): unknown } {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- source is what comes to a thread
    return new Function('heddle', '$heddleThread', '$heddleImport', body) as ReturnType<typeof make>;
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    throw new ThreadError(
      "The page's Content-Security-Policy forbids threads to run functions from source; allow 'unsafe-eval' in script-src.",
      { cause },
    );
  }
}

/** Names of a page that no worker has. */
const OF_PAGES = new Set<string | undefined>([
  'window',
  'document',
  'localStorage',
  'sessionStorage',
  'alert',
  'confirm',
  'prompt',
  'parent',
  'top',
  'frames',
]);

/** The name that an error says is not there. */
function missingIn(thrown: unknown): string | undefined {
  if (!(thrown instanceof ReferenceError)) return undefined;
  // "x is not defined" in Chromium and Firefox, "assignment to undeclared variable x" in Firefox, "Can't find variable: x" in WebKit.
  const [, first, second] =
    /^(?:(\S+) is not defined|(?:Can't find|assignment to undeclared) variable:? (\S+))$/.exec(thrown.message) ?? [];
  // Apps that were compiled have a variable in place of it.
  return (first ?? second)?.replace('$heddleMeta', 'import.meta');
}

/** Whether what is not there is what only a page has. */
export function lacksPage(thrown: unknown): boolean {
  return OF_PAGES.has(missingIn(thrown));
}

/** Says what to do about a name that the function's source mentions and the thread does not have. */
export function explain(thrown: unknown, heddle: object): unknown {
  const name = missingIn(thrown);
  if (name === undefined) return thrown;
  const advice = OF_PAGES.has(name)
    ? 'only the page has it'
    : name in heddle
      ? `write heddle.${name}, or pass it in { uses: { ${name} } }`
      : name === 'import.meta'
        ? 'pass what you need of it in { uses }'
        : `pass it in { uses: { ${name} } }`;
  return new ThreadError(`'${name}' is not defined on the thread; ${advice}`, { cause: thrown });
}
