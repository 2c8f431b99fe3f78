import type { Look } from './config.ts';
import type { Place } from './location/index.ts';
import type { Measures } from './measure.ts';
import type { StoreKind } from './persist/index.ts';
import type { ErrorReport } from './report.ts';

/**
 * The control wire between the page and a session: start, life and errors. What the session shows and what
 * its tasks do travel on wires of their own (`link/`, `thread/`).
 */

/** Code of an app and where it came from, so that errors can name the author's line. */
export interface AppSource {
  readonly text: string;
  /** Name that stacks show, e.g. `app.js`. */
  readonly name: string;
  /** Address that the app's own imports refer to. */
  readonly url: string;
}

/** Settings that the page hands to its sessions; all of them can be cloned. */
export interface PageSettings {
  /** Url that relative addresses in the app refer to: the page's, never that of the worker's blob. */
  readonly base: string;
  /** Options of `configure` that were set on the page, for each of its sessions to start with. */
  readonly config: Readonly<Record<string, unknown>>;
}

/** First message to a worker that is to be a session. */
export interface SessionBoot {
  readonly boot: 'session';
  readonly id: string;
  readonly name: string;
  readonly source: AppSource;
  readonly settings: PageSettings;
  readonly place: Place;
  /** What local storage holds for the app. */
  readonly stored: Readonly<Record<string, string>>;
  /** Name of the Web Lock that the worker holds while it lives, where locks exist. */
  readonly lock: string;
}

/** Page → session. */
export type ToSession =
  /** The element is gone: run the hooks, then end. */
  | { readonly type: 'destroy' }
  /** The page is about to be frozen or left (`pagehide`), or is back (`pageshow`): give up, take back what tabs share. */
  | { readonly type: 'freeze' }
  | { readonly type: 'thaw' }
  /** The reader went back or forward, or changed the page's address. */
  | { readonly type: 'location'; readonly href: string }
  /** Somebody wants to know how it is. */
  | { readonly type: 'measure' }
  | Stored
  /** The browser refused what the session asked for. */
  | { readonly type: 'refused'; readonly what: string; readonly message: string };

/** The answer to `load`. */
export interface Stored {
  readonly type: 'stored';
  readonly ask: number;
  readonly text: string | null;
}

/** `fatal`: the app's code did not run to its end; `callback`: the app goes on; `shown`: and shows the error itself. */
export type ErrorWeight = 'fatal' | 'callback' | 'shown';

/** Session → page. */
export type FromSession =
  /**
   * The session's worker holds its lock: whoever gets that lock next knows that it has ended, unless it was told to give the
   * lock up. `turn` counts how often it was told so (`freeze`).
   */
  | { readonly type: 'locked'; readonly turn: number }
  /** The app's code has run and its load callbacks have finished. */
  | { readonly type: 'ready' }
  | { readonly type: 'busy'; readonly busy: boolean }
  /** Change the app's entries in the page's address. */
  | { readonly type: 'location'; readonly entries: Readonly<Record<string, string | null>>; readonly push: boolean }
  /** Keep a text beyond the session, null: none any more; and tell what is kept. See `persist`. */
  | { readonly type: 'store'; readonly kind: StoreKind; readonly key: string; readonly text: string | null }
  | { readonly type: 'load'; readonly kind: StoreKind; readonly key: string; readonly ask: number }
  | { readonly type: 'look'; readonly look: Look }
  | { readonly type: 'error'; readonly report: ErrorReport; readonly weight: ErrorWeight }
  /** The answer to `measure`, as soon as its thread is free. */
  | { readonly type: 'measured'; readonly measures: Measures }
  | { readonly type: 'destroyed' };
