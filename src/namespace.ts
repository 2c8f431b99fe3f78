import * as api from './api.ts';
import { bindForm, bindPanes } from './component/index.ts';
import { bindHttp } from './http/index.ts';
import { bindClass, bindSession, boundSession, type Session, sleepWithin } from './session/index.ts';
import { bindThreads, EXPORT, registerError } from './thread/index.ts';

/** Everything that an app imports from `heddle`, or gets as its argument. */
export type Heddle = typeof api;

for (const [name, value] of Object.entries(api)) {
  // The page's own session has what is here, and on a thread it is found by its name; so are errors, there and back.
  if (isErrorClass(named(name, value))) registerError(name, value as never);
}

/**
 * What `heddle` is for one session. Classes are subclasses that know their session and functions are bound to it,
 * so that after any await, and with several sessions on one page, each finds its own.
 */
export function createNamespace(session: Session): Heddle {
  const own = {
    ...bindForm(session),
    ...bindPanes(session),
    ...bindThreads(session.pool),
    http: bindHttp({ lifetime: session.signal, assets: () => session.config.assets }),
    ...bindSession(() => session),
    sleep: sleepWithin(session.signal),
    // While an asynchronous batch awaits, what other sessions of the page change is not held back, nor what may be theirs:
    // an rx of a plain value belongs to nobody. A worker has one session.
    batch: <R>(fn: () => R): R =>
      api.batch(fn, (owner) => {
        const whose = owner && boundSession(owner.constructor as never);
        return whose ? whose === session : typeof document === 'undefined';
      }),
  };
  const namespace = {};
  for (const [name, value] of Object.entries({ ...api, ...own })) {
    // A class is bound when it is first asked for: an app uses few of them.
    const known = named(name, value);
    const get = (): unknown => (belongsToSession(known) ? named(name, bindClass(known, session)) : known);
    Object.defineProperty(namespace, name, { enumerable: true, get });
  }
  return namespace as Heddle;
}

function isErrorClass(value: unknown): value is new (...args: never[]) => Error {
  return typeof value === 'function' && value.prototype instanceof Error;
}

/** Whether instances of a class ask for their session, or are asked for it: `batch` tells objects apart by it. */
function belongsToSession(value: unknown): value is new () => object {
  return (
    value === api.Parameterized || (typeof value === 'function' && typeof value.prototype === 'object' && 'session' in value.prototype)
  );
}

/** Tells threads under which name they find a function or class of Heddle in their own `heddle`. */
function named(name: string, value: unknown): unknown {
  if (typeof value === 'function' && !Object.hasOwn(value, EXPORT)) Object.defineProperty(value, EXPORT, { value: name });
  return value;
}
