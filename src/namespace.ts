import * as components from './component/index.ts';
import { bindHttp } from './http/index.ts';
import * as parameters from './param/index.ts';
import { bindClass, bindSession, type Session } from './session/index.ts';
import { asCompleted, bindThreads, EXPORT, wait } from './thread/index.ts';

/** Everything that an app imports from `heddle`, or gets as its argument. */
export type Heddle = typeof import('./api.ts');

/**
 * What `heddle` is for one session. Classes of components are subclasses that know their session and
 * functions are bound to it, so that after any await, and with several sessions on one page, each finds its own.
 */
export function createNamespace(session: Session): Heddle {
  const namespace = {};
  const add = (name: string, get: () => unknown): void => {
    Object.defineProperty(namespace, name, { enumerable: true, configurable: true, get });
  };
  for (const [name, value] of Object.entries({ ...parameters, asCompleted, wait })) add(name, () => marked(name, value));
  for (const [name, value] of Object.entries(components)) add(name, () => marked(name, bound(value, session)));
  const functions = { ...bindThreads(session.pool), http: bindHttp(session.signal) };
  for (const [name, value] of Object.entries(functions)) add(name, () => marked(name, value));
  const own = bindSession(() => session);
  for (const name of Object.keys(own) as (keyof typeof own)[]) add(name, () => marked(name, own[name]));
  return namespace as Heddle;
}

function bound(value: unknown, session: Session): unknown {
  return typeof value === 'function' && /^[A-Z]/.test(value.name) ? bindClass(value as new () => object, session) : value;
}

/** Tells threads under which name they find a function of Heddle in their own `heddle`. */
function marked(name: string, value: unknown): unknown {
  if (typeof value === 'function' && !Object.hasOwn(value, EXPORT)) Object.defineProperty(value, EXPORT, { value: name });
  return value;
}
