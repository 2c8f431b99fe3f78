import { checkOptions } from '../param/index.ts';
import type { PoolClient } from './client.ts';
import { createShipment, isGeneratorFunction, type Shipment, THREAD } from './definition.ts';
import { ThreadError } from './errors.ts';
import type { FutureList } from './future.ts';
import { DEFAULTS, SETTINGS, settle, type TaskOptions, type TaskSettings } from './settings.ts';
import type { Called, Given } from './stream.ts';

/** A function whose calls run on a thread of the pool: each gives a Future, or a stream where the function is a generator. */
export interface ThreadFunction<A extends readonly unknown[], R, C = Called<R>> {
  (...args: A): C;
  /** One task for each item; the results come in the order of the items. */
  map(items: Iterable<A[0]>): FutureList<Given<R>>;
  /** The same function with other options; those that are not named stay. */
  with(options: TaskOptions): ThreadFunction<A, R, C>;
  /** What it runs; `submit` and other threads take it from here. */
  readonly [THREAD]: Shipment;
}

export interface ThreadOptions {
  /**
   * What the function needs besides its arguments, by the names it uses: functions go as source, values as they are at
   * the first call, components, parameters and locks as live handles.
   */
  readonly uses?: Readonly<Record<string, unknown>>;
  /** Name in messages and stacks. Default: the function's. */
  readonly name?: string;
}

/**
 * Makes a function run on the pool's threads. Its source is shipped, so it sees its arguments, `uses`, `heddle` and the
 * globals of a worker, and nothing else around it. Throws a ThreadError for what has no source.
 */
export function createThreadFunction<A extends readonly unknown[], R>(
  client: PoolClient,
  fn: (...args: A) => R,
  options: ThreadOptions = {},
): ThreadFunction<A, R> {
  checkOptions('thread()', options, ['uses', 'name'], ThreadError);
  const { uses = {}, name } = options;
  return shippedBy(client, createShipment(fn, uses, name)) as ThreadFunction<A, R>;
}

/** A thread function of what was made ready to be shipped. */
export function shippedBy(client: PoolClient, shipment: Shipment): unknown {
  return withSettings(shipment, DEFAULTS, {
    call: isGeneratorFunction(shipment.fn)
      ? (args, settings) => client.stream(shipment, args, settings)
      : (args, settings) => client.run(shipment, args, settings),
    map: (items, settings) => client.runAll(shipment, items, settings),
  });
}

/** How a thread function asks for its tasks. */
export interface Calls {
  call(args: readonly unknown[], settings: TaskSettings): unknown;
  map(items: Iterable<unknown>, settings: TaskSettings): unknown;
}

export function withSettings(shipment: Shipment, settings: TaskSettings, caller: Calls): unknown {
  const fn = (...args: readonly unknown[]): unknown => caller.call(args, settings);
  Object.defineProperty(fn, 'name', { value: shipment.name });
  return Object.assign(fn, {
    map: (items: Iterable<unknown>) => caller.map(items, settings),
    with: (options: TaskOptions) => withSettings(shipment, settle(options, settings, shipment.name), caller),
    [THREAD]: shipment,
    [SETTINGS]: settings,
    // Values follow it as they follow functions whose calls give the same.
    [Symbol.toStringTag]: isGeneratorFunction(shipment.fn) ? 'AsyncGeneratorFunction' : 'AsyncFunction',
  });
}
