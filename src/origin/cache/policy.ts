/** Which result goes when there are too many: the one used longest ago, used least often, or made first. */
export const POLICIES = ['LRU', 'LFU', 'FIFO'] as const;
export type Policy = (typeof POLICIES)[number];

/** How many results of a function are kept. */
export interface Rule {
  /** null for any number. */
  readonly maxItems: number | null;
  readonly policy: Policy;
}

/** What decides how long one result is kept. Times are those of {@link stamp}. */
export interface Mark {
  readonly made: number;
  readonly used: number;
  /** How often it was used since it was made. */
  readonly hits: number;
  /** From here on it counts as missing; Infinity for never. */
  readonly expires: number;
}

export function newMark(now: number, ttl: number | null): Mark {
  return { made: now, used: now, hits: 0, expires: now + (ttl ?? Infinity) };
}

export function isFresh(mark: Mark, now: number): boolean {
  return now < mark.expires;
}

export function touched(mark: Mark, { hits, used }: Pick<Mark, 'hits' | 'used'>): Mark {
  return { ...mark, hits: mark.hits + hits, used: Math.max(mark.used, used) };
}

/**
 * The keys of what goes when `newcomer` comes: all that has expired, then as many by the policy as make room for it.
 * Among those used equally often the one used longest ago goes first. (Panel's pn.cache, with its `policy` honoured.)
 */
export function evicted(marks: Iterable<readonly [string, Mark]>, newcomer: string, { maxItems, policy }: Rule, now: number): string[] {
  const others = [...marks].filter(([key]) => key !== newcomer);
  const expired = others.filter(([, mark]) => !isFresh(mark, now));
  const fresh = others.filter(([, mark]) => isFresh(mark, now)).sort(([, a], [, b]) => order(policy, a, b));
  const surplus = maxItems === null ? 0 : Math.max(0, fresh.length + 1 - maxItems);
  return [...expired, ...fresh.slice(0, surplus)].map(([key]) => key);
}

function order(policy: Policy, a: Mark, b: Mark): number {
  if (policy === 'FIFO') return a.made - b.made;
  return (policy === 'LFU' && a.hits - b.hits) || a.used - b.used;
}

let last = 0;

/** Now, in ms since the epoch and later than any stamp before it on this thread. Tabs share the clock. */
export function stamp(): number {
  last = Math.max(Date.now(), last + 2 ** -10); // a step that a number of this size still shows
  return last;
}
