/** How much later than usual a frame may come, as a factor, before it counts as late. */
const LATE = 1.4;
/** By which factor the usual time between frames grows with each frame, so that a slower screen is learned, too. */
const DRIFT = 1.001;
const MOST = 64;
/** How much the share grows with a frame in time where more was too much before. */
const CAREFULLY = 1 / 16;

/**
 * How many sessions may draw in a frame, so that many that draw without a break leave the page its frames: half as many
 * after a late frame, never none, and more with each that comes in time. What was too many is tried again after sixteen frames
 * at the earliest, as a late frame costs two or three. Times are milliseconds.
 */
export class Pace {
  #share = MOST;
  /** The share that was found too large last. */
  #tooMany = Infinity;
  #usual = 1000 / 60;

  /** The share of a frame that came `took` after it was asked for; `whole` when that was in the frame before. */
  frame(took: number, whole: boolean): number {
    if (took > this.#usual * LATE) this.#shrink();
    else this.#grow();
    if (whole) this.#usual = Math.max(1, Math.min(this.#usual * DRIFT, took));
    return Math.floor(this.#share);
  }

  #shrink(): void {
    this.#tooMany = Math.floor(this.#share);
    this.#share = Math.max(1, Math.floor(this.#share / 2));
  }

  #grow(): void {
    this.#share = Math.min(MOST, this.#share + (this.#share + 1 < this.#tooMany ? 1 : CAREFULLY));
    if (this.#share >= this.#tooMany) this.#tooMany *= 2;
  }
}
