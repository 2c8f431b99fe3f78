import { decodeThrown, encodeThrown } from './failure.ts';
import type { FunctionRef, HandleRef, Payload, ValueKey, WireThrown } from './protocol.ts';
import { Scattered } from './scattered.ts';
import { BULK, hasFields, tagOf } from './survey.ts';

/**
 * Values as JSON: records stay records, everything else is a list that starts with a tag. What text can't hold
 * (buffers, blobs, handles) lies in `extras`, and the list has its index. Objects are numbered in the order in
 * which they begin, so a second mention is `['r', number]`.
 */
type Node = string | number | boolean | null | readonly unknown[] | { readonly [name: string]: Node };

export interface GraphWriter {
  /** What moves instead of being copied. */
  readonly transfer: ReadonlySet<unknown>;
  /** Whether a buffer that nobody listed moves all the same. */
  moves(buffer: ArrayBuffer): boolean;
  /** The payload may be read more than once, so nothing moves. */
  readonly repeatable: boolean;
  share(value: object): HandleRef | undefined;
  fn(value: (...args: never[]) => unknown): FunctionRef | undefined;
  /** Whether the reader finds a scattered value by its key. */
  knows?: ((value: Scattered) => boolean) | undefined;
}

export interface GraphReader {
  /** The live handle, or on the session's side the object itself. */
  handle?: (ref: HandleRef) => unknown;
  fn?: (ref: FunctionRef) => unknown;
  /** A scattered value. */
  value?: (key: ValueKey) => unknown;
  /** Decodes a payload within the payload. */
  nested(payload: Payload): unknown;
}

/** What an array has where it has nothing. */
const HOLE = ['-'];

/**
 * Buffers from this size on go into a Blob when they are sent more than once: a Blob is cloned by reference. Not where there is
 * no origin, as in a page from disk: no worker can read a Blob there in WebKit.
 */
export const BLOB = globalThis.origin === 'null' ? Infinity : 65_536;

export class Writer {
  readonly extras: unknown[] = [];
  readonly late: number[] = [];
  readonly moved = new Set<Transferable>();
  readonly #to: GraphWriter;
  readonly #ids = new Map<object, number>();
  readonly #buffers = new Map<ArrayBufferLike, number>();

  constructor(to: GraphWriter) {
    this.#to = to;
  }

  /** What the author listed belongs to the payload from now on: neither he nor another payload has it any more. */
  take(): void {
    const listed = [...this.moved].filter((one) => this.#to.transfer.has(one));
    if (listed.length === 0) return;
    const taken = structuredClone(listed, { transfer: listed });
    for (const [i, one] of listed.entries()) {
      const own = taken[i] as Transferable;
      this.moved.delete(one);
      this.moved.add(own);
      this.extras[this.extras.indexOf(one)] = own;
    }
  }

  write(value: unknown): Node {
    switch (typeof value) {
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : ['n', Object.is(value, -0) ? '-0' : String(value)];
      case 'undefined':
        return ['u'];
      case 'bigint':
        return ['i', String(value)];
      case 'function':
        return ['f', this.#extra(this.#to.fn(value as never))];
      case 'object':
        return value === null ? null : this.#object(value);
      default:
        return value as Node;
    }
  }

  #object(value: object): Node {
    const id = this.#ids.get(value);
    if (id !== undefined) return ['r', id];
    this.#ids.set(value, this.#ids.size);
    if (Array.isArray(value) && !hasFields(value)) return ['a', ...Array.from(value, (item, i) => (i in value ? this.write(item) : HOLE))];
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto === Object.prototype || proto === null) return this.#fields(value);
    return this.#instance(value);
  }

  #fields(record: object): Node {
    const node: Record<string, Node> = {};
    for (const [name, value] of Object.entries(record)) put(node, name, this.write(value));
    return node;
  }

  #instance(value: object): Node {
    const ref = this.#to.share(value);
    if (ref) return ['h', this.#extra(ref, ref.values.transfer)];
    if (value instanceof Scattered) return this.#scattered(value);
    if (value instanceof Error) return ['e', this.#extra(encodeThrown(value))];
    if (ArrayBuffer.isView(value)) return this.#view(value);
    if (value instanceof ArrayBuffer) return ['b', this.#buffer(value)];
    if (value instanceof Map) return ['m', ...[...value].flatMap(([key, item]) => [this.write(key), this.write(item)])];
    if (value instanceof Set) return ['s', ...[...value].map((item) => this.write(item))];
    if (value instanceof Date) return ['d', value.getTime()];
    if (tagOf(value) === 'Object') return this.#fields(value);
    if (this.#to.transfer.has(value)) this.moved.add(value as Transferable);
    return ['o', this.#extra(this.#to.transfer.has(value) ? value : structuredClone(value))];
  }

  #scattered(value: Scattered): Node {
    return this.#to.knows?.(value) ? ['k', value.key] : ['c', this.#late(value.payload)];
  }

  /** A view of a small part of a buffer takes that part only. */
  #view(view: ArrayBufferView): Node {
    const { buffer, byteLength, byteOffset } = view;
    const part = buffer instanceof ArrayBuffer && byteLength * 2 < buffer.byteLength && !this.#moves(buffer);
    const index = part ? this.#buffer(buffer.slice(byteOffset, byteOffset + byteLength), true) : this.#buffer(buffer);
    const length = (view as Partial<Uint8Array>).length ?? byteLength;
    return ['v', tagOf(view), index, part ? 0 : byteOffset, length];
  }

  #moves(buffer: ArrayBufferLike): boolean {
    return buffer instanceof ArrayBuffer && !this.#to.repeatable && (this.#to.transfer.has(buffer) || this.#to.moves(buffer));
  }

  #buffer(buffer: ArrayBufferLike, fresh = false): number {
    const known = this.#buffers.get(buffer);
    if (known !== undefined) return known;
    const index = this.#bulk(buffer, fresh);
    this.#buffers.set(buffer, index);
    return index;
  }

  #bulk(buffer: ArrayBufferLike, fresh: boolean): number {
    if (!(buffer instanceof ArrayBuffer)) return this.#extra(buffer);
    if (this.#moves(buffer)) return this.#extra(buffer, [buffer]);
    if (this.#to.repeatable && buffer.byteLength >= BLOB) return this.#late(new Blob([buffer]));
    // A session in the page and its pool pass on the payload itself.
    const copy = fresh ? buffer : buffer.slice(0);
    return this.#extra(copy, this.#to.repeatable || buffer.byteLength < BULK ? [] : [copy]);
  }

  #late(value: unknown): number {
    const index = this.#extra(value);
    this.late.push(index);
    return index;
  }

  #extra(value: unknown, moving: readonly Transferable[] = []): number {
    for (const one of moving) this.moved.add(one);
    return this.extras.push(value) - 1;
  }
}

export class Reader {
  readonly #extras: readonly unknown[];
  readonly #from: GraphReader;
  readonly #objects: unknown[] = [];

  constructor(extras: readonly unknown[], from: GraphReader) {
    this.#extras = extras;
    this.#from = from;
  }

  read(node: Node): unknown {
    if (typeof node !== 'object' || node === null) return node;
    return Array.isArray(node) ? this.#tagged(node as [string, ...Node[]]) : this.#fields(node as Record<string, Node>);
  }

  #tagged([tag, ...rest]: readonly [string, ...Node[]]): unknown {
    const [first] = rest;
    switch (tag) {
      case 'u':
        return undefined;
      case 'n':
        return Number(first);
      case 'i':
        return BigInt(first as string);
      case 'f':
        return this.#from.fn?.(this.#extra(first) as FunctionRef);
      case 'r':
        return this.#objects[first as number];
      case 'a':
        return this.#fill(this.#keep<unknown[]>([]), rest);
      case 'm':
        return this.#fillMap(this.#keep(new Map<unknown, unknown>()), rest);
      case 's':
        return this.#fillSet(this.#keep(new Set<unknown>()), rest);
      default:
        return this.#keep(this.#leaf(tag, rest));
    }
  }

  #leaf(tag: string, [first, ...rest]: readonly Node[]): unknown {
    switch (tag) {
      case 'd':
        return new Date(first === null ? NaN : (first as number));
      case 'v':
        return view(first as string, this.#extra(rest[0]) as ArrayBuffer, rest[1] as number, rest[2] as number);
      case 'h':
        return this.#from.handle?.(this.#extra(first) as HandleRef);
      case 'k':
        return this.#from.value?.(first as ValueKey);
      case 'c':
        return this.#from.nested(this.#extra(first) as Payload);
      case 'e':
        return decodeThrown(this.#extra(first) as WireThrown, '');
      default:
        return this.#extra(first);
    }
  }

  #extra(index: unknown): unknown {
    return this.#extras[index as number];
  }

  #keep<T>(value: T): T {
    this.#objects.push(value);
    return value;
  }

  #fill(items: unknown[], nodes: readonly Node[]): unknown[] {
    for (const node of nodes) {
      if (Array.isArray(node) && node[0] === HOLE[0]) items.length++;
      else items.push(this.read(node));
    }
    return items;
  }

  #fillMap(map: Map<unknown, unknown>, nodes: readonly Node[]): Map<unknown, unknown> {
    for (let i = 0; i < nodes.length; i += 2) map.set(this.read(nodes[i] as Node), this.read(nodes[i + 1] as Node));
    return map;
  }

  #fillSet(set: Set<unknown>, nodes: readonly Node[]): Set<unknown> {
    for (const node of nodes) set.add(this.read(node));
    return set;
  }

  #fields(node: Record<string, Node>): object {
    const record = this.#keep<Record<string, unknown>>({});
    for (const name of Object.keys(node)) put(record, name, this.read(node[name] as Node));
    return record;
  }
}

/** Assigns an own property, also one that is called `__proto__`. */
function put(record: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  else record[name] = value;
}

function view(type: string, buffer: ArrayBuffer, offset: number, length: number): unknown {
  const View = (globalThis as unknown as Record<string, new (buffer: ArrayBuffer, offset: number, length: number) => unknown>)[type];
  return View && new View(buffer, offset, length);
}
