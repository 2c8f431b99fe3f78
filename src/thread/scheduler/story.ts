import type { TaskKey } from '../protocol.ts';
import type { State, Task } from './state.ts';

/** Bounds of memory: so many tasks that are over are remembered, and so much of each. */
const STORIES = 512;
const STORY = 32;

/** Notes what happens to a task. */
export function tell({ story }: Task, what: string): void {
  if (story.length < STORY) story.push(what);
}

/** Keeps the story of a task that is over. */
export function remember({ stories }: State, { key, story }: Task): void {
  stories.set(key, story);
  if (stories.size > STORIES) stories.delete(stories.keys().next().value as TaskKey);
}

/** What happened to a task that is under way, or was one of the last to end. */
export function storyOf({ tasks, stories }: State, key: TaskKey): readonly string[] {
  return tasks.get(key)?.story ?? stories.get(key) ?? [];
}
