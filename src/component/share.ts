import { type Declarations, type Namespace, observe, type Parameterized } from '../param/index.ts';
import type { Share } from '../thread/index.ts';

/**
 * How an object with parameters crosses to threads: they read and assign its parameters, and call the methods
 * that its classes below `Parameterized` define.
 */
export function shareParameters(object: Parameterized, kind: string): Share {
  const target = object as unknown as Record<string, unknown>;
  const params = object.param as unknown as Namespace<Declarations>;
  const names = Object.keys(params.values());
  return {
    kind,
    values: () => params.values(),
    set(name, value) {
      params.update({ [name]: value });
    },
    methods: methodsOf(object),
    call: (method, args) => (target[method] as (...args: readonly unknown[]) => unknown).apply(object, [...args]),
    subscribe(changed, signal) {
      observe(object, names, (...events) => changed(Object.fromEntries(events.map((event) => [event.name, event.new]))), signal);
    },
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
