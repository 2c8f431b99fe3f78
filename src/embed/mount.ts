import type { Heddle } from '../namespace.ts';
import type { Design, Theme } from '../session/index.ts';
import { HeddleApp } from './element.ts';
import type { RunMode } from './run.ts';
import { textSource } from './source.ts';

/** Options of `heddle.mount`. */
export interface MountOptions {
  /** Where the code runs. Default: text in a worker; a function in the page, since it may refer to what is around it. */
  run?: RunMode;
  /** Name of the app in messages. */
  name?: string;
  /** Light or dark. Default `'auto'`: as the page around it. */
  theme?: Theme;
  /** Whose manner it is shown in. Default `'native'`. */
  design?: Design;
}

/** Starts an app in an element of the page; settles with its `<heddle-app>` when it is on screen. */
export type Mount = (element: Element, app: string | ((heddle: Heddle) => unknown), options?: MountOptions) => Promise<HeddleApp>;

export const mount: Mount = async (element, app, { run, name = null, theme = 'auto', design = 'native' } = {}) => {
  const isApp = typeof app === 'function' || typeof app === 'string';
  if (!isApp || !(element as Element | null)?.isConnected)
    throw new TypeError('heddle.mount needs an element that is in the page, and an app: a function or the text of a module.');
  if (typeof app === 'function' && run === 'worker') {
    throw new TypeError(
      "heddle.mount: a function cannot run in a worker, since it may refer to what is around it; give its text, or run: 'page'.",
    );
  }
  const host = new HeddleApp();
  host.app = typeof app === 'function' ? app : textSource(app, name);
  host.run = run ?? 'worker';
  host.name = name;
  host.theme = theme;
  host.design = design;
  element.append(host);
  await host.ready;
  return host;
};
