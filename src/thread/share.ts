import { SHARE } from '../param/index.ts';
import type { SessionId, TaskKey } from './protocol.ts';

/** Who calls a shared object: the session itself or one task of it. What a caller owns is freed when its signal aborts. */
export interface Caller {
  readonly id: SessionId | TaskKey;
  readonly signal: AbortSignal;
}

/** How an object crosses to threads: it stays where it is, and threads hold live handles of it. */
export interface Share {
  /** Its class, for messages: `'Queue'`, `'StaticText'`. */
  readonly kind: string;
  /** What threads can read now, by name. */
  values(): Readonly<Record<string, unknown>>;
  /** A thread assigned `name`; an error is reported in the session. Absent when nothing can be assigned. */
  set?(name: string, value: unknown): void;
  /** Names of what threads can call. */
  readonly methods: readonly string[];
  call(method: string, args: readonly unknown[], caller: Caller): unknown;
  /** Calls `changed` with what is new after each change until `signal` aborts. */
  subscribe(changed: (values: Readonly<Record<string, unknown>>) => void, signal: AbortSignal): void;
}

export { SHARE };

/** An object with this method crosses to threads as a live handle instead of being cloned. */
export interface Shareable {
  [SHARE](): Share;
}

export function isShareable(value: unknown): value is Shareable {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Shareable>)[SHARE] === 'function';
}

/** What threads see of a shared object. A function is a callback: they call it, and it runs where it is. */
export function shareOf(subject: object): Share {
  if (typeof subject !== 'function') return (subject as Shareable)[SHARE]();
  return {
    kind: `callback ${subject.name || 'anonymous'}`,
    values: () => ({}),
    methods: ['call'],
    call: (_method, args) => (subject as (...args: readonly unknown[]) => unknown)(...args),
    subscribe: () => {},
  };
}

/** Own property of heddle's functions and classes: the name under which a thread finds them in its own `heddle`. */
export const EXPORT: unique symbol = Symbol.for('heddle.export');
