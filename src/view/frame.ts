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

/** Settles with the next frame; where none come, as in a hidden tab, with the next task. */
export function nextFrame(): Promise<void> {
  return document.hidden || overdue ? nextTask() : new Promise(raceFrame);
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

function raceFrame(resolve: () => void): void {
  const done = (): void => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', done);
    resolve();
  };
  requestAnimationFrame(() => {
    overdue = false;
    done();
  });
  const timer = setTimeout(() => {
    overdue = true;
    done();
  }, PATIENCE);
  document.addEventListener('visibilitychange', done);
}
