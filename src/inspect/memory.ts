/** So long after a measurement the next one begins, in ms: each makes the browser collect garbage. */
const PAUSE = 20_000;

interface Measurement {
  readonly breakdown: readonly { readonly bytes: number; readonly attribution: readonly { readonly url: string }[] }[];
}

/** Chromium tells how much memory the page uses; of each worker only on a page that is cross-origin isolated. */
interface Telling {
  readonly memory?: { readonly usedJSHeapSize: number };
  measureUserAgentSpecificMemory?(): Promise<Measurement>;
}

/** Bytes of the page's own heap, where the browser tells. */
export function pageMemory(): number | null {
  return (performance as Telling).memory?.usedJSHeapSize ?? null;
}

/** Tells the bytes of each realm by its address, again and again until `signal` aborts. Never where the browser does not tell. */
export async function followMemory(tell: (byRealm: ReadonlyMap<string, number>) => void, signal: AbortSignal): Promise<void> {
  const telling = performance as Telling;
  while (telling.measureUserAgentSpecificMemory && crossOriginIsolated && !signal.aborted) {
    const { breakdown } = await telling.measureUserAgentSpecificMemory();
    if (signal.aborted) return;
    tell(byRealm({ breakdown }));
    await pause(signal);
  }
}

function byRealm({ breakdown }: Measurement): Map<string, number> {
  const found = new Map<string, number>();
  for (const { bytes, attribution } of breakdown) {
    for (const { url } of attribution) found.set(url, (found.get(url) ?? 0) + bytes / attribution.length);
  }
  return found;
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, PAUSE);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
