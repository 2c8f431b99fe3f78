import { checkOptions } from '../param/index.ts';
import { ThreadError } from './errors.ts';
import { ThreadPool } from './executor.ts';
import type { ProgressListener } from './future.ts';
import type { Intake } from './stream.ts';

/** How a task is to run: what `thread(…).with()` takes. */
export interface TaskOptions {
  /** Gives the task up when it aborts. */
  readonly signal?: AbortSignal;
  /** Milliseconds that one run may take, from its start on a thread. Default: no limit. */
  readonly timeout?: number;
  /** Higher runs first among the tasks of this session. Default 0. */
  readonly priority?: number;
  /** How often it runs again after an error or a crash. Default 0. */
  readonly retries?: number;
  /** Arguments, or buffers in them, that move to the thread instead of being copied. */
  readonly transfer?: readonly Transferable[];
  readonly onProgress?: ProgressListener;
  /** Name of the task in messages. Default: that of the function. */
  readonly name?: string;
  /**
   * Names what is computed: while a call of the same function with the same key is pending, another one gives the same
   * future, whatever its arguments and other options. Not for `map`.
   */
  readonly key?: string;
  /** Runs it on this pool. Default: the one that all sessions of the page share. */
  readonly pool?: ThreadPool;
}

/** Options that were checked and completed. */
export interface TaskSettings {
  readonly signal?: AbortSignal | undefined;
  readonly timeout: number | null;
  readonly priority: number;
  readonly retries: number;
  readonly transfer: readonly Transferable[];
  readonly onProgress?: ProgressListener | undefined;
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly pool?: ThreadPool | undefined;
  /** Where the items of a generator go. */
  readonly intake?: Intake | undefined;
  /** A worker of its own. */
  readonly own: { readonly daemon: boolean } | null;
}

export const DEFAULTS: TaskSettings = { timeout: null, priority: 0, retries: 0, transfer: [], own: null };

/** Own property of thread functions: how their tasks are to run. */
export const SETTINGS: unique symbol = Symbol('settings');

/** How an executor is to run a function that it is given. */
export function settingsOf(fn: object): TaskSettings {
  const settings = (fn as { readonly [SETTINGS]?: TaskSettings })[SETTINGS];
  return settings?.pool ? { ...settings, pool: undefined } : (settings ?? DEFAULTS);
}

/** Checks options, alone and together, and lays them over the settings they change. */
export function settle(options: TaskOptions, base: TaskSettings, owner: string): TaskSettings {
  checkOptions(
    `with() of '${owner}'`,
    options,
    ['signal', 'timeout', 'priority', 'retries', 'transfer', 'onProgress', 'name', 'key', 'pool'],
    ThreadError,
  );
  const settings = { ...base, ...defined(options) };
  const { signal, timeout, priority, retries, transfer, onProgress, pool } = settings;
  const refuse = (rule: string): never => {
    throw new RangeError(`Option ${rule} (task '${owner}').`);
  };
  if (timeout !== null && !(timeout > 0 && timeout <= 2 ** 31 - 1))
    refuse(`'timeout' must be more than 0 ms and at most 24 days, not ${timeout}`);
  if (!Number.isFinite(priority)) refuse(`'priority' must be a finite number, not ${priority}`);
  if (!Number.isInteger(retries) || retries < 0) refuse(`'retries' must be a whole number from 0, not ${retries}`);
  if (signal && typeof signal.addEventListener !== 'function') refuse("'signal' must be an AbortSignal");
  if (onProgress && typeof onProgress !== 'function') refuse("'onProgress' must be a function");
  if (!Array.isArray(transfer) || transfer.some((one) => ArrayBuffer.isView(one)))
    refuse("'transfer' must be a list of buffers, ports and the like, not of arrays on them");
  if (retries > 0 && transfer.length > 0) refuse("'transfer' cannot go with 'retries': what has moved cannot be sent again");
  if (pool !== undefined && !(pool instanceof ThreadPool)) refuse("'pool' must be a ThreadPool");
  return settings;
}

function defined(options: TaskOptions): Partial<TaskSettings> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
