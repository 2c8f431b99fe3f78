type Hook = () => unknown;

/** What is told of an error of a destroy callback. */
export const DESTROYED = 'state.onSessionDestroyed';

type Phase = 'starting' | 'loading' | 'loaded' | 'destroyed';

/** The callbacks of a session's life, in order: load, then destroy. Each runs once. */
export class Hooks {
  readonly #run: (hook: Hook, what: string) => unknown;
  #phase: Phase = 'starting';
  #load: Hook[] = [];
  #destroyed = new Set<Hook>();

  /** `run` calls a hook and reports its error, now or when its promise rejects. */
  constructor(run: (hook: Hook, what: string) => unknown) {
    this.#run = run;
  }

  /** Whether the load callbacks are still to come. */
  get isStarting(): boolean {
    return this.#phase === 'starting';
  }

  onload(hook: Hook): void {
    if (this.#phase === 'loaded') this.#run(hook, 'state.onload');
    else if (this.#phase !== 'destroyed') this.#load.push(hook);
  }

  onDestroyed(hook: Hook): void {
    this.#destroyed.add(hook);
  }

  /** Runs the load callbacks, those included that they add; async ones start in order and run side by side. */
  async load(): Promise<void> {
    this.#phase = 'loading';
    const running: unknown[] = [];
    for (let hook = this.#load.shift(); hook; hook = this.#load.shift()) running.push(this.#run(hook, 'state.onload'));
    await Promise.allSettled(running);
    if (this.#load.length > 0) return this.load();
    if (this.#phase === 'loading') this.#phase = 'loaded';
  }

  /** Starts the destroy callbacks, and gives the promises of the async ones. */
  destroy(): unknown[] {
    this.#phase = 'destroyed';
    const running: unknown[] = [];
    for (const hook of this.#destroyed) running.push(this.#run(hook, DESTROYED));
    this.#destroyed.clear();
    return running.filter(Boolean);
  }
}
