/** How much later than usual frames may come, in usual times between two, before they count as late. */
const LATE = 0.5;
/** By which factor the usual time between frames grows with each look, so that a slower screen is learned, too. */
const DRIFT = 1.001;
/** How many more may draw after frames in time. */
const GROWTH = 0.5;
const MOST = 64;
/** In how many frames some may draw once, while more wait than may. */
const ROUND = 3;

/**
 * How many sessions may draw in a frame, so that many that draw without a break leave the page its frames: half as many
 * after late frames, slowly more after those in time, and never none. Times are milliseconds.
 *
 * While more wait than may draw, some draw together and then the page has two frames for itself: where a browser puts frames
 * together slowly, one in which one has drawn takes it nearly as long as one in which three have.
 */
export class Pace {
  #share = MOST;
  #usual = 1000 / 60;
  /** The latest frames, and the mean of the three before them. */
  #three: readonly number[] = [];
  #last = 0;
  /** Frames since some might draw, and the time they took. */
  #frames = 0;
  #took = 0;

  /** How many of `waiting` draw in a frame that came `took` after the one before; undefined where that one was not seen. */
  frame(took: number | undefined, waiting: number): number {
    if (took !== undefined) {
      this.#learn(took);
      this.#frames++;
      this.#took += took;
      if (waiting > this.#share && this.#frames < ROUND) return 0;
      this.#judge();
    }
    return Math.floor(this.#share);
  }

  #judge(): void {
    const late = this.#took > this.#usual * (this.#frames + LATE);
    this.#share = late ? Math.ceil(this.#share / 2) : Math.min(MOST, this.#share + GROWTH);
    this.#frames = this.#took = 0;
  }

  /** A late frame is followed by early ones, which tell nothing: so three are taken together, and of two threes the longer one. */
  #learn(took: number): void {
    this.#three = [...this.#three, took];
    if (this.#three.length < 3) return;
    const mean = this.#three.reduce((sum, time) => sum + time) / 3;
    this.#usual = Math.max(1, Math.min(this.#usual * DRIFT, Math.max(mean, this.#last)));
    this.#last = mean;
    this.#three = [];
  }
}
