import type { Channel } from '../thread/index.ts';
import type { Acks, Batch, ModelId, Patch, Upstream, Values } from './protocol.ts';
import type { Intake, Views } from './views.ts';

/** How long a held control waits between two of its edits, in ms (Panel's window for property changes). */
const WINDOW = 50;

interface Pending {
  readonly id: ModelId;
  readonly name: string;
  value: unknown;
  edit: number;
}

/**
 * The page's end of the document wire: applies batches to the views in order, and sends what the user does.
 *
 * Invariants: a value older than the user's newest edit of the same parameter never reaches the view; edits
 * made before an event are delivered before it; a batch is acknowledged only when it is on the screen, after those before it.
 */
export class Receiver implements Intake {
  readonly #port: Channel<Upstream, Batch>;
  readonly #views: Views;
  readonly #signal: AbortSignal;
  /** Number of the newest edit of each parameter: `id/name → edit`. */
  readonly #edits = new Map<string, number>();
  /** Newest value of a held control that still waits for its window to pass. */
  readonly #pending = new Map<string, Pending>();
  readonly #lastSent = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Settles when the last batch has been acknowledged. */
  #acknowledged = Promise.resolve();

  constructor(port: Channel<Upstream, Batch>, views: Views, signal: AbortSignal) {
    this.#port = port;
    this.#views = views;
    this.#signal = signal;
    signal.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
    port.listen((batch) => this.#apply(batch));
  }

  edit(id: ModelId, name: string, value: unknown, final: boolean): void {
    const key = `${id}/${name}`;
    const edit = (this.#edits.get(key) ?? 0) + 1;
    this.#edits.set(key, edit);
    const now = performance.now();
    const quiet = now - (this.#lastSent.get(key) ?? -Infinity) >= WINDOW;
    if (final || quiet) {
      this.#pending.delete(key);
      this.#sendEdit(key, { id, name, value, edit }, final);
    } else {
      this.#pending.set(key, { id, name, value, edit });
      this.#timer ??= setTimeout(() => this.#flushEdits(), WINDOW);
    }
  }

  event(id: ModelId, event: string, detail: unknown = null): void {
    this.#flushEdits();
    this.#port.post({ type: 'event', id, event, detail });
  }

  #sendEdit(key: string, { id, name, value, edit }: Pending, final: boolean): void {
    this.#lastSent.set(key, performance.now());
    this.#port.post({ type: 'change', id, name, value, edit, final });
  }

  #flushEdits(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const [key, pending] of this.#pending) this.#sendEdit(key, pending, false);
    this.#pending.clear();
  }

  #apply(batch: Batch): void {
    if (this.#signal.aborted) return;
    for (const patch of batch.patches) this.#try(() => this.#applyPatch(patch));
    // A view that fails to draw must not stop the session's updates for good.
    const drawn = Promise.allSettled([this.#acknowledged, this.#views.drawn()]);
    this.#acknowledged = drawn.then(() => this.#port.post({ type: 'drawn', seq: batch.seq }));
  }

  /** A view that refuses a patch must not cost the others theirs, nor the session its updates: its error is nobody's to catch. */
  #try(apply: () => void): void {
    try {
      apply();
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }

  #applyPatch(patch: Patch): void {
    switch (patch.op) {
      case 'create':
        return this.#views.create(patch.id, patch.type, patch.values);
      case 'set':
        return this.#set(patch.id, patch.values, patch.acks);
      case 'append':
        return this.#views.append(patch.id, patch.name, patch.columns, patch.rollover);
      case 'patch':
        return this.#views.patch(patch.id, patch.name, patch.cells);
      case 'call':
        return this.#views.call(patch.id, patch.method, patch.args);
      case 'remove':
        this.#forget(patch.id);
        return this.#views.remove(patch.id);
      case 'roots':
        return this.#views.roots(patch.roots);
    }
  }

  #set(id: ModelId, values: Values, acks: Acks = {}): void {
    const fresh = Object.entries(values).filter(([name]) => (this.#edits.get(`${id}/${name}`) ?? 0) <= (acks[name] ?? 0));
    if (fresh.length > 0) this.#views.set(id, Object.fromEntries(fresh));
  }

  #forget(id: ModelId): void {
    const own = (key: string): boolean => key.startsWith(`${id}/`);
    for (const map of [this.#edits, this.#pending, this.#lastSent]) for (const key of map.keys()) if (own(key)) map.delete(key);
  }
}
