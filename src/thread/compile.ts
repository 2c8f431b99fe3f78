import { ThreadError } from './errors.ts';
import { decode, load } from './payload.ts';
import type { Definition, DefinitionKey, FunctionRef, HandleRef } from './protocol.ts';
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
  set(name: string, value: unknown): void;
  evaluate(source: string): unknown;
}

/**
 * Makes a function of a definition. All functions of a definition share one scope, so that they see each other
 * whatever their order; each one keeps its name in stacks.
 */
export async function compile(definition: Definition, options: CompileOptions): Promise<Callable> {
  const { target, uses, record } = definition;
  const nested = new Map<DefinitionKey, Callable>();
  for (const inner of definition.nested) nested.set(inner.key, await compile(inner, options));
  const names = uses.map(([name]) => name);
  // A function that calls itself by its name needs no mention in `uses`.
  const own = 'source' in target && isName(target.name) && !names.includes(target.name) ? target.name : null;
  const scope = createScope(own === null ? names : [...names, own], options.heddle);
  const fn = (ref: FunctionRef): unknown => resolve(ref, scope, nested, options);
  const values: Record<string, unknown> = {};
  for (const [name, payload] of uses) {
    values[name] = decode(await load(payload), { handle: (ref) => options.handle(ref), fn });
    options.keep(values[name]);
    scope.set(name, values[name]);
  }
  const main = fn(target) as Callable;
  if (own !== null) scope.set(own, main);
  return record ? () => main(values) : main;
}

function resolve(ref: FunctionRef, scope: Scope, nested: ReadonlyMap<DefinitionKey, Callable>, { heddle }: CompileOptions): unknown {
  if ('definition' in ref) return nested.get(ref.definition);
  if ('exported' in ref) {
    if (ref.exported in heddle) return heddle[ref.exported];
    throw new ThreadError(`'${ref.exported}' of heddle is not there on a thread.`);
  }
  return scope.evaluate(named(ref));
}

/** The property gives a name to a function that has none of its own, for stacks. */
function named({ source, name }: { readonly source: string; readonly name: string }): string {
  const key = JSON.stringify(name || 'anonymous');
  return `({ ${key}: (${source}\n) })[${key}]\n//# sourceURL=thread/${name.replace(/[^\w$.]/g, '_') || 'anonymous'}.js`;
}

/** Strict, as modules are. `evaluate` is a direct eval, so that what it makes sees the names around it. */
function createScope(names: readonly string[], heddle: object): Scope {
  const body = `'use strict';
${names.length > 0 ? `let ${names.join(', ')};` : ''}
const $set = { ${names.map((name) => `${name}: ($value) => { ${name} = $value; }`).join(', ')} };
return { set: ($name, $value) => $set[$name]($value), evaluate: ($source) => eval($source) };`;
  return make(body)(heddle);
}

function make(body: string): (heddle: object) => Scope {
  try {
    // oxlint-disable-next-line typescript/no-implied-eval -- source is what comes to a thread
    return new Function('heddle', body) as (heddle: object) => Scope;
  } catch (cause) {
    if (!(cause instanceof EvalError)) throw cause;
    throw new ThreadError(
      "The page's Content-Security-Policy forbids threads to run functions from source; allow 'unsafe-eval' in script-src.",
      { cause },
    );
  }
}

/** Says what to do about a name that the function's source mentions and the thread does not have. */
export function explain(thrown: unknown): unknown {
  if (!(thrown instanceof ReferenceError)) return thrown;
  // "x is not defined" in Chromium and Firefox, "Can't find variable: x" in WebKit.
  const [, first, second] =
    /^(?:([\p{ID_Continue}$]+) is not defined|Can't find variable: ([\p{ID_Continue}$]+))$/u.exec(thrown.message) ?? [];
  const name = first ?? second;
  if (name === undefined) return thrown;
  return new ThreadError(`'${name}' is not defined on the thread; pass it in { uses: { ${name} } }`, { cause: thrown });
}
