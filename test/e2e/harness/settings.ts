import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createServer } from 'vite';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Driver, Engine } from './driver.ts';
import { engines, launch } from './launch.ts';
import { type RunningServer, serve, serveFolder } from './servers.ts';

/** Where Heddle has to work. */
export type SettingName = 'dev server' | 'sub-path' | 'file' | 'other origin';

export interface Setting {
  readonly name: SettingName;
  readonly engine: Engine;
  /** The first tab of a browser that this suite shares; already started when a test runs. */
  readonly driver: Driver;
  /** The page with all gallery apps; each is a `<heddle-app name="…">` named as its file, e.g. `async-click`. */
  readonly url: string;
}

export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const dist = join(root, 'dist');

/** Serves the page of a setting and returns its address and what ends it. */
type Serve = (engine: Engine) => Promise<{ url: string; close(): Promise<void> }>;

const settings: Readonly<Record<SettingName, Serve>> = {
  async 'dev server'(engine) {
    const cacheDir = `node_modules/.vite-e2e-${engine}`; // engines run beside each other
    const server = await createServer({ root, cacheDir, logLevel: 'error', server: { port: 0, watch: null } });
    await server.listen();
    return { url: server.resolvedUrls?.local[0] ?? '', close: () => server.close() };
  },
  async 'sub-path'() {
    const server = await serveFolder(dist, '/some/sub/path/');
    return { url: `${server.origin}/some/sub/path/`, close: () => server.close() };
  },
  file: async () => ({ url: pathToFileURL(join(dist, 'index.html')).href, close: async () => {} }),
  async 'other origin'() {
    const library = await serveFolder(dist);
    const page = await servePageOfOthers(`${library.origin}/heddle.js`);
    return { url: `${page.origin}/docs/guide.html`, close: async () => void (await Promise.all([page.close(), library.close()])) };
  },
};

/**
 * Declares a suite per setting and engine; `SETTINGS=file,sub-path` picks some. Two are for one engine only: the dev server, since
 * test/browser runs the same sources in all, and the sub-path, since site.test.ts opens the site under one in all.
 */
export function forEachSetting(suite: (setting: Setting) => void): void {
  if (!existsSync(join(dist, 'index.html'))) throw new Error('End-to-end tests need the built files: npm run build');
  const names = (process.env['SETTINGS']?.split(',') ?? Object.keys(settings)) as SettingName[];
  for (const engine of engines)
    for (const name of names.filter((it) => engine === 'chromium' || it === 'file' || it === 'other origin'))
      describe(`${engine}, ${name}`, () => suite(start(name, engine)));
}

function start(name: SettingName, engine: Engine): Setting {
  const started: { driver?: Driver; page?: Awaited<ReturnType<Serve>> } = {};
  beforeAll(async () => {
    [started.page, started.driver] = await Promise.all([settings[name](engine), launch(engine)]);
  });
  afterAll(async () => {
    await started.driver?.close();
    await started.page?.close();
  });
  return {
    name,
    engine,
    get driver() {
      return needed(started.driver);
    },
    get url() {
      return needed(started.page).url;
    },
  };
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a setting is ready only inside of its tests');
  return value;
}

/** Somebody's page, of another origin than the script's: each gallery app inline in its own `<heddle-app>`. The images are the page's own. */
async function servePageOfOthers(script: string): Promise<RunningServer> {
  const html = pageOfOthers(script, await galleryApps());
  return serve((request, response) => {
    if (request.url === '/docs/guide.html') return void response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
    const image = /^\/docs\/(images\/\d+\.jpg)$/.exec(request.url ?? '')?.[1];
    if (!image) return void response.writeHead(404).end();
    readFile(join(dist, image)).then(
      (bytes) => response.setHeader('Content-Type', 'image/jpeg').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
}

/** Source of each gallery app by name. */
export async function galleryApps(): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, 'src/site/apps');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.js')).sort();
  return new Map(
    await Promise.all(files.map(async (file) => [file.replace(/\.js$/, ''), await readFile(join(folder, file), 'utf8')] as const)),
  );
}

function pageOfOthers(script: string, apps: ReadonlyMap<string, string>): string {
  const elements = [...apps].map(
    ([name, source]) => `<heddle-app name="${name}"><script type="heddle">\n${source}\n</script></heddle-app>`,
  );
  return `<!doctype html>\n<title>A guide</title>\n<script src="${script}"></script>\n${elements.join('\n')}\n`;
}
