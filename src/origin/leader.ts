import { originName } from './protocol.ts';

/** What a leader does. `term` aborts when it leads no longer; the next one may start at that moment. */
export type Body = (term: AbortSignal) => Promise<void>;

/**
 * Elects, for each key, one leader among all sessions of an app id: the holder of an exclusive Web Lock. Tabs that
 * close or crash lose theirs by themselves; a page that is only frozen keeps it, so its owner says `resign` before.
 * Without locks everybody leads.
 */
export class Leader {
  readonly #app: string;
  readonly #locks: LockManager | null;
  readonly #turns = new Map<string, Turn>();
  #away: AbortController | undefined;

  /** `locks` is null where everybody is to lead, as where the browser has none. */
  constructor(app: string, locks: LockManager | null = globalThis.navigator?.locks ?? null) {
    this.#app = app;
    this.#locks = locks;
  }

  /**
   * Waits until this session leads `key`, runs `body`, and waits again whenever the term ends before the body has.
   * Settles when the body has ended by itself, with its error if it threw, or when `signal` aborts: then the lock is
   * free at once, whether or not the body minds its term. One call for a key whose signal has not aborted at a time.
   */
  async lead(key: string, body: Body, { signal }: { signal: AbortSignal }): Promise<void> {
    const name = originName(this.#app, 'leader', key);
    let steal = false;
    while (!signal.aborted) {
      if (this.#away) await aborted(AbortSignal.any([this.#away.signal, signal]));
      const turn = new Turn(signal);
      this.#turns.set(key, turn);
      const finished = await turn.take(name, body, steal, this.#locks);
      // Another call may have come as soon as the signal aborted.
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
      if (finished) return;
      steal = turn.impatient;
    }
  }

  /** Takes the lock of `key` from a leader that no longer answers, whose term ends by that. No effect on a leader itself. */
  seize(key: string): void {
    this.#turns.get(key)?.seize();
  }

  /** Ends all terms of this session and lets others lead until `rejoin`. For a page that is being frozen or left. */
  resign(): void {
    this.#away ??= new AbortController();
    for (const turn of this.#turns.values()) turn.end();
  }

  /** Stands for election again after `resign`. */
  rejoin(): void {
    this.#away?.abort();
    this.#away = undefined;
  }
}

/** One request for a lock: waiting, then leading, then over. */
class Turn {
  readonly #end = new AbortController();
  readonly #over: AbortSignal;
  #leads = false;
  /** The wait was given up in order to take the lock by force. */
  impatient = false;

  constructor(signal: AbortSignal) {
    this.#over = AbortSignal.any([signal, this.#end.signal]);
  }

  /** True when the body has ended by itself, false when its term has, or the wait. Throws what the body threw. */
  async take(name: string, body: Body, steal: boolean, locks: LockManager | null): Promise<boolean> {
    let result: Promise<void> | undefined;
    const hold = async (): Promise<void> => {
      if (this.#over.aborted) return;
      this.#leads = true;
      result = body(this.#over);
      await Promise.race([result.catch(() => undefined), aborted(this.#over)]);
    };
    try {
      if (locks) await locks.request(name, steal ? { steal } : { signal: this.#over }, hold);
      else await hold();
      if (this.#over.aborted) return false;
    } catch (error) {
      if (this.#over.aborted || isAbort(error)) return false; // given up, or taken by force
      throw error;
    } finally {
      this.end();
    }
    await result;
    return true;
  }

  end(): void {
    this.#end.abort();
  }

  seize(): void {
    if (this.#leads) return;
    this.impatient = true;
    this.end();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
