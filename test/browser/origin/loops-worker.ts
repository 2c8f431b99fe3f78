import { Loops } from '../../../src/origin/loops.ts';

/** Takes part in a loop from a worker; spins when told to. */
self.onmessage = ({ data }: MessageEvent<{ app: string } | { spin: number }>) => {
  if ('spin' in data) {
    const end = performance.now() + data.spin;
    while (performance.now() < end);
    return;
  }
  const loops = new Loops(data.app, { signal: new AbortController().signal, onAlone: post, onError: post });
  const onResult = (value: unknown): void => postMessage(value);
  loops.open('key', { seconds: 0.02, work: async () => 'worker', onResult, onPace: () => {}, onRemove: () => {} });
};

function post(what: unknown): void {
  postMessage(String(what));
}
