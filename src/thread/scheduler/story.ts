import type { TaskKey } from '../protocol.ts';
import type { State, Task } from './state.ts';

/** Bounds of memory: so many tasks that are over are remembered, and so much of each. */
const STORIES = 512;
const STORY = 32;

/** What happened to the newest tasks that are over. */
export class Stories {
  readonly #stories = new Map<TaskKey, readonly string[]>();
  /** In a ring: to ask the map for its oldest key takes an iterator, and in Firefox each one slows the map down until it is collected. */
  readonly #keys: TaskKey[] = [];
  #next = 0;

  get size(): number {
    return this.#stories.size;
  }

  get(key: TaskKey): readonly string[] | undefined {
    return this.#stories.get(key);
  }

  add(key: TaskKey, story: readonly string[]): void {
    const oldest = this.#keys[this.#next];
    if (oldest !== undefined) this.#stories.delete(oldest);
    this.#keys[this.#next] = key;
    this.#next = (this.#next + 1) % STORIES;
    this.#stories.set(key, story);
  }
}

/** Notes what happens to a task. */
export function tell({ story }: Task, what: string): void {
  if (story.length < STORY) story.push(what);
}

/** What happened to a task that is under way, or was one of the last to end. */
export function storyOf({ tasks, stories }: State, key: TaskKey): readonly string[] {
  return tasks.get(key)?.story ?? stories.get(key) ?? [];
}
