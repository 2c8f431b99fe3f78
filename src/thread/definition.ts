import { ThreadError } from './errors.ts';
import { encode } from './payload.ts';
import type { Definition, DefinitionKey, FunctionRef, HandleId, Payload, SessionId } from './protocol.ts';
import type { Host } from './host.ts';
import { EXPORT, isShareable } from './share.ts';
import { isName, sourceOf } from './source.ts';
import type { Place } from './survey.ts';

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
}

/** A shipment that was encoded. */
export interface Shipped {
  readonly definition: Definition;
  /** Handles that its scope holds. */
  readonly held: ReadonlySet<HandleId>;
}

/** Whether the calls of a function give its items. */
export function isGeneratorFunction(fn: AnyFunction): boolean {
  return Object.prototype.toString.call(fn).endsWith('GeneratorFunction]');
}

/** Checks what can be checked before the first call. */
export function createShipment(fn: unknown, uses: Readonly<Record<string, unknown>>, name: string | undefined, record = false): Shipment {
  if (typeof fn !== 'function') throw new TypeError(`A thread runs a function, not ${fn === null ? 'null' : typeof fn}.`);
  const target = fn as AnyFunction;
  const shipment = { fn: target, uses, name: name ?? (target.name || 'anonymous'), record };
  const wrong = Object.keys(uses).find((used) => !isName(used));
  if (wrong !== undefined) throw new ThreadError(`'${wrong}' in { uses } of '${shipment.name}' cannot be the name of a variable.`);
  if (!Object.hasOwn(fn, EXPORT) && !threadedOf(fn)) sourceOf(target);
  return shipment;
}

/** Encodes a shipment: values as they are now, functions by source, shared objects as handles. */
export class Shipper {
  readonly #session: SessionId;
  readonly #host: Host;
  #count = 0;

  constructor(session: SessionId, host: Host) {
    this.#session = session;
    this.#host = host;
  }

  ship(shipment: Shipment): Shipped {
    const held = new Set<HandleId>();
    try {
      return { definition: this.#define(shipment, held), held };
    } catch (error) {
      this.#host.discard(held);
      throw error;
    }
  }

  #define({ fn, uses, name, record }: Shipment, held: Set<HandleId>): Definition {
    const nested: Definition[] = [];
    const known = new Map<unknown, DefinitionKey>();
    const refer = (used: AnyFunction): FunctionRef => {
      const inner = threadedOf(used);
      if (!inner) return plainRef(used);
      const key = known.get(used) ?? this.#nest(inner, nested, held);
      known.set(used, key);
      return { definition: key };
    };
    const pairs = Object.entries(uses)
      // `heddle` is in scope everywhere.
      .filter(([used]) => used !== 'heddle')
      .map(([used, value]): [string, Payload] => [
        used,
        this.#value(value, { root: `uses.${used}`, of: `'${name}'`, to: 'to a thread' }, refer, held),
      ]);
    const target = refer(fn);
    return { key: `${this.#session}/${++this.#count}`, session: this.#session, name, target, uses: pairs, nested, record };
  }

  #nest(inner: Shipment, nested: Definition[], held: Set<HandleId>): DefinitionKey {
    const definition = this.#define(inner, held);
    nested.push(definition);
    return definition.key;
  }

  #value(value: unknown, place: Place, fn: (used: AnyFunction) => FunctionRef, held: Set<HandleId>): Payload {
    return encode(value, {
      place,
      repeatable: true,
      isShared: isShareable,
      share: (shared) => this.#host.ref(shared, held),
      isFunction: () => true,
      fn,
    });
  }
}

/** Heddle's own functions and classes are on every thread, under the same name. */
function exportedRef(fn: AnyFunction): FunctionRef | undefined {
  return Object.hasOwn(fn, EXPORT) ? { exported: String((fn as unknown as Record<symbol, unknown>)[EXPORT]) } : undefined;
}

/** A class of the author's, such as the `cls` of an event, arrives as the class of Heddle's that it extends. */
export function heirRef(fn: AnyFunction): FunctionRef | undefined {
  for (let type: unknown = fn; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    const ref = exportedRef(type as AnyFunction);
    if (ref) return ref;
  }
  return undefined;
}

function plainRef(fn: AnyFunction): FunctionRef {
  return exportedRef(fn) ?? { source: sourceOf(fn), name: fn.name };
}

export function threadedOf(fn: unknown): Shipment | undefined {
  return typeof fn === 'function' && Object.hasOwn(fn, THREAD) ? (fn as unknown as Record<typeof THREAD, Shipment>)[THREAD] : undefined;
}

/** Whether calls of a function run on a thread. */
export function isThreadFunction(fn: unknown): boolean {
  return threadedOf(fn) !== undefined;
}
