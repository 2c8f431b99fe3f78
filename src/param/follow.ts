import { handOver } from './handover.ts';
import type { Reference } from './reference.ts';
import type { Progress } from './run.ts';
import { nodeOf } from './source.ts';
import { titleOf } from './title.ts';
import { Subscription } from './subscription.ts';

/** One who wants each value of a reference, now and later. */
export interface Follower<T = unknown> {
  /** Each new value. What this throws reaches the setter, or the owner where none waits. */
  value(value: T): void;
  /** An error of the reference's function. What this throws reaches the setter, or the owner where none waits. */
  error(error: unknown): void;
  /** True from the start of an asynchronous run until the newest one has settled. */
  pending?(pending: boolean): void;
  /** What the newest run says of its progress. */
  progress?: Progress;
  /** Ends following: the run that is under way aborts, nothing is delivered any more. */
  readonly signal?: AbortSignal;
  /** In whose name runs are done: its `[ASYNC]` is handed a promise that lasts as long as they do. Asked for each time. */
  readonly owner?: object | undefined;
}

/**
 * Evaluates `ref` now and again at each change of its inputs, and tells the follower its values. Gives a
 * function that tells a value at once which waits for its turn.
 *
 * The newest input wins, for any number of overlapping runs: an older run's signal aborts, its generator is closed, its
 * promise cancelled where it can be, and nothing of it arrives any more. After Panel's panes of bound functions.
 * Values arrive before watchers of precedence 0 are called.
 */
export function follow<T>(ref: Reference<T>, follower: Follower<T>): () => void {
  if (follower.signal?.aborted === true) return () => {};
  const node = nodeOf(ref, follower.progress?.bind(follower));
  let seen = -1;
  let busy: PromiseWithResolvers | undefined;

  const setPending = (pending: boolean): void => {
    if (pending === (busy !== undefined)) return;
    busy?.resolve();
    busy = pending ? deferred() : undefined;
    if (busy !== undefined) handOver(follower.owner, busy.promise, 'asynchronous reference');
    follower.pending?.(pending);
  };
  const deliver = (): void => {
    node.refresh();
    const { pending } = node;
    if (pending) setPending(true);
    try {
      if (node.changedAt === seen) return;
      seen = node.changedAt;
      if (node.state === 'value') follower.value(node.held as T);
      else if (node.state === 'failure') follower.error(node.held);
    } finally {
      if (!pending) setPending(false);
    }
  };

  follower.signal?.addEventListener('abort', () => busy?.resolve(), { once: true });
  const options = { pending: true, precedence: -1, title: () => titleOf(ref), signal: follower.signal };
  const subscription = new Subscription([node], deliver, options, follower);
  deliver();
  return () => {
    if (!subscription.isDue) return;
    node.refresh();
    if (node.state === 'value') deliver();
  };
}

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  resolve(): void;
}

function deferred(): PromiseWithResolvers {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
