import { type Callable, compile, explain } from './compile.ts';
import { ThreadError } from './errors.ts';
import type { Mirror } from './mirror.ts';
import { decode, encode, encodeSimple } from './payload.ts';
import type { Definition, DefinitionKey, FunctionRef, Payload, SessionId, Site, TaskRun } from './protocol.ts';
import { BULK, type Place } from './survey.ts';
import { Values } from './values.ts';

/** The functions that a thread knows, and how what they take and give crosses. */
export class Functions {
  readonly #heddle: Readonly<Record<string, unknown>>;
  readonly #definitions = new Map<DefinitionKey, Definition>();
  readonly #compiled = new Map<DefinitionKey, Callable>();
  /** Buffers that definitions and scattered values keep: a task may return them, but not move them away. */
  readonly #kept = new WeakSet<ArrayBufferLike>();
  /** What tasks share beside them. */
  readonly values = new Values((value) => buffersIn(value, this.#kept));

  /** `heddle` is what their code sees by that name. */
  constructor(heddle: Readonly<Record<string, unknown>>) {
    this.#heddle = heddle;
  }

  define(definition: Definition): void {
    this.#definitions.set(definition.key, definition);
  }

  forget(definition: DefinitionKey): void {
    this.#definitions.delete(definition);
    this.#compiled.delete(definition);
  }

  /** Forgets everything of a session. */
  detach(session: SessionId): void {
    this.values.detach(session);
    for (const definition of this.#definitions.values()) if (definition.session === session) this.forget(definition.key);
  }

  /** The function of a task; a promise when it is asked for first. */
  of(run: TaskRun, mirror: Mirror): Callable | Promise<Callable> {
    return this.#compiled.get(run.definition) ?? this.#compile(run, mirror);
  }

  decode(payload: Payload, mirror: Mirror): unknown {
    if (payload.form === 'clone') return payload.value;
    return decode(payload, {
      handle: (ref) => mirror.handle(ref),
      fn: (ref) => this.#argument(ref, mirror),
      value: (key) => this.values.of(key),
    });
  }

  #argument(ref: FunctionRef, mirror: Mirror): unknown {
    if ('callback' in ref) return mirror.callback(ref.callback);
    return 'exported' in ref ? this.#heddle[ref.exported] : undefined;
  }

  /** Where the author wrote the function of a task, if that is known. */
  file({ definition }: TaskRun): string | undefined {
    return (this.#definitions.get(definition)?.target as { readonly at?: Site } | undefined)?.at?.file;
  }

  /** Says what to do about an error that comes of what code on a thread cannot see. */
  explain(thrown: unknown): unknown {
    return explain(thrown, this.#heddle);
  }

  /** Makes a result ready to be sent; its large buffers move. */
  encodeResult(value: unknown, task: string, mirror: Mirror): Payload {
    return encodeSimple(value) ?? this.#encode(value, { root: 'Result', of: `task '${task}'`, to: 'to the session' }, mirror, true);
  }

  /** The same for what a generator gives: it may go on using it, so nothing moves. */
  encodeItem(value: unknown, index: number, task: string, mirror: Mirror): Payload {
    return this.#encode(value, { root: `Item ${index + 1}`, of: `task '${task}'`, to: 'to the session' }, mirror, false);
  }

  #encode(value: unknown, place: Place, mirror: Mirror, moves: boolean): Payload {
    return encode(value, {
      place,
      moves: (buffer) => moves && buffer.byteLength >= BULK && !this.#kept.has(buffer),
      isShared: (one) => mirror.isHandle(one),
      share: (one) => mirror.ref(one),
    });
  }

  async #compile({ definition: key, name }: TaskRun, mirror: Mirror): Promise<Callable> {
    const definition = this.#definitions.get(key);
    if (!definition) throw new ThreadError(`The function of task '${name}' did not reach the thread.`);
    const compiled = await compile(definition, {
      heddle: this.#heddle,
      handle: (ref) => mirror.handle(ref),
      keep: (value) => buffersIn(value, this.#kept),
    });
    this.#compiled.set(key, compiled);
    return compiled;
  }
}

function buffersIn(value: unknown, found: WeakSet<ArrayBufferLike>, seen = new Set<object>()): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof ArrayBuffer) found.add(value);
  else if (ArrayBuffer.isView(value)) found.add(value.buffer);
  else if (value instanceof Map) for (const pair of value) buffersIn(pair, found, seen);
  else if (Array.isArray(value) || value instanceof Set) for (const item of value) buffersIn(item, found, seen);
  else if (Object.getPrototypeOf(value) === Object.prototype) for (const item of Object.values(value)) buffersIn(item, found, seen);
}
