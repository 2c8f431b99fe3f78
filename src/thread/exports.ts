import { getBase } from '../http/index.ts';
import type { PoolClient } from './client.ts';
import type { Shipment } from './definition.ts';
import { ThreadError } from './errors.ts';
import { type ThreadFunction, withSettings } from './function.ts';
import type { Future } from './future.ts';
import { whyNoFile } from './module.ts';
import { DEFAULTS } from './settings.ts';
import { type Called, type Given, TaskStream } from './stream.ts';

/** What a call of a module's function gives. Whether that is a generator shows on the thread: it is a promise of a stream, too. */
type ModuleCall<R> = Called<R> extends TaskStream<infer T, unknown> ? Future<Given<R>> & AsyncIterable<T> : Called<R>;

/** The functions that a module exports, each a thread function. */
export type ThreadModule<M> = {
  readonly [K in keyof M as M[K] extends (...args: never[]) => unknown ? K : never]: M[K] extends (
    ...args: infer A extends readonly unknown[]
  ) => infer R
    ? ThreadFunction<A, R, ModuleCall<R>>
    : never;
};

/**
 * The functions of a module as thread functions. Each thread loads the module, with all that it imports, when it runs one
 * of them first; what the module keeps in variables is that thread's own. `url` is its whole address, or one relative to
 * the page. Throws a ThreadError for the address of a local file, which browsers let no worker import.
 */
export function createThreadModule<M>(client: PoolClient, url: string | URL): ThreadModule<M> {
  const { href, protocol } = new URL(url, getBase());
  if (protocol === 'file:') {
    throw new ThreadError(
      `Module '${href}' cannot be loaded on threads: ${whyNoFile('give thread() the functions, with what they need in { uses }')}`,
    );
  }
  const functions = new Map<string, unknown>();
  return new Proxy(Object.create(null) as object, {
    get(_, name) {
      // Whoever awaits the module gets it as it is.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      if (!functions.has(name)) functions.set(name, exported(client, href, name));
      return functions.get(name);
    },
    has: (_, name) => typeof name === 'string' && name !== 'then',
  }) as ThreadModule<M>;
}

function exported(client: PoolClient, module: string, name: string): unknown {
  const stub = (): never => {
    throw new ThreadError(`'${name}' of module '${module}' runs on a thread only.`);
  };
  const shipment: Shipment = { fn: stub, uses: {}, name, record: false, module };
  return withSettings(shipment, DEFAULTS, {
    call: (args, settings) => iterable(client.run(shipment, args, settings), shipment),
    map: (items, settings) => client.runAll(shipment, items, settings),
  });
}

/** A future whose items can be asked for in place of its result. */
function iterable(future: Future<unknown>, { name, module }: Shipment): Future<unknown> {
  return Object.assign(future, {
    async *[Symbol.asyncIterator](): AsyncGenerator<unknown, unknown, undefined> {
      const result = await future;
      if (!(result instanceof TaskStream)) throw new TypeError(`'${name}' of module '${module}' is no generator: await its result.`);
      return yield* result;
    },
  });
}
