/** How far back it looks, in ms. */
const WINDOW = 2000;

/** How fast a count grows, in events a second, over the last two seconds or so. */
export class Rate {
  readonly #points: { readonly at: number; readonly total: number }[] = [];

  /** Takes the count at a time in ms; counts that begin before the first call are no part of the rate. */
  update(total: number, at: number): number {
    this.#points.push({ total, at });
    while (this.#points.length > 2 && (this.#points[1] as { at: number }).at <= at - WINDOW) this.#points.shift();
    const [first] = this.#points as [{ at: number; total: number }];
    return at > first.at ? (1000 * (total - first.total)) / (at - first.at) : 0;
  }
}
