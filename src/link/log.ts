import type { ModelId, Patch } from './protocol.ts';

/** Something that waits to leave: a patch, or one that still grows. */
export interface Waiting {
  /** The model that it is about; undefined for the roots. */
  readonly id?: ModelId;
  patch(): Patch;
  /** Buffers in the patch that nobody else uses: they are transferred. */
  buffers?(): Iterable<ArrayBuffer>;
}

/** What waits for the page, in order. What is about one model can be looked up and taken back. */
export class Log {
  readonly #items = new Set<Waiting>();
  readonly #byModel = new Map<ModelId, Waiting[]>();

  get size(): number {
    return this.#items.size;
  }

  push(item: Waiting): void {
    this.#items.add(item);
    if (item.id === undefined) return;
    const own = this.#byModel.get(item.id);
    if (own) own.push(item);
    else this.#byModel.set(item.id, [item]);
  }

  /** What waits about one model, oldest first. */
  of(id: ModelId): readonly Waiting[] {
    return this.#byModel.get(id) ?? [];
  }

  /** Takes back what waits about one model, or only some of it. */
  drop(id: ModelId, isMeant: (item: Waiting) => boolean = () => true): void {
    const own = this.of(id);
    const kept = own.filter((item) => !isMeant(item));
    for (const item of own) if (!kept.includes(item)) this.#items.delete(item);
    if (kept.length > 0) this.#byModel.set(id, kept);
    else this.#byModel.delete(id);
  }

  [Symbol.iterator](): Iterator<Waiting> {
    return this.#items.values();
  }

  /** All that waits, which no longer does. */
  take(): { readonly patches: readonly Patch[]; readonly transfer: ArrayBuffer[] } {
    const items = [...this.#items];
    this.clear();
    return {
      patches: items.map((item) => item.patch()),
      transfer: [...new Set(items.flatMap((item) => [...(item.buffers?.() ?? [])]))],
    };
  }

  clear(): void {
    this.#items.clear();
    this.#byModel.clear();
  }
}
