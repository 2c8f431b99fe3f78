/**
 * The reference that a source holds to an object which takes its values: firm while somebody listens to that object and would
 * miss its changes, else weak, so that the object can be collected.
 */
export class Grip<T extends object> {
  readonly #weak: WeakRef<T>;
  #firm: T | undefined;

  constructor(it: T) {
    this.#weak = new WeakRef(it);
  }

  /** The object; undefined when it has been collected. */
  get it(): T | undefined {
    return this.#firm ?? this.#weak.deref();
  }

  hold(isFirm: boolean): void {
    this.#firm = isFirm ? this.it : undefined;
  }

  /**
   * Has `end` called when the object has been collected, if `other`, which the source has, is still there. `end` must
   * know neither: what a registry knows is never collected.
   */
  whenGone<H extends object>(other: H, end: (other: H) => void): void {
    const { it } = this;
    if (it !== undefined) gone.register(it, { other: new WeakRef(other), end: end as (other: object) => void });
  }
}

interface Ending {
  readonly other: WeakRef<object>;
  readonly end: (other: object) => void;
}

const gone = new FinalizationRegistry<Ending>(({ other, end }) => {
  const it = other.deref();
  if (it !== undefined) end(it);
});
