import { getAssets, getBase, setAssets } from '../http/index.ts';
import { inheritedConfig, type PageSettings, pageConfig, type SessionInfo } from '../session/index.ts';
import { Address } from './address.ts';
import { SessionRecord } from './record.ts';
import { Pool, setWorkerUrl } from '../thread/index.ts';

/** What all sessions of this page share: one pool of threads, and the settings they start with. */
export class Page {
  /** Unlike that of any other page: names of locks are shared by all tabs of an origin, and by all local files in some browsers. */
  readonly name: string = crypto.getRandomValues(new Uint32Array(3)).join('-');
  #pool: Pool | undefined;
  #sessions = 0;
  readonly address = new Address();
  readonly #records = new Set<SessionRecord>();
  readonly #created: ((info: SessionInfo) => void)[] = [];

  constructor() {
    pageConfig.param.watch(({ new: assets }) => setAssets(assets), 'assets');
    pageConfig.param.watch(({ new: url }) => setWorkerUrl(url ?? undefined), 'workerUrl');
    pageConfig.param.watch(({ new: nthreads }) => this.#pool?.resize(nthreads), 'nthreads');
  }

  /** Started when the first session connects. */
  get pool(): Pool {
    const { nthreads } = pageConfig;
    this.#pool ??= new Pool({ assets: getAssets, ...(nthreads !== null && { size: nthreads }) });
    return this.#pool;
  }

  settings(): PageSettings {
    return { base: getBase() ?? location.href, config: inheritedConfig() };
  }

  /** The sessions that have been started and not ended, in the order of their start. */
  get sessions(): Iterable<SessionRecord> {
    return this.#records;
  }

  /** Takes a session on the list, under an id that no other one of this page ever has. Until `close`. */
  open(name: string, place: 'worker' | 'page'): SessionRecord {
    const record = new SessionRecord({ id: `s${++this.#sessions}`, name, place });
    this.#records.add(record);
    return record;
  }

  close(record: SessionRecord): void {
    this.#records.delete(record);
  }

  /** Calls `fn` before the code of a later session runs. `fn` does not throw. */
  onSessionCreated(fn: (info: SessionInfo) => void): void {
    this.#created.push(fn);
  }

  announce(id: string, name: string): void {
    for (const fn of this.#created) fn({ id, name, started: new Date() });
  }
}

export const page = new Page();
