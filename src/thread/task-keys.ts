import type { SessionId, TaskKey } from './protocol.ts';

/** So many sessions have keys below 2^30 for so many of their tasks. */
const SESSIONS = 2 ** 8;
const TASKS = 2 ** 22;
/** For all that comes later: tasks that one session may have, of all the whole numbers. */
const PART = 2 ** 36;

/**
 * Gives the tasks of a session their keys: numbers that no other session of the page gives. They are small ones where they
 * can be, as engines look those up fastest; a text that is not seen before costs V8 an entry in its table of all texts.
 */
export class TaskKeys {
  readonly #session: number;
  #count = 0;

  constructor(session: SessionId) {
    this.#session = Number(/\d+/.exec(session));
  }

  next(): TaskKey {
    const near = this.#session < SESSIONS && this.#count < TASKS;
    return near ? this.#session * TASKS + this.#count++ : (this.#session + 1) * PART + this.#count++;
  }
}

/** Which of its session's tasks this is, from 0. */
export function numberOf(key: TaskKey): number {
  return key % (key < SESSIONS * TASKS ? TASKS : PART);
}
