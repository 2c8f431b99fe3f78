import { Pace } from './pace.ts';

/** Longest wait for a frame, or for views that load code before they draw, in ms. */
const PATIENCE = 200;

/** Settles with `work`, and at the latest when patience has ended: what is late must not hold up all that comes after it. */
export async function patiently(work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/**
 * Whether a frame that was asked for did not come in time. Browsers draw none for what is covered or off screen, in
 * some cases without calling it hidden, and tell nobody; until that frame comes, the next ones are not waited for.
 */
let overdue = false;

/** Who waits for a frame, first come first served, so that a session which draws seldom does not wait for those that draw all the time. */
const waiting: (() => void)[] = [];
const pace = new Pace();

/** Settles with the next frame that has room; where none come, as in a hidden tab, with the next task. */
export function nextFrame(): Promise<void> {
  if (document.hidden || overdue) return nextTask();
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) askForFrame(false);
  });
}

/** `whole`: asked for in a frame, so that it tells how long one takes. */
function askForFrame(whole: boolean): void {
  const since = performance.now();
  const end = new AbortController();
  const release = (count: number): void => {
    end.abort();
    clearTimeout(timer);
    for (const resolve of waiting.splice(0, count)) resolve();
    if (waiting.length > 0) askForFrame(true);
  };
  requestAnimationFrame(() => {
    overdue = false;
    if (end.signal.aborted) return;
    release(pace.frame(performance.now() - since, whole));
  });
  const timer = setTimeout(() => {
    overdue = true;
    release(Infinity);
  }, PATIENCE);
  document.addEventListener('visibilitychange', () => release(Infinity), { signal: end.signal });
}

/** A message, as hidden tabs slow timers down to one a minute. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
