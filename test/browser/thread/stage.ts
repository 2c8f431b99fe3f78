import { source } from 'heddle:worker-source';
import { bindThreads, Pool, PoolClient, type PoolOptions, setWorkerSource, type Threads } from '../../../src/thread/index.ts';

setWorkerSource(source);

/** A session in this page, on real threads. */
export interface Stage extends Threads {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly reports: { readonly error: Error; readonly what: string }[];
  end(): void;
}

let sessions = 0;
const open = new Set<() => void>();

/** A pool, and sessions on it; all of them end with the test. */
export function createPool(options: PoolOptions = {}): { readonly pool: Pool; connect(): Stage } {
  const pool = new Pool({ size: 2, ...options });
  open.add(() => pool.close());
  return {
    pool,
    connect() {
      const life = new AbortController();
      const id = `s${++sessions}`;
      const reports: { error: Error; what: string }[] = [];
      const port = pool.connect({ id, signal: life.signal });
      const report = (error: unknown, what: string): unknown => reports.push({ error: error as Error, what });
      const client = new PoolClient(port, { id, signal: life.signal, report });
      return { ...bindThreads(client), pool, client, reports, end: () => life.abort() };
    },
  };
}

export function createStage(options?: PoolOptions): Stage {
  return createPool(options).connect();
}

export function endAll(): void {
  for (const end of open) end();
  open.clear();
}

/** The error of a promise that has to reject. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('The promise did not reject.');
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
