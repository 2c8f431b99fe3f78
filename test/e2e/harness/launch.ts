import { engineNames } from '../../../scripts/browsers.mjs';
import { launchChromium } from './chromium.ts';
import type { Driver, Engine } from './driver.ts';
import { launchFirefox } from './firefox.ts';
import { driverOf } from './tab.ts';
import { launchWebKit } from './webkit.ts';

const launchers = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

/** Engines that can be driven on this machine, or those named in ENGINES. */
export const engines = engineNames() as Engine[];

/** Starts a browser with a fresh profile and gives its first tab; closing that ends the browser. `prefs` are Firefox's. */
export async function launch(engine: Engine, prefs: Readonly<Record<string, unknown>> = {}): Promise<Driver> {
  return driverOf(await launchers[engine](prefs));
}
