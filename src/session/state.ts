import { param, Parameterized } from '../param/index.ts';
import { PeriodicCallback, type PeriodicOptions } from './periodic.ts';
import type { Session } from './session.ts';

type Hook = () => unknown;

/** What an app can ask and tell its session (Panel's `state`). One object per session. */
export class State extends Parameterized.with({
  busy: param.boolean({ default: false, constant: true, doc: 'Whether a callback of this session is under way.' }),
  loaded: param.boolean({ default: false, constant: true, doc: 'Whether the app is on screen and its load callbacks have finished.' }),
}) {
  readonly #session: Session;

  constructor(session: Session) {
    super();
    this.#session = session;
  }

  get sessionInfo(): { readonly id: string; readonly name: string; readonly started: Date } {
    const { id, name, started } = this.#session;
    return { id, name, started };
  }

  /** Runs `fn` when the app is on screen, in order of registration and before `loaded` turns true; at once if it is loaded. */
  onload(fn: Hook): void {
    this.#session.hooks.onload(fn);
  }

  /** Runs `fn` when this session ends. One that fails does not keep the others from running. */
  onSessionDestroyed(fn: Hook): void {
    this.#session.hooks.onDestroyed(fn);
  }

  /** Runs `fn` every `period` ms until the session ends; see {@link PeriodicCallback}. */
  addPeriodicCallback(fn: () => unknown, options: PeriodicOptions = {}): PeriodicCallback {
    return new PeriodicCallback(this.#session, fn, options);
  }

  /**
   * Runs `fn` as a callback of this session: counted as busy, errors reported. `'auto'` runs it now; with
   * `'thread'` it must be a thread function, which the pool runs.
   */
  execute(fn: () => unknown, { schedule = 'auto' }: { schedule?: 'auto' | 'thread' } = {}): void {
    if (schedule === 'thread' && !('with' in fn))
      throw new TypeError("state.execute: with { schedule: 'thread' } fn must be made by thread().");
    void this.#session.dispatch(fn, fn.name || 'state.execute');
  }
}
