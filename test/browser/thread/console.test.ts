import { expect } from 'chai';
import { createStage, endAll } from './stage.ts';

afterEach(endAll);

describe('what a thread prints', () => {
  it('is labelled with its task, its thread and its session, before what it is', async () => {
    const { thread, client } = createStage();
    const printed = await thread(
      () => {
        // The outermost console cannot be read by a page: the method that is bound is the one that was there before.
        const lines: unknown[][] = [];
        const { bind } = Function.prototype;
        Function.prototype.bind = function (this: unknown, target: unknown, ...args: unknown[]) {
          return target === console
            ? (...more: unknown[]) => lines.push([...args, ...more])
            : bind.call(this as () => void, target, ...args);
        } as typeof bind;
        try {
          console.log('n is', { n: 1 });
          console.warn('careful');
        } finally {
          Function.prototype.bind = bind;
        }
        return lines;
      },
      { name: 'count' },
    )();
    const label = `[count · thread-1 · ${client.caller.id}]`;
    expect(printed).to.deep.equal([
      [label, 'n is', { n: 1 }],
      [label, 'careful'],
    ]);
  });

  it('may still be taken over', async () => {
    const { thread } = createStage();
    const printed = await thread(() => {
      const lines: unknown[][] = [];
      const { log } = console;
      console.log = (...args: unknown[]) => void lines.push(args);
      console.log('mine');
      console.log = log;
      return lines;
    })();
    expect(printed).to.deep.equal([['mine']]);
  });
});
