import { getBase } from '../http/index.ts';
import { encodeThrown } from './failure.ts';
import type { Definition, DefinitionKey, Payload, TaskRun, ThreadBoot, ThreadId, ValueKey, WireThrown } from './protocol.ts';
import { THREAD_VERSION } from './protocol.ts';
import { type RemoteListener, RemoteThread } from './remote.ts';

/** Why a thread has ended: in words, or by the error with which it did not start. */
export interface Cause {
  readonly why?: string;
  readonly reason?: WireThrown;
}

export interface WorkersOptions {
  readonly spawn: (name: string, boot: ThreadBoot) => Promise<Worker>;
  readonly assets: () => Readonly<Record<string, string>>;
  /** Who is told what a thread says. */
  listener(thread: ThreadId): Omit<RemoteListener, 'died'>;
  /** A thread has ended by itself, or did not start. */
  down(thread: ThreadId, cause: Cause): void;
}

/** What tasks of a session stand on. */
export interface Supplies {
  readonly definitions: ReadonlyMap<DefinitionKey, Definition>;
  readonly values: ReadonlyMap<ValueKey, Payload>;
}

/** A worker, from the decision to start it until its end. */
interface Place {
  remote: RemoteThread | null;
  /** Keys of the definitions and scattered values that it has. */
  readonly has: Set<string>;
}

/** The workers of a pool, and what each of them has got. */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #places = new Map<ThreadId, Place>();
  readonly #name = uniqueName();

  constructor(options: WorkersOptions) {
    this.#options = options;
  }

  /** How many there are, those that are starting included. */
  get size(): number {
    return this.#places.size;
  }

  ids(): ThreadId[] {
    return [...this.#places.keys()];
  }

  /** One that has started. */
  get(thread: ThreadId): RemoteThread | undefined {
    return this.#places.get(thread)?.remote ?? undefined;
  }

  async start(thread: ThreadId): Promise<void> {
    const { spawn, assets } = this.#options;
    const lock = `heddle/thread/${this.#name}/${thread}`;
    const isolated = globalThis.crossOriginIsolated !== false;
    const boot: ThreadBoot = { boot: 'thread', version: THREAD_VERSION, thread, base: getBase(), assets: assets(), isolated, lock };
    const place: Place = { remote: null, has: new Set() };
    this.#places.set(thread, place);
    try {
      const worker = await spawn(`heddle ${thread}`, boot);
      if (this.#places.get(thread) !== place) return worker.terminate();
      const died = (why: string): void => this.#lost(thread, { why: `the thread '${thread}' has ended: ${why}` });
      place.remote = new RemoteThread(worker, boot, { ...this.#options.listener(thread), died });
    } catch (error) {
      if (this.#places.get(thread) === place) this.#lost(thread, { reason: encodeThrown(error) });
    }
  }

  /** Ends a worker now, whatever it does. */
  end(thread: ThreadId): void {
    this.get(thread)?.end();
    this.#places.delete(thread);
  }

  /** Gives a thread what a task stands on, with the first task that does. */
  equip(thread: ThreadId, { session, definition, needs = [] }: TaskRun, { definitions, values }: Supplies): void {
    const { remote, has } = this.#places.get(thread) ?? {};
    if (!remote || !has) return;
    const full = definitions.get(definition);
    if (full && !has.has(definition)) {
      has.add(definition);
      remote.define(full);
    }
    for (const key of needs) {
      const value = values.get(key);
      if (!value || has.has(key)) continue;
      has.add(key);
      remote.scatter(session, key, value);
    }
  }

  forget(definition: DefinitionKey): void {
    for (const { has, remote } of this.#places.values()) if (has.delete(definition)) remote?.forget(definition);
  }

  drop(value: ValueKey): void {
    for (const { has, remote } of this.#places.values()) if (has.delete(value)) remote?.drop(value);
  }

  /** A session has ended, and its threads have been told. */
  detached({ definitions, values }: Supplies): void {
    for (const { has } of this.#places.values()) for (const key of [...definitions.keys(), ...values.keys()]) has.delete(key);
  }

  #lost(thread: ThreadId, cause: Cause): void {
    this.#places.delete(thread);
    this.#options.down(thread, cause);
  }
}

/** Names of locks are shared by all tabs of an origin, and by all local files in some browsers. */
function uniqueName(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
