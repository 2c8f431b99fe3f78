/** How an object with parameters crosses to threads: what they read and assign, and what they call. */
export interface ObjectShare {
  /** How messages call it. */
  readonly kind: string;
  /** What threads read now, by name. */
  values(): Readonly<Record<string, unknown>>;
  /** What a thread's assignment does. */
  set(name: string, value: unknown): void;
  /** What threads can call. */
  readonly methods: readonly string[];
  /** What a thread's call does. */
  call(method: string, args: readonly unknown[]): unknown;
  /** Tells what is new after each change, until `signal` aborts. */
  subscribe(changed: (values: Readonly<Record<string, unknown>>) => void, signal: AbortSignal): void;
}

/** Shares an object, with all methods of its classes. */
export function shareObject(object: object, kind: string, values: ObjectShare['values'], subscribe: ObjectShare['subscribe']): ObjectShare {
  const target = object as Record<string, unknown>;
  return {
    kind,
    values,
    set(name, value) {
      target[name] = value;
    },
    methods: methodsOf(object),
    call: (method, args) => (target[method] as (...args: readonly unknown[]) => unknown).apply(object, [...args]),
    subscribe,
  };
}

function methodsOf(object: object): string[] {
  const names = new Set<string>();
  for (
    let level = Object.getPrototypeOf(object) as object | null;
    level && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name !== 'constructor' && typeof property.value === 'function') names.add(name);
    }
  }
  return [...names];
}
