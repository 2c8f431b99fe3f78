/**
 * The lock of one session: first come, first served, held across awaits. Sessions never wait for each
 * other's (Panel's document lock, without its effect on other users).
 */
export class SessionLock {
  #tail: Promise<unknown> = Promise.resolve();

  /** Runs `work` when everything asked for before has settled. Settles as `work` does. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined); // a failed holder gives way; its own caller gets the error
    return turn;
  }
}
