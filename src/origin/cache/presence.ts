import { originName } from '../protocol.ts';

/** Whether any session is there. Rejects in documents without an origin, whose locks refuse. */
export async function isPresent(app: string, part: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === originName(app, part, 'present'));
}

/**
 * Says to all sessions of an app id that one of them is there, by a shared Web Lock, so that what they share lives
 * as long as any of them does. A session that crashes is gone at once.
 */
export class Presence {
  readonly #app: string;
  readonly #part: string;
  readonly #signal: AbortSignal;
  #stay = new AbortController();
  #entered: Promise<void> | undefined;

  constructor(app: string, part: string, signal: AbortSignal) {
    this.#app = app;
    this.#part = part;
    this.#signal = signal;
  }

  /**
   * Settles when this session is there, and for the first after a time without any, when `onFirst` has settled too. No
   * effect while it is there.
   */
  enter(onFirst: () => Promise<void>): Promise<void> {
    return (this.#entered ??= this.#enter(onFirst));
  }

  /** Until it enters again; for a page that is being frozen or left. */
  leave(): void {
    this.#stay.abort();
    this.#stay = new AbortController();
    this.#entered = undefined;
  }

  async #enter(onFirst: () => Promise<void>): Promise<void> {
    const signal = AbortSignal.any([this.#signal, this.#stay.signal]);
    await navigator.locks.request(this.#name('door'), { signal }, async () => {
      if (!(await isPresent(this.#app, this.#part))) await onFirst();
      await this.#hold(signal);
    });
  }

  /** Settles when the lock is held, which it is from then on until `signal` aborts. */
  #hold(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const held = (): Promise<void> => {
        resolve();
        return new Promise((end) => {
          if (signal.aborted) end();
          signal.addEventListener('abort', () => end(), { once: true });
        });
      };
      navigator.locks.request(this.#name('present'), { mode: 'shared', signal }, held).catch(reject);
    });
  }

  #name(lock: string): string {
    return originName(this.#app, this.#part, lock);
  }
}
