/** What must and must not compile for an author who writes against `heddle`; checked by `tsc`. */
import { bind, Button, Column, IntSlider, param, Queue, type Run, rx, Str, thread, Viewer } from 'heddle';

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
