import { expect } from 'chai';
import { mount } from '../../../src/index.ts';

/** How much of the time that an app's work takes its page is busy with one single task: from 0 to 1. 0 where an engine does not tell. */
async function longestShare(code: string): Promise<number> {
  const heard = new BroadcastChannel('the page is free');
  const said = (what: string): Promise<void> =>
    new Promise((resolve) => heard.addEventListener('message', ({ data }) => data === what && resolve()));
  const [ready, done] = [said('ready'), said('done')];
  const app = await mount(
    document.body,
    `import { thread } from 'heddle';
     const channel = new BroadcastChannel('the page is free');
     const same = thread((n) => n);
     const numbers = Array.from({ length: 5000 }, (_, i) => i);
     const run = async () => { ${code} };
     same.map([1, 2]).then(() => { channel.postMessage('ready'); setTimeout(() => run().then(() => channel.postMessage('done')), 200); });`,
  );
  await ready;
  const durations: number[] = [];
  const observer = new PerformanceObserver((list) => durations.push(...list.getEntries().map(({ duration }) => duration)));
  const told = PerformanceObserver.supportedEntryTypes.includes('longtask');
  if (told) observer.observe({ type: 'longtask' });
  const start = performance.now();
  await done;
  const took = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 0));
  durations.push(...observer.takeRecords().map(({ duration }) => duration));
  observer.disconnect();
  heard.close();
  app.destroy();
  app.remove();
  return Math.max(0, ...durations) / took;
}

describe('the pool works in slices, so the page stays free', () => {
  const cases: Readonly<Record<string, string>> = {
    'while 5000 tiny tasks run': 'for (let i = 0; i < 5; i++) await same.map(numbers);',
    'when 5000 queued tasks are given up': `
      const hang = thread(() => { for (;;); });
      const busy = [hang(), hang(), hang(), hang(), hang(), hang(), hang(), hang()];
      const all = same.map(numbers);
      await new Promise((resolve) => setTimeout(resolve, 300));
      all.cancel();
      await all.catch(() => {});
      for (const one of busy) one.cancel();
      await Promise.allSettled(busy);`,
    'when 5000 tasks fail': `
      const fail = thread((n) => { throw new RangeError('No ' + n); });
      await Promise.allSettled(fail.map(numbers).futures);`,
  };
  for (const [what, code] of Object.entries(cases)) {
    it(what, async () => {
      // Work that is not cut into slices takes nearly all of the time at once. In milliseconds, `npm run bench pool` tells it.
      expect(await longestShare(code)).to.be.below(0.5);
    });
  }
});
