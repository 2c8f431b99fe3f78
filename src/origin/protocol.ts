import type { WireThrown } from '../thread/index.ts';

/**
 * Wire 3: session ⇄ session, over all tabs of an origin. Every message reaches every session of the same app id
 * but its sender; none is answered by contract, since any of them may be closed or frozen.
 */
const ORIGIN_VERSION = 1;

/**
 * Name of a lock or a channel. It carries the version, so that pages with different builds of Heddle let each other
 * alone, and the app id, so that unrelated pages do.
 */
export function originName(app: string, ...parts: readonly string[]): string {
  return ['heddle', String(ORIGIN_VERSION), app, ...parts].map(encodeURIComponent).join('/');
}

/** How long a loop sleeps between two runs. The newest edit wins in every session, whatever order edits arrive in. */
export interface Pace {
  readonly seconds: number;
  /** Number of the edit: one more than that of the edit it replaces. */
  readonly edit: number;
  /** Session that made it; decides between two edits of one number. */
  readonly by: string;
}

/** What the runs of a loop came to: the last value, and the error of the last run if that failed. */
export interface Last {
  readonly value: unknown;
  readonly error: WireThrown | undefined;
}

/** How far a loop has come. Terms grow from leader to leader; runs count up within a term. */
export interface Mark {
  readonly term: number;
  readonly run: number;
}

export type LoopMessage =
  /** A session has come to `mark` and has not heard from a leader: whoever leads says `state`. */
  | { readonly type: 'ask'; readonly key: string; readonly mark: Mark }
  /** The leader of `key` has come to `mark`. `last` is there after a run, and for a session that asked and is behind. */
  | { readonly type: 'state'; readonly key: string; readonly mark: Mark; readonly pace: Pace; readonly last?: Last }
  | { readonly type: 'pace'; readonly key: string; readonly pace: Pace }
  /** The loop of `key`, or every loop, is removed. */
  | { readonly type: 'remove'; readonly key: string | null };

/** What caches tell each other. Hints only: what is so, the database says. */
export type CacheMessage =
  /** These entries of `state.cache` were set or deleted. */
  | { readonly type: 'set'; readonly keys: readonly string[] }
  /** These results of the function `id`, or with null all of them, are no longer kept. */
  | { readonly type: 'gone'; readonly id: string; readonly keys: readonly string[] | null };
