/** What TypeScript knows of functions on threads: promises of what they return, streams of what they yield. */
import { bind, type Future, IntSlider, Str, type TaskStream, thread, threadModule, threads } from 'heddle';

const count = thread(function* (to: number): Generator<number, string> {
  for (let i = 0; i < to; i++) yield i;
  return 'done';
});
export const items: TaskStream<number, string> = count(3);
export const later: TaskStream<string, void> = thread(async function* () {
  yield 'a';
})();
// @ts-expect-error a stream is no promise
export const wrong: Promise<number> = count(3);
// @ts-expect-error the wrong argument
count('3');

export const streams: Future<TaskStream<number, string>[]> = count.map([1, 2]);
export const submitted: Future<TaskStream<number, string>> = threads.submit(function* (to: number): Generator<number, string> {
  yield to;
  return '';
}, 3);

export const never: Future<never> = thread((): never => {
  throw new Error();
})();

const stats = threadModule<typeof import('../browser/thread/modules/stats.ts')>(new URL('https://example.org/stats.js'));
export const mean: Future<number> = stats.mean([1, 2]);
export async function rows(): Promise<number> {
  for await (const { row } of stats.rows(3)) return row;
  const stream = await stats.rows(3);
  return (await stream.next()).done ? 0 : 1;
}
// @ts-expect-error nothing that it exports
stats.median;
// @ts-expect-error the wrong argument
void stats.mean('1');
export const quick: Future<number> = stats.mean.with({ timeout: 100 })([1]);

export const shown = new Str(bind(count, new IntSlider({ start: 0, end: 3 })));
