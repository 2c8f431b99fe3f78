/** How much later than usual a frame may come, as a factor, before it counts as late. */
const LATE = 1.4;
/** By which factor the usual time between frames grows with each frame, so that a slower screen is learned, too. */
const DRIFT = 1.001;
const MOST = 64;

/**
 * How many sessions may draw in a frame, so that many that draw without a break leave the page its frames: half as many
 * after a late frame, one more after one in time, and never none. Times are milliseconds.
 */
export class Pace {
  #share = MOST;
  #usual = 1000 / 60;

  /** The share of a frame that came `took` after it was asked for; `whole` when that was in the frame before. */
  frame(took: number, whole: boolean): number {
    this.#share = took > this.#usual * LATE ? Math.max(1, Math.floor(this.#share / 2)) : Math.min(MOST, this.#share + 1);
    if (whole) this.#usual = Math.max(1, Math.min(this.#usual * DRIFT, took));
    return this.#share;
  }
}
