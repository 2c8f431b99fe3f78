/** What must and must not compile for an author who writes against `heddle`; checked by `tsc`. */
import { bind, Button, cache, Column, http, IntSlider, param, Queue, type Run, rx, state, Str, thread, Viewer } from 'heddle';

class Runner extends Viewer.with({
  value: param.any({ constant: true, label: 'Last Result' }),
  tasks: param.integer({ default: 0, bounds: [0, null], constant: true }),
  status: param.string({ default: 'The queue is empty', constant: true }),
}) {
  static override depends = { report: { on: ['status'], watch: true } };
  report(): void {}
  override view(): unknown {
    return new Column(new Str(this.param.status), new Str(rx`Last Result: ${this.param.value}`));
  }
}

const runner = new Runner({ tasks: 1 });
export const tasks: number = runner.tasks;
export const status: string = runner.status;
// @ts-expect-error a parameter that was not declared
new Runner({ task: 1 });
// @ts-expect-error the wrong type
new Runner({ tasks: 'many' });

const fib = thread((n: number): number => n, { name: 'fib' });
export const answer: Promise<number> = fib(30);
// @ts-expect-error the wrong argument
void fib('30');

const slider = new IntSlider({ start: 0, end: 10 });
export const end: number | null = new IntSlider({ end: slider }).end;
export const shown = new Column(
  slider,
  bind(async (index: number, { signal }: Run) => `${index} ${String(signal.aborted)}`, slider),
);
new Button({ label: 'Add', color: 'primary', onClick: (event) => event.new.toFixed() });
// @ts-expect-error no such colour
new Button({ color: 'mauve' });

export const queue: Queue<number> = new Queue<number>(3);
// @ts-expect-error only numbers go in
void queue.put('three');

const cube = cache(async (n: number, { exact }: { exact: boolean }) => (exact ? n ** 3 : 0), { ttl: 1000, maxItems: 10, policy: 'LFU' });
export const cubed: Promise<number> = cube(3, { exact: true });
export const cleared: Promise<void> = cube.clear();
// @ts-expect-error the wrong argument
void cube('3', { exact: true });
// @ts-expect-error no such policy
cache((n: number) => n, { policy: 'MRU' });
export const length: Promise<number> = state.asCached('length', async (text: string) => text.length, { ttl: 1000, args: ['four'] });
// @ts-expect-error arguments that the function does not take
void state.asCached('length', (text: string) => text.length, { args: [4] });
export const count: Promise<number> = state.cache.update<number>('count', (n = 0) => n + 1);
export const shared: string | undefined = state.cache.set('name', 'loom').get<string>('name');
export const stop: () => void = state.cache.onChange('name', (event) => String(event.new));
export const files: Promise<Map<string, Uint8Array>> = http.fetch('a.zip').then((response) => response.unpackArchive());
// @ts-expect-error no such format
void http.fetch('a.rar').then((response) => response.unpackArchive({ format: 'rar' }));
