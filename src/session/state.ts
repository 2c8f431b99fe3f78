import type { SharedMap } from '../origin/index.ts';
import { checkCallable, checkOptions, param, Parameterized } from '../param/index.ts';
import { isThreadFunction } from '../thread/index.ts';
import { asCached, type AsCachedOptions } from './cached.ts';
import { DESTROYED } from './hooks.ts';
import { Location, type Place } from './location/index.ts';
import { Notifications } from './notifications.ts';
import { PeriodicCallback, type PeriodicOptions } from './periodic.ts';
import { ScheduledTasks, type ScheduleOptions } from './schedule/index.ts';
import type { Session, SessionInfo } from './session.ts';
import { cachesOf } from './shared.ts';

type Hook = () => unknown;

/** What an app can ask and tell its session (Panel's `state`). One object per session. */
export class State extends Parameterized.with({
  busy: param.boolean({ default: false, constant: true, doc: 'Whether a callback of this session is under way.' }),
  loaded: param.boolean({ default: false, constant: true, doc: 'Whether the app is on screen and its load callbacks have finished.' }),
}) {
  /** The page's address, and the app's own entries in it. */
  readonly location: Location;
  /** Short messages over the app. */
  readonly notifications: Notifications;
  readonly #session: Session;
  readonly #tasks: ScheduledTasks;

  constructor(session: Session, place: Place) {
    super();
    this.location = new Location(place, session);
    this.notifications = new Notifications({
      show: (model) => session.document.add(model),
      get isWanted() {
        return session.config.notifications;
      },
    });
    this.#session = session;
    this.#tasks = new ScheduledTasks(session);
  }

  get sessionInfo(): SessionInfo {
    const { id, name, started } = this.#session;
    return { id, name, started };
  }

  /** What all sessions and tabs of the app share; see {@link SharedMap}. */
  get cache(): SharedMap {
    return cachesOf(this.#session).map;
  }

  /**
   * The result of `fn(...args)`, computed once for `key` and `args` over all sessions and tabs (Panel's `as_cached`). Which
   * function it comes from makes no difference. An error is not kept. See {@link bindCache} for what is shared how.
   */
  asCached<A extends unknown[], R>(key: string, fn: (...args: A) => R, options: AsCachedOptions<A> = {}): Promise<Awaited<R>> {
    return asCached(this.#session, key, fn, options);
  }

  /** Who uses the app. Always null: pages without a server know nobody (Panel's `user` without authentication). */
  get user(): null {
    return null;
  }

  /**
   * Runs `fn` for each session that the page starts later, before its code runs. One that fails does not keep the others from
   * running.
   *
   * @throws Error in an app, which cannot hear of other sessions (as Panel's); the page's own scripts can.
   */
  onSessionCreated(fn: (info: SessionInfo) => unknown): void {
    const { onSessionCreated } = this.#session;
    if (!onSessionCreated) {
      throw new Error('state.onSessionCreated: an app cannot hear of other sessions; call it in a script of the page.');
    }
    checkCallable(fn, 'state.onSessionCreated');
    onSessionCreated((info) => void this.#session.dispatch(() => fn(info), 'state.onSessionCreated'));
  }

  /** Runs `fn` when the app is on screen, in order of registration and before `loaded` turns true; at once if it is loaded. */
  onload(fn: Hook): void {
    checkCallable(fn, 'state.onload');
    this.#session.hooks.onload(fn);
  }

  /** Runs `fn` when this session ends. One that fails does not keep the others from running. */
  onSessionDestroyed(fn: Hook): void {
    checkCallable(fn, DESTROYED);
    this.#session.hooks.onDestroyed(fn);
  }

  /** Runs `fn` every `period` ms until the session ends; see {@link PeriodicCallback}. */
  addPeriodicCallback(fn: () => unknown, options: PeriodicOptions = {}): PeriodicCallback {
    return new PeriodicCallback(this.#session, fn, options);
  }

  /**
   * Runs `fn` at the times that `at`, `period` or `cron` name (Panel's `schedule_task`, but of one session and ended with it).
   * Runs do not overlap, and times that passed during a run, or while the machine slept, are made up for by one run. An error
   * is reported and the schedule goes on. The same function under the same name again changes nothing.
   *
   * @throws TypeError or RangeError for times that cannot be read, Error if the name belongs to another function.
   */
  scheduleTask(name: string, fn: Hook, options: ScheduleOptions): void {
    this.#tasks.add(name, fn, options);
  }

  /** Ends a scheduled task; a run that is under way goes on. @throws Error for a name that is unknown or whose last run has been. */
  cancelTask(name: string): void {
    this.#tasks.cancel(name);
  }

  /**
   * Runs `fn` as a callback of this session: counted as busy, errors reported. `'auto'` runs it now; with
   * `'thread'` it must be a thread function, which the pool runs.
   */
  execute(fn: () => unknown, options: { schedule?: 'auto' | 'thread' } = {}): void {
    checkCallable(fn, 'state.execute');
    checkOptions('state.execute', options, ['schedule']);
    const { schedule = 'auto' } = options;
    if (schedule !== 'auto' && schedule !== 'thread')
      throw new RangeError(`state.execute: schedule must be 'auto' or 'thread', not '${String(schedule)}'.`);
    if (schedule === 'thread' && !isThreadFunction(fn))
      throw new TypeError("state.execute: with { schedule: 'thread' } fn must be made by thread().");
    void this.#session.dispatch(fn, fn.name || 'state.execute');
  }
}
