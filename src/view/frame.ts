/** Longest wait for a frame. Browsers draw none for what is off screen in another site's frame, and say nothing. */
const PATIENCE = 200;

/** Settles with the next frame; in a hidden tab, where there are none, with the next task. */
export function nextFrame(): Promise<void> {
  return document.hidden ? nextTask() : new Promise((resolve) => raceFrame(resolve));
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
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', done);
    resolve();
  };
  const frame = requestAnimationFrame(done);
  const timer = setTimeout(done, PATIENCE);
  document.addEventListener('visibilitychange', done);
}
