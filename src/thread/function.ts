import type { PoolClient } from './client.ts';
import { createShipment, isGeneratorFunction, type Shipment, THREAD } from './definition.ts';
import type { FutureList } from './future.ts';
import { DEFAULTS, settle, type TaskOptions, type TaskSettings } from './settings.ts';
import type { Called, Given } from './stream.ts';

/** A function whose calls run on a thread of the pool: each gives a Future, or a stream where the function is a generator. */
export interface ThreadFunction<A extends readonly unknown[], R> {
  (...args: A): Called<R>;
  /** One task for each item; the results come in the order of the items. */
  map(items: Iterable<A[0]>): FutureList<Given<R>>;
  /** The same function with other options; those that are not named stay. */
  with(options: TaskOptions): ThreadFunction<A, R>;
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
  { uses = {}, name }: ThreadOptions = {},
): ThreadFunction<A, R> {
  return withSettings<A, R>(client, createShipment(fn, uses, name), DEFAULTS);
}

/** A thread function of what was made ready to be shipped. */
export function withSettings<A extends readonly unknown[], R>(
  client: PoolClient,
  shipment: Shipment,
  settings: TaskSettings,
): ThreadFunction<A, R> {
  const call = isGeneratorFunction(shipment.fn)
    ? (...args: A) => client.stream(shipment, args, settings)
    : (...args: A) => client.run(shipment, args, settings);
  Object.defineProperty(call, 'name', { value: shipment.name });
  return Object.assign(call, {
    map: (items: Iterable<A[0]>) =>
      client.runAll(
        shipment,
        Array.from(items, (item) => [item]),
        settings,
      ),
    with: (options: TaskOptions) => withSettings<A, R>(client, shipment, settle(options, settings, shipment.name)),
    [THREAD]: shipment,
  }) as unknown as ThreadFunction<A, R>;
}
