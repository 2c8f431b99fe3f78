import type { TaskKey } from '../protocol.ts';
import type { State, Task } from './state.ts';

/** Bounds of memory: so many tasks that are over are remembered, and so much of each. */
const STORIES = 512;
const STORY = 32;

/** What happened to the newest tasks that are over: a ring, as each task is added and hardly one is asked for. */
export class Stories {
  readonly #keys: TaskKey[] = [];
  readonly #stories: (readonly string[])[] = [];
  #next = 0;

  get size(): number {
    return this.#keys.length;
  }

  get(key: TaskKey): readonly string[] | undefined {
    return this.#stories[this.#keys.indexOf(key)];
  }

  add(key: TaskKey, story: readonly string[]): void {
    this.#keys[this.#next] = key;
    this.#stories[this.#next] = story;
    this.#next = (this.#next + 1) % STORIES;
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
