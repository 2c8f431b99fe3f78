/** Methods that may be sent twice without doing their work twice (RFC 9110 §9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
/** Statuses that say "not now": the same request may succeed later. */
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);
const FIRST_DELAY = 300;
/** A server that asks for a longer pause than this gets no second request: its answer is the answer. */
const LONGEST_DELAY = 60_000;

/**
 * Calls `attempt` again, at most `retries` times, while an idempotent request fails or is answered "not now".
 * Pauses are 300 ms, doubled each time, or what the server's `Retry-After` asks for.
 */
export async function withRetries(
  request: Request,
  retries: number,
  signal: AbortSignal,
  attempt: (request: Request) => Promise<Response>,
): Promise<Response> {
  const limit = IDEMPOTENT.has(request.method) ? retries : 0;
  for (let tried = 0; ; tried += 1) {
    if (tried === limit) return attempt(request);
    const delay = await attempt(request.clone()).then(
      (response) => pauseAfter(response, tried) ?? response,
      (error: unknown) => {
        if (signal.aborted) throw error;
        return backoff(tried);
      },
    );
    if (typeof delay !== 'number') return delay;
    await pause(delay, signal);
  }
}

/** How long to wait before trying again, or undefined when this response is the answer. */
function pauseAfter(response: Response, tried: number): number | undefined {
  if (!TRANSIENT.has(response.status)) return undefined;
  const delay = retryAfter(response.headers.get('retry-after')) ?? backoff(tried);
  if (delay > LONGEST_DELAY) return undefined;
  void response.body?.cancel().catch(() => {}); // nobody will read it; a body that broke off is as gone as a cancelled one
  return delay;
}

function backoff(tried: number): number {
  return Math.min(FIRST_DELAY * 2 ** tried, LONGEST_DELAY);
}

/** `Retry-After` is a number of seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const delay = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
