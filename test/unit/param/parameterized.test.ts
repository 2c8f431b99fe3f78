import { describe, expect, it } from 'vitest';
import { bind, editConstant, follow, param, Parameterized } from '../../../src/param/index.ts';

class Runner extends Parameterized.with({
  value: param.any({ constant: true, label: 'Last Result', doc: 'The last result or exception' }),
  tasks: param.integer({ default: 0, bounds: [0, null], constant: true }),
  status: param.string({ default: 'The queue is empty', constant: true }),
  worker: param.callable({ allowNone: false }),
  n: param.number({ default: 1, bounds: [0, 10] }),
}) {}

const work = () => 1;

describe('Parameterized', () => {
  it('has the declared defaults as properties', () => {
    const runner = new Runner({ worker: work });
    expect(runner.tasks).toBe(0);
    expect(runner.status).toBe('The queue is empty');
    expect(runner.param.status.value).toBe('The queue is empty');
    expect(runner.param.value.label).toBe('Last Result');
  });

  it('says kind, owner, name, rule and value', () => {
    const runner = new Runner({ worker: work });
    expect(() => (runner.n = 11)).toThrow("Number parameter 'Runner.n' must be at most 10, not 11.");
    expect(() => editConstant(runner, () => (runner.tasks = -1))).toThrow("Integer parameter 'Runner.tasks' must be at least 0, not -1.");
    expect(() => (runner.tasks = 3)).toThrow("Integer parameter 'Runner.tasks' is constant");
    expect(() => new Runner()).toThrow("Callable parameter 'Runner.worker' must be a function, not null.");
    // @ts-expect-error no such parameter
    expect(() => new Runner({ worker: work, zzz: 1 })).toThrow("'zzz' is not a parameter of Runner");
  });

  it('tells watchers', () => {
    const runner = new Runner({ worker: work });
    const seen: unknown[] = [];
    runner.param.watch((event) => seen.push([event.name, event.old, event.new, event.type]), 'n');
    runner.n = 2;
    runner.n = 2;
    expect(seen).toEqual([['n', 1, 2, 'changed']]);
  });

  it('binds', () => {
    const runner = new Runner({ worker: work });
    const bound = bind((n) => n * 2, runner.param.n);
    expect(bound()).toBe(2);
    const seen: number[] = [];
    follow(bound, { value: (v) => seen.push(v), error: (e) => { throw e; } });
    runner.n = 4;
    expect(seen).toEqual([2, 8]);
    expect(runner.param.n.rx().value).toBe(4);
  });
});
