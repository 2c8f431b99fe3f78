import { param, Parameterized } from '../param/index.ts';

/** `auto` follows the page around the app. */
export type Theme = 'auto' | 'light' | 'dark';

/** Colours, corners and letters in the manner of a known design; `native` is Heddle's own. The names are Panel's. */
export type Design = 'native' | 'bootstrap' | 'fast' | 'material';

/** How an app looks. */
export interface Look {
  readonly theme?: Theme;
  readonly design?: Design;
}

/**
 * What `configure({...})` sets for one session (Panel's `config`; names of api.md §4). An unknown name or a
 * value out of bounds is refused and changes nothing.
 */
export class Config extends Parameterized.with({
  app: param.string({
    default: null,
    allowNone: true,
    regex: /[^]+/,
    doc: 'Name under which sessions share loops and caches with other tabs, on every page of the origin that gives it; by default the page’s folder.',
  }),
  nthreads: param.integer({
    default: null,
    allowNone: true,
    bounds: [0, null],
    doc: 'Threads of the page’s pool: a number, 0 for one a core, null for the default.',
  }),
  throttled: param.boolean({ default: false, doc: 'Sliders report only when they are let go.' }),
  loadingIndicator: param.boolean({ default: false, doc: 'Functions on screen show a spinner while their newest run is under way.' }),
  deferLoad: param.boolean({ default: false, doc: 'Functions on screen run when the app is loaded, a spinner in their place until then.' }),
  notifications: param.boolean({ default: true, doc: 'Whether the messages of state.notifications are shown.' }),
  monitor: param.boolean({ default: true, doc: 'For the page: whether Alt+Shift+H opens the monitor.' }),
  exceptionHandler: param.callable({ default: null, allowNone: true, doc: 'Called with (error, what) instead of the notice in the app.' }),
  design: param.selector({
    default: 'native',
    objects: ['native', 'bootstrap', 'fast', 'material'],
    doc: 'Colours, corners and letters of the app in the manner of a known design.',
  }),
  theme: param.selector({ default: 'auto', objects: ['auto', 'light', 'dark'], doc: 'Colours of the app; auto follows the page.' }),
  bokehUrl: param.string({ default: null, allowNone: true, doc: 'Folder of BokehJS; by default bokeh/ beside heddle.js.' }),
  workerUrl: param.string({
    default: null,
    allowNone: true,
    doc: 'For the page: address of heddle.js on the page’s own origin, where its policy refuses workers from Blobs.',
  }),
  assets: param.dict<Readonly<Record<string, string>>>({
    default: {},
    doc: 'Files that http.fetch finds without a request: address → data url.',
  }),
}) {}

/** What sessions that start from here on begin with: `configure` on the page sets it. */
export const pageConfig = new Config();

/** The options that a page gives to its sessions: those that were set and can be cloned. */
export function inheritedConfig(): Record<string, unknown> {
  const { exceptionHandler: _, ...parameters } = pageConfig.param.objects();
  const set = Object.values(parameters).filter(({ value, default: unset }) => !Object.is(value, unset));
  return Object.fromEntries(set.map(({ name, value }) => [name, value]));
}
