import { Lockable } from './lockable.ts';

/** Python's `threading.Lock`: held once at a time, released by anybody. What a task holds when it ends is released. */
export class Lock extends Lockable {
  constructor() {
    super('Lock', false);
  }
}
