import { bindThreads, type PoolOptions, Pool, PoolClient, serveThread, type ThreadBoot, type Threads } from '../../../src/thread/index.ts';

/** A thread in this realm over a real channel: everything but parallelism and crashes, which the browser tests have. */
export function spawn(_name: string, boot: ThreadBoot): Promise<Worker> {
  const { port1, port2 } = new MessageChannel();
  serveThread(boot, port2);
  port2.start();
  port1.start();
  return Promise.resolve(
    Object.assign(port1, {
      terminate: () => {
        port1.close();
        port2.close();
      },
    }) as unknown as Worker,
  );
}

export interface Rig extends Threads {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly reports: { error: unknown; what: string }[];
  /** Ends the session. */
  end(): void;
}

let sessions = 0;

/** A pool and sessions on it. */
export function createPool(options: PoolOptions = {}): { pool: Pool; connect(): Rig } {
  const pool = new Pool({ size: 2, grace: 20, spawn, ...options });
  return {
    pool,
    connect() {
      const life = new AbortController();
      const id = `s${++sessions}`;
      const reports: Rig['reports'] = [];
      const port = pool.connect({ id, signal: life.signal });
      const client = new PoolClient(port, { id, signal: life.signal, report: (error, what) => reports.push({ error, what }) });
      return { ...bindThreads(client), pool, client, reports, end: () => life.abort() };
    },
  };
}

/** One session on a pool of its own. */
export function createRig(options?: PoolOptions): Rig {
  return createPool(options).connect();
}

/** The error of a promise that has to reject. */
export async function rejection(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('The promise did not reject.');
}
