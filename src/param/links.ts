import { follow, type Follower } from './follow.ts';
import type { Grip } from './grip.ts';
import type { Reference } from './reference.ts';

/** A reference that a parameter is about to follow, and whose value has been checked. */
export interface Link {
  /** Follows it in place of whatever the parameter followed before. */
  commit(): void;
  /** Leaves everything as it was. */
  cancel(): void;
}

/** The parameters of an object, which take what arrives. */
interface Target {
  readonly obj: object;
  /** Throws where the value is refused. */
  checkArrived(name: string, value: unknown): void;
  takeArrived(name: string, value: unknown): void;
}

/**
 * The references that parameters of one object follow. Their sources have no more of the object than a grip, so that it
 * can be collected while they live on. Then nothing is followed any more.
 */
export class Links {
  readonly target: Grip<Target>;
  readonly #followed = new Map<string, Followed>();

  constructor(target: Grip<Target>) {
    this.target = target;
    target.whenGone(this, endAll);
  }

  /** The reference as it was assigned. */
  get(name: string): unknown {
    return this.#followed.get(name)?.ref;
  }

  has(name: string): boolean {
    return this.#followed.has(name);
  }

  /** Starts to follow `source`. `ref` is what was assigned. Throws where its value is refused, and then ends it. */
  prepare(name: string, ref: unknown, source: Reference): Link {
    const followed = new Followed(this, name, ref);
    const cancel = (): void => followed.end();
    try {
      follow(source, followed);
    } catch (error) {
      cancel();
      throw error;
    }
    const commit = (): void => {
      this.unlink(name);
      this.#followed.set(name, followed);
      followed.commit();
    };
    return { commit, cancel };
  }

  /** Stops following; the run that is under way aborts. */
  unlink(name: string): void {
    const followed = this.#followed.get(name);
    if (followed === undefined) return;
    this.#followed.delete(name);
    followed.end();
  }

  unlinkAll(): void {
    for (const name of this.#followed.keys()) this.unlink(name);
  }
}

function endAll(links: Links): void {
  links.unlinkAll();
}

/** One reference that is followed; a class, so that it knows its object by nothing but the grip. */
class Followed implements Follower {
  readonly ref: unknown;
  /** All of them: whoever has one can end all when the object is gone. */
  readonly #links: Links;
  readonly #name: string;
  readonly #controller = new AbortController();
  #isCommitted = false;
  /** What has arrived before it was committed. */
  #arrived: { readonly value: unknown } | undefined;

  constructor(links: Links, name: string, ref: unknown) {
    this.#links = links;
    this.#name = name;
    this.ref = ref;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get owner(): object | undefined {
    return this.#links.target.it?.obj;
  }

  value(value: unknown): void {
    const target = this.#links.target.it;
    target?.checkArrived(this.#name, value);
    if (this.#isCommitted) target?.takeArrived(this.#name, value);
    else this.#arrived = { value };
  }

  error(error: unknown): void {
    throw error;
  }

  commit(): void {
    const arrived = this.#arrived;
    this.#isCommitted = true;
    this.#arrived = undefined;
    if (arrived !== undefined) this.#links.target.it?.takeArrived(this.#name, arrived.value);
  }

  end(): void {
    this.#controller.abort();
  }
}
