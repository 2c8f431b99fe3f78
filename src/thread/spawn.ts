import { ThreadError } from './errors.ts';

/** How long a worker may take to say that it is ready before it counts as failed, in milliseconds. */
const START_DEADLINE = 5000;

/** What a worker posts once it listens. Messages that come before are lost in all engines. */
const READY = 'ready';

let source = (): string | Promise<string> => {
  throw new Error('it has no text');
};
let workerUrl: string | undefined;
/** Where that text can be read, once a worker was started. Kept, as to make it takes longer than to start a worker. */
let textUrl: string | undefined;

/** Sets where the text of the worker comes from: one classic script, asked for when the first worker starts. */
export function setWorkerSource(text: () => string | Promise<string>): void {
  textUrl = undefined;
  source = text;
}

/** Sets the address of a same-origin file with the worker's text, for pages whose policy refuses workers from Blobs. */
export function setWorkerUrl(url: string | undefined): void {
  workerUrl = url;
}

/**
 * Starts a worker, waits until it is ready and sends it its first message. Tries a classic worker from a Blob, then
 * `workerUrl`; each of them twice, because silence may be an accident. Rejects with a ThreadError that says what failed.
 */
export async function spawn(name: string, boot: unknown): Promise<Worker> {
  const failures: string[] = [];
  for (const [rung, start] of rungs(name)) {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        const worker = await ready(await start());
        worker.postMessage(boot);
        return worker;
      } catch (error) {
        failures.push(`${rung}: ${error instanceof Error ? error.message : String(error)}`);
        if (!(error instanceof Silence)) break;
      }
    }
  }
  throw new ThreadError(
    `Worker '${name}' cannot be started on this page (${failures.join('; ')}). ` +
      "If the page has a Content-Security-Policy, allow 'worker-src blob:', or give the address of a worker file of the same origin.",
  );
}

class Silence extends Error {}

function rungs(name: string): [string, () => Promise<Worker>][] {
  const ladder: [string, () => Promise<Worker>][] = [['a worker from a Blob', async () => fromText(await source(), name)]];
  const url = workerUrl;
  if (url !== undefined) ladder.push([`a worker from ${url}`, async () => new Worker(url, { name })]);
  return ladder;
}

function fromText(text: string, name: string): Worker {
  textUrl ??= URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  return new Worker(textUrl, { name });
}

async function ready(worker: Worker): Promise<Worker> {
  const settled = new AbortController();
  const { signal } = settled;
  try {
    await new Promise<void>((resolve, reject) => {
      const deadline = setTimeout(() => reject(new Silence(`it said nothing for ${START_DEADLINE / 1000} s`)), START_DEADLINE);
      signal.addEventListener('abort', () => clearTimeout(deadline));
      worker.addEventListener('message', ({ data }) => data === READY && resolve(), { signal });
      const refused = (event: ErrorEvent): void => {
        event.preventDefault(); // it is told here, and not by the page as well
        // A page's policy shows as an event without a message.
        reject(new Error(event.message || 'it was refused'));
      };
      worker.addEventListener('error', refused, { signal });
    });
    return worker;
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    settled.abort();
  }
}
