/** What a timer can count, in ms; it fires at once for more. */
const LONGEST = 2 ** 31 - 1;

/** `setTimeout` for any time, `Infinity` included. Gives what calls it off. */
export function later(fn: () => void, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const wait = (left: number): void => {
    timer = setTimeout(() => (left > LONGEST ? wait(left - LONGEST) : fn()), Math.min(left, LONGEST));
  };
  wait(ms);
  return () => clearTimeout(timer);
}
