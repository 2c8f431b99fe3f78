import { Lockable } from './lockable.ts';

/**
 * Python's `threading.RLock`: its owner, the session or a task, may acquire it again and has to release it as often; nobody else
 * can release it.
 */
export class RLock extends Lockable {
  constructor() {
    super('RLock', true);
  }
}
