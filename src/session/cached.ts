import { contentOf, digest, POLICIES, type Policy, type Reach } from '../origin/index.ts';
import { checkCallable, checkOptions } from '../param/index.ts';
import { EXPORT, isGeneratorFunction, threadedOf } from '../thread/index.ts';
import type { Session } from './session.ts';
import { cachesOf } from './shared.ts';

type AnyFunction = (...args: never[]) => unknown;

export interface CacheOptions {
  /** How long a result counts, in ms from when it was made. Default: for ever. */
  ttl?: number | null;
  /** How many results are kept, over all sessions that share them. Default: any number. */
  maxItems?: number | null;
  /** Which result goes when there are too many: used longest ago, used least often, or made first. Default 'LRU'. */
  policy?: Policy;
  /** Results are this session's alone, and end with it. Default false. */
  perSession?: boolean;
  /** Results stay on the reader's disk when the last tab is closed. Default false. */
  toDisk?: boolean;
}

/** A function whose results are kept. */
export interface CachedFunction<A extends readonly unknown[], R> {
  (...args: A): Promise<Awaited<R>>;
  /** Forgets all results, in every session that shares them; settles when none can be found any more. */
  clear(): Promise<void>;
}

/**
 * Gives `cache`, whose functions belong to the session that `current` gives when they are called. It makes an async
 * function that computes a result once for the same arguments (Panel's `pn.cache`):
 *
 * - Arguments are the same if their contents are: natives, arrays, records, maps, sets, dates and buffers, in each other.
 *   Instances of classes and functions are the same if they are identical, so results that depend on them are not
 *   shared between sessions.
 * - Of all sessions and tabs that ask for a result that is not there, one computes it and the others wait for it. An
 *   error is not kept.
 * - Results are shared as copies. One that no copy stands for (it contains instances of classes or functions, as a client
 *   of a server does) is kept for each session apart. Within a session all callers get the same object.
 * - All sessions whose function has the same name and text share results, in the order of their `cache` calls if
 *   several have. Variables around the function are not looked at: give it as arguments what it depends on, or cache
 *   `perSession`.
 *
 * Results live as long as a session that uses them, in any tab, unless they go `toDisk`.
 */
export function bindCache(
  current: () => Session,
): <A extends unknown[], R>(fn: (...args: A) => R, options?: CacheOptions) => CachedFunction<A, R> {
  const twins = new Map<string, number>();
  return <A extends unknown[], R>(fn: (...args: A) => R, options: CacheOptions = {}) => {
    check(fn, options);
    const { ttl = null, maxItems = null, policy = 'LRU' } = options;
    const { text, own } = identityOf(fn);
    const twin = twins.get(text) ?? 0;
    twins.set(text, twin + 1);
    const reach: Reach = own || options.perSession ? 'session' : options.toDisk ? 'disk' : 'origin';
    const id = digest(`${twin}${text}`);
    const calls = async () => cachesOf(current()).calls(await id, { reach, rule: { maxItems, policy } });
    const cached = async (...args: A) => (await calls()).call({ args, compute: () => fn(...args), ttl });
    const clear = async (): Promise<void> => (await calls()).clear();
    return Object.defineProperty(Object.assign(cached, { clear }), 'name', { value: fn.name }) as CachedFunction<A, R>;
  };
}

export interface AsCachedOptions<A> {
  /** How long the result counts, in ms from when it was made. Default: for ever. */
  ttl?: number | null;
  /** Given to `fn`, and part of the key by content. */
  args?: A;
}

/** `state.asCached` of a session. */
export async function asCached<A extends unknown[], R>(
  session: Session,
  key: string,
  fn: (...args: A) => R,
  options: AsCachedOptions<A>,
): Promise<Awaited<R>> {
  checkOptions('state.asCached', options, ['ttl', 'args']);
  const { ttl = null, args = [] as unknown[] as A } = options;
  if (typeof key !== 'string') throw new TypeError(`state.asCached: key must be a string, not ${String(key)}.`);
  if (!Array.isArray(args)) throw new TypeError(`state.asCached: args must be an array, not ${String(args)}.`);
  checkFunction(fn, 'state.asCached');
  checkTtl(ttl, 'state.asCached');
  const calls = cachesOf(session).calls('asCached', { reach: 'origin', rule: { maxItems: null, policy: 'LRU' } });
  return calls.call({ args: [key, ...args], compute: () => fn(...args), ttl }) as Promise<Awaited<R>>;
}

function check(fn: AnyFunction, options: CacheOptions): void {
  checkFunction(fn, 'cache');
  checkOptions('cache', options, ['ttl', 'maxItems', 'policy', 'perSession', 'toDisk']);
  const { ttl = null, maxItems = null, policy = 'LRU', perSession, toDisk } = options;
  checkTtl(ttl, 'cache');
  if (maxItems !== null && !(Number.isInteger(maxItems) && maxItems > 0)) {
    throw new RangeError(`cache: maxItems must be an integer of at least 1, not ${maxItems}; leave it out for any number.`);
  }
  if (!POLICIES.includes(policy)) throw new RangeError(`cache: policy must be one of ${POLICIES.join(', ')}, not ${String(policy)}.`);
  if (perSession && toDisk) throw new TypeError('cache: results are kept either perSession or toDisk, not both.');
}

function checkFunction(fn: AnyFunction, who: string): void {
  checkCallable(fn, who);
  if (isGeneratorFunction(fn)) {
    throw new TypeError(`${who}: '${fn.name}' is a generator function, and what it yields can be read once only.`);
  }
}

function checkTtl(ttl: number | null, who: string): void {
  if (ttl !== null && !(ttl > 0)) throw new RangeError(`${who}: ttl must be more than 0 ms, not ${ttl}; leave it out for ever.`);
}

/** What a function is in every session: its name and its text, and for a thread function what it uses. */
function identityOf(fn: AnyFunction): { readonly text: string; readonly own: boolean } {
  if (Object.hasOwn(fn, EXPORT))
    return { text: JSON.stringify(['heddle', (fn as unknown as Record<symbol, unknown>)[EXPORT]]), own: false };
  const shipment = threadedOf(fn);
  if (!shipment) {
    const source = Function.prototype.toString.call(fn);
    return { text: JSON.stringify([fn.name, source]), own: /\{\s*\[native code\]\s*\}\s*$/.test(source) };
  }
  const { fn: target, name, uses, module = '' } = shipment;
  const parts = [target, ...Object.values(uses)].map((part) =>
    typeof part === 'function' ? identityOf(part as AnyFunction) : contentOf(part),
  );
  return {
    text: JSON.stringify([module, name, Object.keys(uses), parts.map(({ text }) => text)]),
    own: parts.some(({ own }) => own),
  };
}
