import type { PoolClient } from './client.ts';
import { createShipment, exportedAs, threadedOf } from './definition.ts';
import { type ThreadFunction, shippedBy } from './function.ts';
import { SOURCE } from './source.ts';

type AnyFunction = (...args: never[]) => unknown;

/** Source, line and column of functions, by their names. */
type Sources = Readonly<Record<string, readonly [source: string, line: number, column: number]>>;

/** What the compiler has a function call whose first statement is `'use thread'`. */
export interface LiftedThread {
  /**
   * `capture` gives what the function takes from around itself: functions are shipped as they are at its first call, all
   * else crosses as it is at each call. `heddle` says what it calls exports of Heddle. `sources` are for code that was
   * rewritten since the compiler saw it.
   */
  <A extends readonly unknown[], R>(
    fn: (...args: A) => R,
    name: string,
    capture: () => Readonly<Record<string, unknown>>,
    heddle?: Readonly<Record<string, string>>,
    sources?: Sources,
    file?: string,
  ): ThreadFunction<A, R>;
  /** The function itself, which runs where it is called. */
  plain(fn: unknown): unknown;
  /** The function, which is shipped by the source that the compiler saw. */
  keep<F>(fn: F, name: string, sources: Sources, file: string): F;
}

export function bindLifted(client: PoolClient): LiftedThread {
  const lifted = (
    fn: AnyFunction,
    name: string,
    capture: () => Readonly<Record<string, unknown>>,
    heddle: Readonly<Record<string, string>> = {},
    sources: Sources = {},
    file = '',
  ): unknown => {
    const uses = Object.fromEntries(Object.entries(heddle).map(([local, exported]) => [local, exportedAs(exported)]));
    keep(fn, name, sources, file);
    const captureAll = (): Readonly<Record<string, unknown>> => {
      const captured = capture();
      for (const [used, value] of Object.entries(captured)) keep(value, used, sources, file);
      return captured;
    };
    return shippedBy(client, { ...createShipment(fn, uses, name), capture: captureAll });
  };
  return Object.assign(lifted, { keep, plain: (fn: unknown) => threadedOf(fn)?.fn ?? fn }) as LiftedThread;
}

function keep<F>(fn: F, name: string, sources: Sources, file: string): F {
  const kept = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (kept && typeof fn === 'function' && !Object.hasOwn(fn, SOURCE)) {
    const [source, line, column] = kept;
    Object.defineProperty(fn, SOURCE, { value: { source, name, at: { file, line, column } } });
  }
  return fn;
}
