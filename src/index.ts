import { offerDefaultSession } from './host/index.ts';
import type { Mount } from './embed/index.ts';
import { pageConfig } from './session/index.ts';
import { setWorkerSource, type TaskContext } from './thread/index.ts';
import './namespace.ts';

export * from './api.ts';

declare global {
  /** All that Heddle exports. Thread functions have it in scope, and so have pages with the script. */
  var heddle: typeof import('./index.ts') & {
    /** What a thread function is running for. There is one on threads only. */
    readonly task: TaskContext;
  };
}

/** The half of Heddle that needs a DOM. It never loads in a worker, though a worker may run the same text. */
const page = typeof document === 'undefined' ? undefined : import('./page.ts');

/** A script tag is told only while its script runs for the first time. */
const script = page && document.currentScript;
if (script && 'src' in script && script.src) $home(script.src);

/** Tells that what is loaded later lies beside `url`. Modules with plots call it where the plugin for Vite has made them. */
export function $home(url: string): void {
  void page?.then(({ setHome }) => setHome(url));
}

/** Sets options that sessions started from now on begin with. (In an app, `configure` is that of its session.) */
export function configure(options: Readonly<Record<string, unknown>>): void {
  pageConfig.param.update(options);
}

/**
 * Starts an app in `element` and settles when it is on screen. `app` is the text of a module, or a function that
 * gets everything that `heddle` exports, bound to the new session.
 */
export const mount: Mount = async (element, app, options) => {
  if (!page) throw new Error('heddle.mount: there is no page here.');
  return (await page).mount(element, app, options);
};

if (page) {
  // A module of the page may ask for a thread in its first line.
  setWorkerSource(async () => (await page).source());
  const connection = offerDefaultSession();
  void Promise.all([page, connection]).then(([{ showDefault }, own]) => showDefault(own));
}
