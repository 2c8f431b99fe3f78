import { loadScript } from '../../script.ts';
import type { BokehJS } from './bokehjs.ts';

/** Copies of BokehJS on a page stand side by side under their versions; this is the one that Heddle is tested with. */
export const BOKEH_VERSION = '3.10.0';

const loading = new Map<string, Promise<BokehJS>>();

/**
 * BokehJS from the scripts in the folder `url`, loaded once a page.
 *
 * @throws Error that names the script which could not be loaded. The next call tries again.
 */
export function loadBokeh(url: string): Promise<BokehJS> {
  let promise = loading.get(url);
  if (!promise) {
    promise = load(url);
    loading.set(url, promise);
    promise.catch(() => loading.delete(url));
  }
  return promise;
}

async function load(base: string): Promise<BokehJS> {
  for (const [name, part] of [
    ['bokeh.min.js', 'Models'],
    ['bokeh-api.min.js', 'Plotting'],
  ] as const) {
    if (loaded()?.[part] === undefined)
      await loadScript(base + name, "Put the folder 'bokeh' there, or name its place with configure({ bokehUrl }).");
  }
  const bokeh = loaded();
  if (bokeh?.Plotting === undefined) throw new Error(`The scripts in ${base} are not BokehJS ${BOKEH_VERSION}.`);
  return bokeh;
}

function loaded(): BokehJS | undefined {
  return (globalThis as { Bokeh?: Record<string, BokehJS> }).Bokeh?.[BOKEH_VERSION];
}
