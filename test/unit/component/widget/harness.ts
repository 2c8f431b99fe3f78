import { bindClass } from '../../../../src/session/index.ts';
import { openSession } from '../../session/harness.ts';

/** Classes of a session of their own, as an app gets them. */
export function inSession() {
  const { session } = openSession();
  return { session, bound: <C extends abstract new (...args: never[]) => object>(cls: C): C => bindClass(cls, session) };
}
