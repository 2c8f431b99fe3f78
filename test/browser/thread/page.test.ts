import { expect } from 'chai';
import { createStage, endAll, until } from './stage.ts';

afterEach(endAll);

/** How often the page gets a turn for something else while `busy`. */
async function turnsWhile(busy: () => boolean): Promise<number> {
  const { port1, port2 } = new MessageChannel();
  let turns = 0;
  while (busy()) {
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
    turns++;
  }
  port1.close();
  return turns;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** All threads of a stage are busy, and will be. */
const hang = (): never => {
  for (;;);
};

describe('the pool works in slices, so the page has its turns', () => {
  it('while it takes a hundred thousand tasks', async () => {
    const { thread, pool } = createStage({ size: 1 });
    const blocked = thread(hang)();
    await until(() => blocked.state === 'running');
    const all = thread((n: number) => n).map(numbers(100_000));
    expect(await turnsWhile(() => pool.waiting > 0)).to.be.above(2);
    all.cancel();
    await all.catch(() => {});
  });

  it('while it forgets a hundred thousand that were given up', async () => {
    const { thread, pool } = createStage({ size: 1 });
    const blocked = thread(hang)();
    await until(() => blocked.state === 'running');
    const all = thread((n: number) => n).map(numbers(100_000));
    await until(() => pool.waiting === 0);
    all.cancel();
    expect(pool.tasks, 'not all in the turn in which they are given up').to.be.above(1);
    expect(await turnsWhile(() => pool.tasks > 1)).to.be.above(2);
    await all.catch(() => {});
  });

  it('while results come', async () => {
    const { thread } = createStage();
    const all = thread((n: number) => n).map(numbers(5000));
    expect(await turnsWhile(() => !all.settled)).to.be.above(10);
  });
});
