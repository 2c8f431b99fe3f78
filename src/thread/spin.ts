/** So many turns an idle thread takes before it sleeps, about 0.4 ms: in that time a page wakes, takes a result and sends the next task. */
const TURNS = 40;

/** At most so many idle times in a row pass without a spin. */
const RARELY = 256;

/**
 * Keeps an idle thread awake for a moment, since to wake one takes longer than a short task: it spins before it sleeps, as
 * the threads of other executors do. That goes on only while it pays: after each spin in vain twice as many idle times pass
 * without one, until a task comes in time again. So a thread whose tasks come late hardly ever spins, nor does one that
 * shares its only core with the page, which cannot send a task meanwhile.
 */
export class Spin {
  readonly #later: (fn: () => void) => void;
  /** Turns that are left of this spin. */
  #left = 0;
  /** A turn is to come. */
  #turning = false;
  /** Idle times that pass without one, and how many will after the next one in vain. */
  #passes = 0;
  #penalty = 1;

  /** `later` calls a function in a later turn of the event loop. */
  constructor(later: (fn: () => void) => void) {
    this.#later = later;
  }

  /** The thread has nothing to do. */
  begin(): void {
    if (this.#passes > 0) return void this.#passes--;
    this.#left = TURNS;
    this.#next();
  }

  /** A task has come. */
  end(): void {
    if (this.#left > 0) this.#penalty = 1;
    this.#left = 0;
  }

  /** One turn is to come at a time, even where a task came and went since. */
  #next(): void {
    if (this.#turning) return;
    this.#turning = true;
    this.#later(this.#turn);
  }

  readonly #turn = (): void => {
    this.#turning = false;
    if (this.#left === 0) return;
    this.#left--;
    if (this.#left > 0) this.#next();
    else this.#vain();
  };

  #vain(): void {
    this.#passes = this.#penalty;
    this.#penalty = Math.min(2 * this.#penalty, RARELY);
  }
}
