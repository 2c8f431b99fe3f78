import type { Session } from './session.ts';

/** Where a class keeps the session it is bound to. Two copies of Heddle on one page understand each other. */
const SESSION: unique symbol = Symbol.for('heddle.session') as never;

let byDefault: (() => Session) | undefined;

/** Says which session belongs to classes and functions that are bound to none, i.e. to modules that a bundler built. */
export function setDefaultSession(supply: () => Session): void {
  byDefault = supply;
}

/** @throws Error where no app runs, e.g. on a thread. */
export function defaultSession(): Session {
  if (!byDefault) throw new Error('There is no session here: components, state and callbacks belong to an app, not to a thread.');
  return byDefault();
}

type Class = abstract new (...args: never[]) => object;

const bound = new WeakMap<Session, Map<Class, Class>>();

/**
 * A subclass of `base` whose instances belong to `session`, also after any await and when several sessions
 * share a page. Asked again for the same class and session, it gives the same subclass.
 */
export function bindClass<C extends Class>(base: C, session: Session): C {
  if (boundSession(base) === session) return base;
  let classes = bound.get(session);
  if (!classes) bound.set(session, (classes = new Map()));
  let subclass = classes.get(base);
  if (!subclass) {
    subclass = class extends (base as unknown as new (...args: unknown[]) => object) {
      /** What another bound class made, say of a subclass of `base`, is an instance too. */
      static override [Symbol.hasInstance](value: unknown): boolean {
        return this === subclass ? value instanceof base : Function.prototype[Symbol.hasInstance].call(this, value);
      }
    } as unknown as Class;
    Object.defineProperties(subclass, { name: { value: base.name, configurable: true }, [SESSION]: { value: session } });
    classes.set(base, subclass);
  }
  return subclass as C;
}

/** The session that a class is bound to, if any. */
export function boundSession(target: Class): Session | undefined {
  return (target as { [SESSION]?: Session })[SESSION];
}

/** The session of a class's instances: that which it is bound to, else the default one. Throws as `defaultSession`. */
export function sessionOf(target: Class): Session {
  return boundSession(target) ?? defaultSession();
}

/** Stands for an object that is looked up whenever it is used, since it does not exist yet when it is exported. */
export function deferred<T extends object>(get: () => T): T {
  return new Proxy({} as T, {
    get(_, name) {
      const value: unknown = Reflect.get(get(), name);
      return typeof value === 'function' ? (value.bind(get()) as unknown) : value;
    },
    set: (_, name, value) => Reflect.set(get(), name, value),
    has: (_, name) => Reflect.has(get(), name),
    getPrototypeOf: () => Reflect.getPrototypeOf(get()),
  });
}
