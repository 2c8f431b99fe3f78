import { digest } from './digest.ts';

/** What a value says. */
export interface Content {
  /** Equal for values of equal content, and for no others. */
  readonly text: string;
  /** Part of it is known by identity only, which means nothing in another session. */
  readonly own: boolean;
}

/** A key of bounded length for a value's content; `own` as in {@link Content}. */
export interface ContentKey {
  readonly key: string;
  readonly own: boolean;
}

/**
 * Tells values by content: natives (`1`, `'1'`, `true` and `-0` are four), arrays, plain records (in any order of their
 * fields), maps and sets (in their order), dates, patterns, buffers and views on them, in each other to any
 * depth and in circles. Everything else (instances of classes, functions, platform objects) is told by identity.
 *
 * @throws TypeError for a symbol, which has neither.
 */
export function contentOf(value: unknown): Content {
  const reader = new Reader();
  return { text: reader.read(value), own: reader.own };
}

export async function keyOf(value: unknown): Promise<ContentKey> {
  const { text, own } = contentOf(value);
  return { key: await digest(text), own };
}

class Reader {
  own = false;
  readonly #above: object[] = [];

  read(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'number':
        return Object.is(value, -0) ? '-0' : String(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        throw new TypeError(`${String(value)} is a symbol, which has no content that a cache could know it by.`);
      case 'object':
        return value === null ? 'null' : this.#object(value);
      case 'function':
        return this.#identity(value);
      default:
        return String(value);
    }
  }

  #object(value: object): string {
    const circle = this.#above.indexOf(value);
    if (circle >= 0) return `^${circle}`;
    if (isBytes(value)) return `${tagOf(value)}(${JSON.stringify(latin1(value))})`;
    const items = itemsOf(value);
    if (!items) return this.#identity(value);
    this.#above.push(value);
    const text = `${tagOf(value)}(${items.map((item) => this.read(item)).join()})`;
    this.#above.pop();
    return text;
  }

  #identity(value: object): string {
    this.own = true;
    return `@${identityOf(value)}`;
  }
}

/**
 * Whether another session gets the same from a copy of this value. It does not if instances of an author's classes or
 * errors are in it, which lose their class, or functions.
 */
export function isData(value: unknown, seen = new Set<object>()): boolean {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (typeof value !== 'object' || value === null || isBytes(value) || seen.has(value)) return true;
  seen.add(value);
  const items = itemsOf(value);
  return items ? items.every((item) => isData(item, seen)) : isNative(value.constructor) && tagOf(value) !== 'Error';
}

/** What an object consists of, undefined for one that is known by identity only. Objects of other realms count, too. */
function itemsOf(value: object): unknown[] | undefined {
  const proto = Object.getPrototypeOf(value) as object | null;
  if (proto !== null && !isNative(proto.constructor)) return undefined;
  switch (tagOf(value)) {
    case 'Object':
      return proto === null || Object.getPrototypeOf(proto) === null ? fieldsOf(value) : undefined;
    case 'Array':
      return Array.from(value as unknown[]); // holes are undefined
    case 'Map':
      return [...(value as Map<unknown, unknown>)].flat(1);
    case 'Set':
      return [...(value as Set<unknown>)];
    case 'Date':
      return [(value as Date).getTime()];
    case 'RegExp':
      return [String(value)];
    default:
      return undefined;
  }
}

function fieldsOf(record: object): unknown[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flat();
}

function isBytes(value: object): value is ArrayBuffer | ArrayBufferView {
  return ArrayBuffer.isView(value) || tagOf(value) === 'ArrayBuffer';
}

/** One character a byte: the encoding maps all 256 to characters of their own. */
function latin1(bytes: ArrayBuffer | ArrayBufferView): string {
  return new TextDecoder('latin1').decode(bytes as ArrayBuffer);
}

function isNative(constructor: unknown): boolean {
  return typeof constructor === 'function' && Function.prototype.toString.call(constructor).includes('[native code]');
}

/** `'Map'`, `'Float64Array'`; `'Object'` for plain records. */
function tagOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

const identities = new WeakMap<object, number>();
let known = 0;

function identityOf(value: object): number {
  const id = identities.get(value) ?? ++known;
  identities.set(value, id);
  return id;
}
