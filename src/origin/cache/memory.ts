import { evicted, isFresh, type Mark, type Rule, touched } from './policy.ts';

/** Results of one function in this session. */
export class Memory {
  readonly #rule: Rule;
  readonly #marks = new Map<string, Mark>();
  readonly #values = new Map<string, unknown>();

  constructor(rule: Rule) {
    this.#rule = rule;
  }

  /** What is kept for `key`, which counts as a use of it; undefined if nothing is. */
  use(key: string, now: number): { readonly value: unknown } | undefined {
    const mark = this.#marks.get(key);
    if (!mark || !isFresh(mark, now)) return undefined;
    this.#marks.set(key, touched(mark, { hits: 1, used: now }));
    return { value: this.#values.get(key) };
  }

  put(key: string, value: unknown, mark: Mark, now: number): void {
    this.drop(evicted(this.#marks, key, this.#rule, now));
    this.#marks.set(key, mark);
    this.#values.set(key, value);
  }

  drop(keys: Iterable<string>): void {
    for (const key of keys) {
      this.#marks.delete(key);
      this.#values.delete(key);
    }
  }

  clear(): void {
    this.#marks.clear();
    this.#values.clear();
  }
}
