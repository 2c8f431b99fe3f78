import { getAssets, getBase, setAssets } from '../http/index.ts';
import { inheritedConfig, type PageSettings, pageConfig } from '../session/index.ts';
import { Pool, setWorkerUrl } from '../thread/index.ts';

/** What all sessions of this page share: one pool of threads, and the settings they start with. */
class Page {
  #pool: Pool | undefined;
  #sessions = 0;

  constructor() {
    pageConfig.param.watch(({ new: assets }) => setAssets(assets), 'assets');
    pageConfig.param.watch(({ new: url }) => setWorkerUrl(url ?? undefined), 'workerUrl');
    pageConfig.param.watch(({ new: nthreads }) => nthreads !== null && this.#pool?.resize(nthreads), 'nthreads');
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

  /** An id that no other session of this page ever has. */
  nextId(): string {
    return `s${++this.#sessions}`;
  }
}

export const page = new Page();
