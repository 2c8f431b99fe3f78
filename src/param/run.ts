/**
 * What a function learns about the run it is in: passed as the last argument to functions that declare one more.
 * The newest input wins, as in Panel, where the older run is cancelled; in JavaScript it is told so by a signal.
 */
export interface Run {
  /** Aborts when a newer run supersedes this one, or nobody waits for it any more. */
  readonly signal: AbortSignal;
  /** Says how far the run is: `fraction` from 0 to 1, and in words. Nothing once it is superseded. */
  readonly progress: Progress;
}

/** Told how far a run is: `fraction` from 0 to 1. */
export type Progress = (fraction: number, text?: string) => void;

/** A run whose abort signal is made only where somebody asks for it. */
export class RunHandle implements Run {
  #controller: AbortController | undefined;
  #over = false;
  readonly #onProgress: Progress | undefined;

  constructor(onProgress?: Progress) {
    this.#onProgress = onProgress;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#over) this.#controller.abort(superseded());
    }
    return this.#controller.signal;
  }

  /** Whether somebody asked for the signal. */
  get isWatched(): boolean {
    return this.#controller !== undefined;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** A function of its own, since authors take it out of the run: `({ signal, progress }) => …`. */
  get progress(): Progress {
    return (fraction, text) => {
      if (!this.#over) this.#onProgress?.(fraction, text);
    };
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    this.#controller?.abort(superseded());
  }
}

function superseded(): DOMException {
  return new DOMException('A newer run supersedes this one, or nobody waits for it any more.', 'AbortError');
}
