import { isRef } from '../param/index.ts';
import { ThreadError } from './errors.ts';
import { encode } from './payload.ts';
import type { Definition, DefinitionKey, FunctionRef, HandleId, Payload, SessionId, Site } from './protocol.ts';
import type { Host } from './host.ts';
import { EXPORT, isShareable } from './share.ts';
import { isName, nameOf, SOURCE, sourceOf } from './source.ts';
import { type Place, survey } from './survey.ts';

type AnyFunction = (...args: never[]) => unknown;

/** Own property of thread functions: the function that they run on a thread. */
export const THREAD: unique symbol = Symbol.for('heddle.thread');

/** A function of the author's and what it needs, before it is sent. */
export interface Shipment {
  readonly fn: AnyFunction;
  readonly uses: Readonly<Record<string, unknown>>;
  readonly name: string;
  /** The function takes everything in `uses` as its only argument. */
  readonly record: boolean;
  /** What else it needs: functions as they are when it is sent first, all else as it is at each call. */
  capture?(): Readonly<Record<string, unknown>>;
  /** Address of the module that exports the function by this name, in place of `fn`. */
  readonly module?: string;
}

/** A shipment that was encoded. */
export interface Shipped {
  readonly definition: Definition;
  /** Handles that its scope holds. */
  readonly held: ReadonlySet<HandleId>;
}

/** Finds a function's source in the author's code. */
export type Locate = (source: string) => Site | undefined;

/** Whether the calls of a function give its items. */
export function isGeneratorFunction(fn: AnyFunction): boolean {
  return Object.prototype.toString.call(threadedOf(fn)?.fn ?? fn).endsWith('GeneratorFunction]');
}

/** Checks what can be checked before the first call. */
export function createShipment(fn: unknown, uses: Readonly<Record<string, unknown>>, name: string | undefined, record = false): Shipment {
  if (typeof fn !== 'function') throw new TypeError(`A thread runs a function, not ${fn === null ? 'null' : typeof fn}.`);
  const target = fn as AnyFunction;
  const shipment = { fn: target, uses, name: String(name ?? (nameOf(target) || 'anonymous')), record };
  if (Object(uses) !== uses) throw new ThreadError(`{ uses } of '${shipment.name}' must be an object, not ${String(uses)}.`);
  const wrong = Object.keys(uses).find((used) => !isName(used));
  if (wrong !== undefined) throw new ThreadError(`'${wrong}' in { uses } of '${shipment.name}' cannot be the name of a variable.`);
  if (!Object.hasOwn(fn, EXPORT) && !Object.hasOwn(fn, SOURCE) && !threadedOf(fn)) sourceOf(target);
  return shipment;
}

/** Encodes a shipment: values as they are now, functions by source, shared objects as handles. */
export class Shipper {
  readonly #session: SessionId;
  readonly #host: Host;
  /** Set for a session whose code is known. */
  locate: Locate = () => undefined;
  #count = 0;

  constructor(session: SessionId, host: Host) {
    this.#session = session;
    this.#host = host;
  }

  ship(shipment: Shipment): Shipped {
    const held = new Set<HandleId>();
    try {
      return { definition: this.#define(shipment, held, false), held };
    } catch (error) {
      this.#host.discard(held);
      throw error;
    }
  }

  /** A function that others use has what it captures as it is now. */
  #define({ fn, uses, name, record, capture, module }: Shipment, held: Set<HandleId>, used: boolean): Definition {
    const nested: Definition[] = [];
    // A function that is mentioned twice has one reference, by which the thread knows it again.
    const known = new Map<unknown, FunctionRef>();
    const refer = (one: AnyFunction): FunctionRef => {
      const inner = threadedOf(one);
      const ref = known.get(one) ?? (inner ? { definition: this.#nest(inner, nested, held) } : this.#refer(one));
      known.set(one, ref);
      return ref;
    };
    const target = module === undefined ? refer(fn) : { module, name };
    const captured = Object.entries(capture?.() ?? {});
    const fixed = captured.filter(([, value]) => used || typeof value === 'function');
    const pairs = [...Object.entries(uses), ...fixed].map(([needed, value]): [string, Payload] => [
      needed,
      this.#value(
        // A thread has a `heddle` of its own.
        'threadModule' in Object(value) ? exportedAs('*') : value,
        { root: `${needed in uses ? 'uses' : 'captured'}.${needed}`, of: `'${name}'`, to: 'to a thread' },
        refer,
        held,
      ),
    ]);
    return {
      key: `${this.#session}/${++this.#count}`,
      session: this.#session,
      name,
      // What is assigned to a variable has its name there, whatever the engine calls it.
      target: capture && 'source' in target ? { ...target, name } : target,
      uses: pairs,
      nested,
      record,
      captures: captured.filter((one) => !fixed.includes(one)).map(([needed]) => needed),
    };
  }

  #nest(inner: Shipment, nested: Definition[], held: Set<HandleId>): DefinitionKey {
    const definition = this.#define(inner, held, true);
    nested.push(definition);
    return definition.key;
  }

  #refer(fn: AnyFunction): FunctionRef {
    const ref = exportedRef(fn) ?? (Object.hasOwn(fn, SOURCE) ? (fn as unknown as Record<typeof SOURCE, FunctionRef>)[SOURCE] : undefined);
    if (ref) return ref;
    const source = sourceOf(fn);
    const at = this.locate(source);
    return { source, name: nameOf(fn), ...(at && { at }) };
  }

  #value(value: unknown, place: Place, fn: (used: AnyFunction) => FunctionRef, held: Set<HandleId>): Payload {
    return encode(value, {
      place,
      repeatable: true,
      methods: false,
      isShared: isShareable,
      share: (shared) => this.#host.ref(shared, held),
      isFunction: (used) => !isRef(used),
      fn,
    });
  }
}

/** Heddle's own functions and classes are on every thread, under the same name. */
function exportedRef(fn: AnyFunction): FunctionRef | undefined {
  return Object.hasOwn(fn, EXPORT) ? { exported: String((fn as unknown as Record<symbol, unknown>)[EXPORT]) } : undefined;
}

/** Stands for what a thread finds by this name in its own `heddle`; `*` is all of it. */
export function exportedAs(name: string): AnyFunction {
  return Object.assign(() => {}, { [EXPORT]: name });
}

/** A class of the author's, such as the `cls` of an event, arrives as the class of Heddle's that it extends. */
export function heirRef(fn: AnyFunction): FunctionRef | undefined {
  for (let type: unknown = fn; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    const ref = exportedRef(type as AnyFunction);
    if (ref) return ref;
  }
  return undefined;
}

/** What a function captures at a call, by these names. */
export function pick({ capture, name }: Shipment, names: readonly string[]): Readonly<Record<string, unknown>> {
  const all = capture?.() ?? {};
  const record = Object.fromEntries(names.map((one) => [one, all[one]]));
  survey(record, { place: { root: 'captured', of: `'${name}'`, to: 'to a thread' }, methods: false, isShared: isShareable });
  return record;
}

export function threadedOf(fn: unknown): Shipment | undefined {
  return typeof fn === 'function' && Object.hasOwn(fn, THREAD) ? (fn as unknown as Record<typeof THREAD, Shipment>)[THREAD] : undefined;
}

/** Whether calls of a function run on a thread. */
export function isThreadFunction(fn: unknown): boolean {
  return threadedOf(fn) !== undefined;
}
