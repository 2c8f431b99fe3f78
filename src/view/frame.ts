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

/** The same while frames do not come: so often is drawn then, in ms. */
const COVERED_PATIENCE = 100;

/** A page that is busy is waited for longer, as its frames are only late; in ms. */
const BUSY_PATIENCE = 2000;
/** How often the page is asked meanwhile whether it is busy, and how much later it answers then, in ms. */
const [STEP, TARDY] = [50, 10];

/** Calls `tell` when patience, in ms, has ended with a page that was free to draw all the time. */
function whenOverdue(patience: number, tell: () => void, signal: AbortSignal): void {
  const end = performance.now() + BUSY_PATIENCE;
  const wait = (free: number): void => {
    const due = performance.now() + STEP;
    const timer = setTimeout(() => {
      const now = performance.now();
      const passed = now < due + TARDY ? free + STEP : 0;
      if (passed < patience && now < end) wait(passed);
      else tell();
    }, STEP);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  wait(0);
}

/**
 * Whether the last frame that was asked for did not come in time. Browsers draw none for what is covered or off screen, in
 * some cases without calling it hidden, and tell nobody.
 */
let overdue = false;

interface Waiter {
  /** Whether somebody looks for what it draws: then it waits for no share of a frame. */
  readonly isUrgent: () => boolean;
  readonly resolve: () => void;
}

/** Who waits for a frame; who has waited longest is first. */
let waiting: readonly Waiter[] = [];
let asked = false;
const pace = new Pace();

/** Settles with the next frame that has room; in a hidden tab with the next task, and where else none come ten times a second. */
export function nextFrame(isUrgent: () => boolean): Promise<void> {
  if (document.hidden) return nextTask();
  return new Promise((resolve) => {
    waiting = [...waiting, { isUrgent, resolve }];
    if (!asked) askForFrame();
  });
}

/** After a frame in which some may draw the next one is asked for in any case, to see how long it takes. `last`: when that frame was. */
function askForFrame(last?: number): void {
  asked = true;
  const end = new AbortController();
  const release = (kept: readonly Waiter[], now?: number): void => {
    end.abort();
    const released = waiting.filter((waiter) => !kept.includes(waiter));
    waiting = kept;
    asked = false;
    for (const { resolve } of released) resolve();
    if (kept.length > 0 || (now !== undefined && released.length > 0)) askForFrame(now);
  };
  const frame = requestAnimationFrame((now) => {
    overdue = false;
    const patient = waiting.filter(({ isUrgent }) => !isUrgent());
    release(patient.slice(pace.frame(last === undefined ? last : now - last, patient.length)), now);
  });
  const giveUp = (): void => {
    overdue = true;
    release([]);
  };
  end.signal.addEventListener('abort', () => cancelAnimationFrame(frame), { once: true });
  whenOverdue(overdue ? COVERED_PATIENCE : PATIENCE, giveUp, end.signal);
  document.addEventListener('visibilitychange', () => release([]), { signal: end.signal });
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
