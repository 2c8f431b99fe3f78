/**
 * Calls and assignments in the order in which they were made, to be made again on the real BokehJS. Results are
 * numbered: the figure is 0, that of the n-th step is n.
 */
export type Step = { readonly on: number; readonly path: readonly string[] } & (
  | { readonly call: string; readonly args: readonly unknown[] }
  | { readonly set: string; readonly value: unknown }
);

/** Stands for what BokehJS will make: its attributes can be set and its methods called, but nothing can be read. */
export interface Part {
  [attribute: string]: unknown;
  /** Sets several attributes. */
  setv(attributes: Readonly<Record<string, unknown>>): void;
}

const PLACE: unique symbol = Symbol('heddle.place');

interface Place {
  readonly recorder: Recorder;
  readonly on: number;
  readonly path: readonly string[];
}

export class Recorder {
  readonly #take: (step: Step) => void;
  #count = 0;

  /** `take` gets each step when it was made. */
  constructor(take: (step: Step) => void) {
    this.#take = take;
  }

  call(on: number, path: readonly string[], call: string, args: readonly unknown[]): Part {
    this.#take({ on, path, call, args: args.map((arg) => this.#encode(arg, call)) });
    return this.part(++this.#count, []);
  }

  set(on: number, path: readonly string[], set: string, value: unknown): void {
    this.#take({ on, path, set, value: this.#encode(value, set) });
    this.#count++;
  }

  part(on: number, path: readonly string[]): Part {
    const place: Place = { recorder: this, on, path };
    return new Proxy(() => {}, {
      get: (_, name) => (name === PLACE ? place : this.#member(place, name)),
      set: (_, name, value) => {
        this.set(on, path, String(name), value);
        return true;
      },
      apply: (_, __, args) => this.call(on, path.slice(0, -1), path.at(-1) ?? '', args),
    }) as unknown as Part;
  }

  /** Nothing of it is a promise, nor anything else that the language itself asks for. */
  #member({ on, path }: Place, name: string | symbol): Part | undefined {
    return typeof name === 'symbol' || name === 'then' || name === 'toJSON' ? undefined : this.part(on, [...path, name]);
  }

  #encode(value: unknown, what: string): unknown {
    if (typeof value === 'function') return this.#encodePlace((value as { [PLACE]?: Place })[PLACE], what);
    if (Array.isArray(value)) return value.map((item) => this.#encode(item, what));
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.#encode(item, what)]));
  }

  #encodePlace(place: Place | undefined, what: string): unknown {
    if (!place)
      throw new TypeError(`figure.${what}: a function can't travel to the page; plots take data, sources and parts of the same figure.`);
    if (place.recorder !== this) throw new TypeError(`figure.${what}: this part belongs to another figure.`);
    return { $result: place.on, path: place.path };
  }
}
