/**
 * The browsers that the tests drive: system ones first, then downloaded ones. `ensureBrowsers()` installs what is missing:
 * on Debian as root by apt-get; elsewhere Chromium by Playwright's download and Firefox by Puppeteer's. WebKit is WebKitGTK on a virtual
 * display, which only Linux has; where it is missing and cannot be installed, its tests do not run, and the summary says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium as playwright } from 'playwright-core';

const downloads = fileURLToPath(new URL('../.cache/browsers', import.meta.url));

/**
 * Paths of the programs found on this machine.
 * @returns {{ chromium?: string, firefox?: string, webkit?: string, webkitDriver?: string, display?: string }}
 */
export function findBrowsers() {
  return defined({
    chromium: first(process.env['CHROMIUM'], onPath('chromium'), onPath('google-chrome'), playwright.executablePath()),
    firefox: first(process.env['FIREFOX'], onPath('firefox-esr'), onPath('firefox'), ...downloadedFirefox()),
    webkit: first(...['4.1', '4.0', '6.0'].flatMap(miniBrowsers)),
    webkitDriver: onPath('WebKitWebDriver'),
    display: onPath('Xvfb'),
  });
}

/** Engines that the tests can drive here, or those named in ENGINES, e.g. `ENGINES=chromium,webkit`. */
export function engineNames() {
  return wantedEngines().filter((name) => process.env['ENGINES'] || isReady(name));
}

/** Installs missing browsers and returns the names of the engines that can be driven afterwards. */
export function ensureBrowsers() {
  const missing = () => wantedEngines().filter((name) => !isReady(name));
  if (missing().length > 0 && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) installDebian(missing());
  if (missing().includes('chromium')) run('npx', ['playwright-core', 'install', 'chromium']);
  if (missing().includes('firefox')) run('npx', ['@puppeteer/browsers', 'install', 'firefox@stable', '--path', downloads]);
  const required = missing().filter((name) => name !== 'webkit');
  if (required.length > 0)
    throw new Error(`no ${required.join(' and no ')} found, and none could be installed; name one in CHROMIUM or FIREFOX`);
  if (missing().includes('webkit')) console.log('WebKit: not available on this machine, its tests do not run.');
  return wantedEngines().filter(isReady);
}

/** @typedef {'chromium' | 'firefox' | 'webkit'} Engine */

function wantedEngines() {
  return /** @type {Engine[]} */ (process.env['ENGINES']?.split(',') ?? ['chromium', 'firefox', 'webkit']);
}

function isReady(/** @type {Engine} */ name) {
  const found = findBrowsers();
  return Boolean(name === 'webkit' ? found.webkit && found.webkitDriver && found.display : found[name]);
}

const debian = { chromium: ['chromium'], firefox: ['firefox-esr'], webkit: ['webkit2gtk-driver', 'xvfb'] };

function installDebian(/** @type {Engine[]} */ engines) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-q'], env);
  run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'fonts-dejavu-core', ...engines.flatMap((name) => debian[name])], env);
}

function run(/** @type {string} */ command, /** @type {string[]} */ args, env = process.env) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  if (status !== 0) console.error(`${command} ended with ${status}`);
}

function downloadedFirefox() {
  const folder = join(downloads, 'firefox');
  const versions = existsSync(folder) ? readdirSync(folder) : [];
  return versions.flatMap((version) => [
    join(folder, version, 'firefox/firefox'),
    join(folder, version, 'Firefox.app/Contents/MacOS/firefox'),
  ]);
}

/** WebKitGTK's MiniBrowser is not on the PATH: it lies in the library's own folder. */
function miniBrowsers(/** @type {string} */ version) {
  return ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib64'].map((folder) =>
    join(folder, `webkit2gtk-${version}`, 'MiniBrowser'),
  );
}

function onPath(/** @type {string} */ name) {
  return first(...(process.env['PATH'] ?? '').split(':').map((folder) => join(folder, name)));
}

function first(/** @type {(string | undefined)[]} */ ...paths) {
  return paths.find((path) => path && existsSync(path));
}

function defined(/** @type {Record<string, string | undefined>} */ paths) {
  return Object.fromEntries(Object.entries(paths).filter(([, path]) => path));
}

// `npm run browsers`
if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(`Tests run in: ${ensureBrowsers().join(', ')}`);
