import type { Pool, PoolPort } from './pool.ts';
import type { ClientMessage, PoolMessage, PoolName, SessionId } from './protocol.ts';

type Message = Extract<ClientMessage, { type: 'open' | 'close' | 'within' }>;

/** The pools of a session's own: each is a pool like the page's, which has that session only. They end with it. */
export class PrivatePools {
  readonly #session: SessionId;
  readonly #make: (size: number, prefix: string) => Pool;
  readonly #post: (message: PoolMessage) => void;
  readonly #open = new Map<PoolName, { readonly pool: Pool; readonly port: PoolPort; readonly life: AbortController }>();

  constructor(session: SessionId, make: (size: number, prefix: string) => Pool, post: (message: PoolMessage) => void) {
    this.#session = session;
    this.#make = make;
    this.#post = post;
  }

  *[Symbol.iterator](): Generator<Pool> {
    for (const { pool } of this.#open.values()) yield pool;
  }

  receive(message: Message): void {
    const { pool: name } = message;
    if (message.type === 'open') return this.#start(name, message.size);
    const own = this.#open.get(name);
    if (message.type === 'within') return own?.port.post(message.message);
    own?.pool.retire(() => {
      own.life.abort();
      this.#open.delete(name);
    });
  }

  end(): void {
    for (const { life } of this.#open.values()) life.abort();
    this.#open.clear();
  }

  #start(name: PoolName, size: number): void {
    const id = `${this.#session}/${name}`;
    const pool = this.#make(size, `${id}/`);
    const life = new AbortController();
    const port = pool.connect({ id, signal: life.signal });
    port.listen((message) => this.#post({ type: 'within', pool: name, message }));
    this.#open.set(name, { pool, port, life });
  }
}
