/**
 * The lock of one session: first come, first served, held across awaits. Sessions never wait for each
 * other's (Panel's document lock, without its effect on other users).
 */
export class SessionLock {
  readonly #lifetime: AbortSignal;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(lifetime: AbortSignal) {
    this.#lifetime = lifetime;
  }

  /**
   * Runs `work` when everything asked for before has settled. Settles as `work` does. Whose turn comes after the session's end
   * neither runs nor settles; see `sleepWithin`.
   */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const turn = this.#tail.then(() => (this.#lifetime.aborted ? new Promise<never>(() => {}) : work()));
    this.#tail = turn.catch(() => undefined); // a failed holder gives way; its own caller gets the error
    return turn;
  }
}
