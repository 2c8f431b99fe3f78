/** How long a page may work on what the threads need before it lets others have a turn, in milliseconds. */
export const SLICE = 8;

/** Calls `fn` in a later turn of the event loop. No timer: those of a page that nobody sees come once a second. */
export function nextTurn(fn: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    fn();
  });
  port1.start();
  port2.postMessage(null);
}
