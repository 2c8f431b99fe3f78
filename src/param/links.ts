import { follow, type Follower } from './follow.ts';
import type { Grip } from './grip.ts';
import type { Reference } from './reference.ts';

/** A reference that a parameter is about to follow. */
export interface Link {
  /** Puts what has arrived, if anything, into `values`; once. */
  give(values: Record<string, unknown>): void;
  /** Follows it in place of whatever the parameter followed before. Its value is the caller's to set. */
  commit(): void;
  /** Leaves everything as it was. */
  cancel(): void;
}

/** The parameters of an object, which take what arrives. */
interface Target {
  readonly obj: object;
  /** Throws where values are refused. */
  receive(values: Values): void;
}

/** Values by the names of their parameters. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * The references that parameters of one object follow. Their sources have no more of the object than a grip, so that it
 * can be collected while they live on. Then nothing is followed any more.
 */
export class Links {
  readonly target: Grip<Target>;
  readonly #followed = new Map<string, Followed>();
  #isGathering = false;

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

  /** Starts to follow `source`. `ref` is what was assigned. Throws where that fails, and then ends it. */
  prepare(name: string, ref: unknown, source: Reference): Link {
    const followed = new Followed(this, name, ref);
    try {
      followed.hurry = follow(source, followed);
    } catch (error) {
      followed.cancel();
      throw error;
    }
    return followed;
  }

  follow(followed: Followed): void {
    this.unlink(followed.name);
    this.#followed.set(followed.name, followed);
  }

  /** Takes what has arrived, with all that waits for its turn: what changes together arrives together. */
  receive(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    try {
      for (const followed of this.#followed.values()) followed.hurry();
    } finally {
      this.#isGathering = false;
    }
    const values: Record<string, unknown> = {};
    for (const followed of this.#followed.values()) followed.give(values);
    this.target.it?.receive(values);
  }

  /** Stops following; the run that is under way aborts. */
  unlink(name: string): void {
    const followed = this.#followed.get(name);
    if (followed === undefined) return;
    this.#followed.delete(name);
    followed.cancel();
  }

  unlinkAll(): void {
    for (const name of this.#followed.keys()) this.unlink(name);
  }
}

function endAll(links: Links): void {
  links.unlinkAll();
}

/** One reference that is followed; a class, so that it knows its object by nothing but the grip. */
class Followed implements Follower, Link {
  readonly name: string;
  readonly ref: unknown;
  /** Has a value that waits for its turn arrive. */
  hurry = (): void => {};
  /** All of them: whoever has one can end all when the object is gone. */
  readonly #links: Links;
  readonly #controller = new AbortController();
  #isCommitted = false;
  /** What has arrived and was not given yet. */
  #arrived: unknown;
  #hasArrived = false;

  constructor(links: Links, name: string, ref: unknown) {
    this.#links = links;
    this.name = name;
    this.ref = ref;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get owner(): object | undefined {
    return this.#links.target.it?.obj;
  }

  value(value: unknown): void {
    this.#arrived = value;
    this.#hasArrived = true;
    if (this.#isCommitted) this.#links.receive();
  }

  error(error: unknown): void {
    throw error;
  }

  give(values: Record<string, unknown>): void {
    if (this.#hasArrived) values[this.name] = this.#arrived;
    this.#hasArrived = false;
  }

  commit(): void {
    this.#isCommitted = true;
    this.#links.follow(this);
  }

  cancel(): void {
    this.#controller.abort();
  }
}
