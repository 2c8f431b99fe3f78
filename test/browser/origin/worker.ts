import { Leader } from '../../../src/origin/leader.ts';

/** Leads a key in a worker until it is terminated; spins after that if asked to. Says what happens to its term. */
self.onmessage = ({ data }: MessageEvent<{ app: string; spin?: number }>) => {
  void new Leader(data.app).lead(
    'key',
    (term) => {
      term.addEventListener('abort', () => postMessage('ended'));
      postMessage('leads');
      if (data.spin) setTimeout(() => spin(data.spin!), 0);
      return new Promise(() => {});
    },
    { signal: new AbortController().signal },
  );
};

function spin(ms: number): void {
  postMessage('spins');
  const end = performance.now() + ms;
  while (performance.now() < end);
}
