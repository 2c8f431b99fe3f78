/**
 * `npm run bench pool-growth`: how the pool's figures grow, with the built heddle.js in Chromium; sessions run in the page.
 *
 * - With 1, 2, 4, 8 and 32 threads and one session: tiny tasks a second with 5000 in flight; one task from call to result, in
 *   milliseconds; from the first call to the time when every thread has run a task, in milliseconds; and the heap of an idle
 *   thread, in MB.
 * - With 1, 10 and 100 sessions and two threads: tiny tasks a second when each session has its part of 5000 in flight; one task of
 *   one session, in milliseconds, while the others do nothing, and while each of them has 100 tasks of 1 ms waiting.
 * - Queues: 100 000 tasks taken, and given up, each in milliseconds until the pool has done with them.
 */
import { chromium, type CDPSession } from 'playwright-core';
import { findBrowsers } from '../../scripts/browsers.mjs';
import { chromiumFlags } from '../../scripts/engines.mjs';
import { dist, serve } from '../e2e/harness/index.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const page = `
  const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
  const timed = async (run) => { const start = performance.now(); await run(); return performance.now() - start; };
  const numbers = (count) => Array.from({ length: count }, (_, i) => i);
  const spin = (ms) => { for (const end = performance.now() + ms; performance.now() < end; ); };
  const open = [];

  const session = async () => {
    const place = document.body.appendChild(document.createElement('div'));
    let names;
    const app = await heddle.mount(place, (bound) => { names = bound; }, { run: 'page' });
    open.push(() => { app.destroy(); place.remove(); });
    return { names, same: names.thread((n) => n), spin: names.thread(spin) };
  };
  const rounds = async (count, run) => { const all = []; for (let i = 0; i < count; i++) all.push(await run()); return median(all); };
  const one = ({ same }) => rounds(5, async () => await timed(async () => { for (let i = 0; i < 50; i++) await same(i); }) / 50);

  globalThis.growth = {
    end: () => { for (const end of open.splice(0)) end(); },
    threads: async (count) => {
      const own = await session();
      own.names.configure({ nthreads: count });
      const all = new own.names.Barrier(count);
      const meet = own.names.thread(async (_) => all.wait(), { uses: { all } });
      const start = await timed(() => meet.map(numbers(count)));
      await own.same.map(numbers(5000));
      const tiny = await rounds(5, async () => 5000 / await timed(() => own.same.map(numbers(5000))) * 1000);
      return { tiny, one: await one(own), start };
    },
    sessions: async (count) => {
      const all = [];
      for (let i = 0; i < count; i++) all.push(await session());
      all[0].names.configure({ nthreads: 2 });
      const part = numbers(5000 / count);
      const together = () => Promise.all(all.map(({ same }) => same.map(part)));
      await together();
      const tiny = await rounds(5, async () => 5000 / await timed(together) * 1000);
      const alone = await one(all[0]);
      const others = all.slice(1).map(({ spin }) => spin.map(numbers(100).map(() => 1)));
      const busy = await rounds(9, () => timed(() => all[0].same(1)));
      for (const other of others) other.cancel();
      await Promise.allSettled(others);
      return { tiny, alone, busy };
    },
    queues: async () => {
      const own = await session();
      own.names.configure({ nthreads: 1 });
      const hang = own.names.thread(() => { for (;;); })();
      while (hang.state !== 'running') await new Promise((resolve) => setTimeout(resolve, 5));
      let all;
      const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
      const taken = await timed(async () => { all = own.same.map(numbers(100_000)); await turn(); });
      const given = await timed(async () => { all.cancel(); await all.catch(() => {}); await turn(); });
      hang.cancel();
      return { taken, given };
    },
  };
`;

interface Growth {
  threads(count: number): Promise<Record<'tiny' | 'one' | 'start', number>>;
  sessions(count: number): Promise<Record<'tiny' | 'alone' | 'busy', number>>;
  queues(): Promise<Record<'taken' | 'given', number>>;
  end(): void;
}
declare const growth: Growth;

/** Mean of the heaps of the page's workers, in MB, after a collection. */
async function heap(session: CDPSession): Promise<number> {
  const workers: string[] = [];
  const waiting = new Map<number, (result: { usedSize?: number }) => void>();
  session.on('Target.attachedToTarget', ({ sessionId }) => workers.push(sessionId));
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: { usedSize?: number } };
    waiting.get(id)?.(result);
  });
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  let count = 0;
  const ask = (sessionId: string, method: string): Promise<{ usedSize?: number }> =>
    new Promise((resolve) => {
      waiting.set(++count, resolve);
      void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id: count, method }) });
    });
  let used = 0;
  for (const worker of workers) {
    await ask(worker, 'HeapProfiler.collectGarbage');
    used += (await ask(worker, 'Runtime.getHeapUsage')).usedSize ?? 0;
  }
  return used / Math.max(1, workers.length) / 2 ** 20;
}

const files: Readonly<Record<string, string>> = {
  '/heddle.js': readFileSync(join(dist, 'heddle.js'), 'utf8'),
  '/page.js': page,
  '/': '<!doctype html><link rel="icon" href="data:,"><body><script src="heddle.js"></script><script src="page.js"></script>',
};
const server = await serve((request, response) => {
  const file = files[request.url ?? '/'];
  response.writeHead(file === undefined ? 404 : 200, { 'Content-Type': request.url === '/' ? 'text/html' : 'text/javascript' }).end(file);
});
const browser = await chromium.launch({ executablePath: findBrowsers().chromium ?? '', args: chromiumFlags });
try {
  for (const count of [1, 2, 4, 8, 32]) {
    const tab = await browser.newPage();
    await tab.goto(`${server.origin}/`);
    const { tiny, one, start } = await tab.evaluate((threads) => growth.threads(threads), count);
    const used = await heap(await tab.context().newCDPSession(tab));
    console.log(
      `${count} threads: tiny ${Math.round(tiny)} a second; one ${one.toFixed(3)} ms; all started in ${start.toFixed(0)} ms; ${used.toFixed(1)} MB of heap each`,
    );
    await tab.close();
  }
  for (const count of [1, 10, 100]) {
    const tab = await browser.newPage();
    await tab.goto(`${server.origin}/`);
    const { tiny, alone, busy } = await tab.evaluate((sessions) => growth.sessions(sessions), count);
    console.log(
      `${count} sessions: tiny ${Math.round(tiny)} a second; one ${alone.toFixed(3)} ms alone, ${busy.toFixed(1)} ms while the others have 100 ms of work each`,
    );
    await tab.close();
  }
  const tab = await browser.newPage();
  await tab.goto(`${server.origin}/`);
  const { taken, given } = await tab.evaluate(() => growth.queues());
  console.log(`100 000 tasks: taken in ${taken.toFixed(0)} ms, given up in ${given.toFixed(0)} ms`);
} finally {
  await browser.close();
  await server.close();
}
