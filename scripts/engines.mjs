/** Launchers of the three engines for @web/test-runner, and the WebKit driver that the end-to-end harness shares. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBrowsers } from './browsers.mjs';

/** No sandbox (tests run as root in containers), and no start-up calls to hosts of the browser's maker. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

async function chromium() {
  const { chromeLauncher } = await import('@web/test-runner-chrome');
  return chromeLauncher({ launchOptions: { executablePath: findBrowsers().chromium ?? '', args: chromiumFlags } });
}

async function firefox() {
  const { puppeteerLauncher } = await import('@web/test-runner-puppeteer');
  return puppeteerLauncher({ launchOptions: { browser: 'firefox', headless: true, executablePath: findBrowsers().firefox ?? '' } });
}

async function webkit() {
  const { webdriverLauncher } = await import('@web/test-runner-webdriver');
  return webdriverLauncher({
    automationProtocol: 'webdriver',
    hostname: '127.0.0.1',
    port: await startWebKitDriver(),
    path: '/',
    logLevel: 'error',
    capabilities: { ...webkitCapabilities(), 'wdio:enforceWebDriverClassic': true },
  });
}

/** Launchers for @web/test-runner, by engine. */
export const launchers = { chromium, firefox, webkit };

export function webkitCapabilities() {
  return { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { binary: findBrowsers().webkit, args: ['--automation'] } };
}

/** Starts Xvfb and WebKitWebDriver, which end with this process, and returns the driver's port once it answers. */
export async function startWebKitDriver() {
  const port = await freePort();
  const display = await startDisplay();
  background('WebKitWebDriver', [`--port=${port}`], {
    DISPLAY: display,
    GTK_A11Y: 'none',
    LIBGL_ALWAYS_SOFTWARE: '1',
    // Shared memory for pages that are cross-origin isolated, which Safari has and WebKitGTK hides.
    JSC_useSharedArrayBuffer: '1',
  });
  for (let attempt = 0; attempt < 100; attempt++) {
    const answers = await fetch(`http://127.0.0.1:${port}/status`).then(
      () => true,
      () => false,
    );
    if (answers) return port;
    await sleep(100);
  }
  throw new Error('WebKitWebDriver did not answer within 10 s');
}

/** Xvfb picks a free display number and writes it to its descriptor 3. */
function startDisplay() {
  const display = background('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp']);
  return new Promise((resolve, reject) => {
    display.once('exit', () => reject(new Error('Xvfb ended at its start')));
    display.stdio[3]?.once('data', (number) => resolve(`:${String(number).trim()}`));
  });
}

const children = new Set();
process.on('exit', () => children.forEach((child) => child.kill()));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

function background(/** @type {string} */ command, /** @type {string[]} */ args, env = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
