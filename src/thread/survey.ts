import { isRef } from '../param/index.ts';
import { ThreadError } from './errors.ts';
import { Scattered } from './scattered.ts';
import { isShareable, shareOf } from './share.ts';
import { isClass } from './source.ts';

/** Where a value is, for messages: `Argument 1.items[3].fn of task 'crunch' is a function and cannot be sent to a thread`. */
export interface Place {
  /** `'Argument'`, `'Result'`, `'uses'`. */
  readonly root: string;
  /** True when the value is a list that the root numbers from 1. */
  readonly numbered?: boolean;
  /** `"task 'crunch'"` */
  readonly of: string;
  /** `'to a thread'` */
  readonly to: string;
}

export interface SurveyOptions {
  readonly place: Place;
  /** What moves instead of being copied. */
  readonly transfer?: readonly Transferable[];
  /** Whether an object stays where it is and is sent as a handle. */
  isShared?(value: object): boolean;
  /** Whether instances of classes with methods may go, as their data. Default true. */
  readonly methods?: boolean;
  /** Whether a function can be sent. */
  isFunction?(value: (...args: never[]) => unknown): boolean;
}

/** What an encoder must know about a value before it chooses a form. */
export interface Findings {
  /** Roughly its number of nodes. */
  readonly weight: number;
  /** JSON tells it without loss. */
  readonly json: boolean;
  /** Something in it can't be left to the browser's cloning. */
  readonly special: boolean;
  /** The first steps to what lies deepest in it. */
  readonly deepest: Path;
}

type Path = readonly (string | number)[];

/** So many steps name the place of what is nested too deeply. */
const STEPS = 3;

/** Buffers from this size on are copied by the sender and moved, so that nobody on the way copies them. */
export const BULK = 4096;

/** Walks a value once. Throws a ThreadError that names the path of the first thing that can't be sent. */
export function survey(value: unknown, options: SurveyOptions): Findings {
  const walk = new Survey(options);
  try {
    walk.visit(value);
  } catch (error) {
    throw explainDepth(error, options.place, walk);
  }
  return walk;
}

/** Says which value it was with which a walk ran out of stack. */
export function explainDepth(error: unknown, place: Place, { deepest }: Findings): unknown {
  if (!isOverflow(error)) return error;
  const message = `${locate(place, deepest)}… of ${place.of} is nested too deeply and cannot be sent ${place.to}. Send it flat, as a list.`;
  return new ThreadError(message, { cause: error });
}

/** "Maximum call stack size exceeded" in Chromium and WebKit, "too much recursion" in Firefox. */
export function isOverflow(error: unknown): boolean {
  return error instanceof Error && /call stack|recursion/.test(error.message);
}

/** Objects that no browser clones, but Node some of them as empty records. */
const REFUSED = new Set(
  (
    'Promise WeakMap WeakSet WeakRef Generator AsyncGenerator Iterator URL URLSearchParams Headers Request Response AbortSignal AbortController ' +
    'Event EventTarget'
  ).split(' '),
);

class Survey implements Findings {
  weight = 0;
  json = true;
  special = false;
  deepest: Path = [];
  #depth = 0;
  readonly #options: SurveyOptions;
  readonly #seen = new Set<object>();
  readonly #path: (string | number)[] = [];

  constructor(options: SurveyOptions) {
    this.#options = options;
  }

  visit(value: unknown): void {
    this.weight++;
    switch (typeof value) {
      case 'string':
        this.weight += value.length >> 5;
        return;
      case 'number':
        if (!Number.isFinite(value) || Object.is(value, -0)) this.json = false;
        return;
      case 'boolean':
        return;
      case 'undefined':
      case 'bigint':
        this.json = false;
        return;
      case 'function':
        this.special = true;
        if (this.#options.isFunction?.(value as never)) return;
        if (isRef(value)) this.#refuseRef();
        return this.#refuse(isClass(value as never) ? 'a class' : 'a function');
      case 'symbol':
        return this.#refuse('a symbol');
      default:
        if (value !== null) this.#object(value as object);
    }
  }

  #object(value: object): void {
    if (this.#seen.has(value)) {
      this.json = false;
      return;
    }
    this.#seen.add(value);
    if (Array.isArray(value)) return this.#items(value);
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto === Object.prototype || proto === null) return this.#fields(value);
    this.#instance(value);
  }

  #items(items: readonly unknown[]): void {
    if (hasFields(items)) this.json = false;
    for (let i = 0; i < items.length; i++) this.#child(i, items[i]);
  }

  #fields(record: object): void {
    for (const [name, value] of Object.entries(record)) this.#child(name, value);
  }

  #instance(value: object): void {
    if (this.#options.isShared?.(value) || value instanceof Scattered || value instanceof Error) {
      this.special = true;
      return;
    }
    if (isShareable(value)) {
      this.#refuse(`an instance of ${shareOf(value).kind}, which belongs where it was made,`, ' Send its data, and make one there.');
    }
    if (isRef(value)) this.#refuseRef();
    const tag = tagOf(value);
    if (tag === 'Object') {
      if (this.#options.methods === false) this.#checkMethods(value);
      if ('toJSON' in value) this.json = false;
      return this.#fields(value);
    }
    this.json = false;
    if (ArrayBuffer.isView(value)) return this.#buffer(value.buffer);
    if (value instanceof ArrayBuffer) return this.#buffer(value);
    if (value instanceof Map) return this.#map(value);
    if (value instanceof Set) return [...value].forEach((item, i) => this.#child(`item ${i}`, item));
    if (this.#options.transfer?.includes(value as Transferable)) this.special = true;
    else if (!clones(value)) this.#refuse(`${/^([AEIOU]|HTML|SVG|XML)/.test(tag) ? 'an' : 'a'} ${tag}`);
  }

  /** What arrives of an instance is its data. Without its methods it would fail there, far from here. */
  #checkMethods(value: object): void {
    for (let level: unknown = Object.getPrototypeOf(value); level && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
      const method = Object.getOwnPropertyNames(level).find((name) => name !== 'constructor');
      if (method === undefined) continue;
      const { name = '' } = (value.constructor ?? {}) as { name?: string };
      this.#refuse(
        `an instance of ${name || 'a class'}, which would lose its '${method}',`,
        ' Send its data, { ...it }, and make one there.',
      );
    }
  }

  #buffer(buffer: ArrayBufferLike): void {
    if (buffer.byteLength >= BULK || this.#options.transfer?.includes(buffer as ArrayBuffer)) this.special = true;
    else this.weight += buffer.byteLength >> 5;
  }

  #map(map: ReadonlyMap<unknown, unknown>): void {
    let i = 0;
    for (const [key, value] of map) {
      this.#child(`key ${i}`, key);
      this.#child(`value ${i++}`, value);
    }
  }

  #child(key: string | number, value: unknown): void {
    if (this.#path.push(key) > this.#depth) this.#note();
    this.visit(value);
    this.#path.pop();
  }

  #note(): void {
    this.#depth = this.#path.length;
    this.deepest = this.#path.slice(0, STEPS);
  }

  /** A parameter is shared. */
  #refuseRef(): never {
    this.#refuse('a derived value, which nobody computes there,', ' Send a parameter that it comes from, or its value now.');
  }

  #refuse(what: string, advice = ''): never {
    const { place } = this.#options;
    throw new ThreadError(`${locate(place, this.#path)} of ${place.of} is ${what} and cannot be sent ${place.to}.${advice}`);
  }
}

function locate({ root, numbered }: Place, path: Path): string {
  const [first, ...rest] = path;
  if (numbered && typeof first === 'number') return `${root} ${first + 1}${rest.map(step).join('')}`;
  return `${root}${path.map(step).join('')}`;
}

function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** Whether a list is what a pattern has found: it has fields beside its items. */
export function hasFields(items: readonly unknown[]): boolean {
  return 'index' in items;
}

/** `'Map'`, `'Float64Array'`; `'Object'` for instances of the author's classes. */
export function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Whether the browser can clone an object that is no plain one. */
export function clones(value: object): boolean {
  try {
    if (REFUSED.has(tagOf(value))) return false;
    structuredClone(value);
    return true;
  } catch {
    return false;
  }
}
