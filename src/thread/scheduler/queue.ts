import { Heap } from '../heap.ts';
import type { Task } from './state.ts';

/** Dead entries may be as many as the living ones, and so many more, before they are swept out. */
const SLACK = 64;

/** What waits in one session: the highest priority first, then the oldest. Taking a task out of the middle costs nothing. */
export class TaskQueue {
  /** Holds tasks that have left the queue until they come up or are swept out. */
  #heap = new Heap<Task>(comesBefore);
  readonly #waiting = new Set<Task>();

  get size(): number {
    return this.#waiting.size;
  }

  push(task: Task): void {
    this.#waiting.add(task);
    this.#heap.push(task);
  }

  delete(task: Task): void {
    this.#waiting.delete(task);
    if (this.#heap.size > 2 * this.#waiting.size + SLACK) this.#sweep();
  }

  peek(): Task | undefined {
    for (let task = this.#heap.peek(); task; task = this.#heap.peek()) {
      if (this.#waiting.has(task)) return task;
      this.#heap.pop();
    }
    return undefined;
  }

  next(): Task | undefined {
    const task = this.peek();
    if (!task) return undefined;
    this.#heap.pop();
    this.#waiting.delete(task);
    return task;
  }

  #sweep(): void {
    this.#heap = new Heap<Task>(comesBefore);
    for (const task of this.#waiting) this.#heap.push(task);
  }
}

function comesBefore(a: Task, b: Task): boolean {
  return a.priority > b.priority || (a.priority === b.priority && a.order < b.order);
}
