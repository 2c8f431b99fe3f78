import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, filesWith, pageWith } from './pages.ts';

/** Reads the file beside the page in its session and on a thread, waiting and not; says what came of each. */
const code = `
  import { http, StaticText, thread } from 'heddle';
  const text = new StaticText({ value: 'reading' });
  text.servable();
  const tell = async (what, read) => what + ' [' + (await Promise.resolve().then(read).catch((e) => e.name + ' ' + e.message)) + ']';
  const fetched = thread(async () => (await heddle.http.fetch('data.txt')).text());
  const opened = thread(() => heddle.http.openUrl('data.txt'));
  text.value = (await Promise.all([
    tell('session', async () => (await http.fetch('data.txt')).text()),
    tell('thread', () => fetched()),
    tell('waiting session', () => http.openUrl('data.txt')),
    tell('waiting thread', () => opened()),
  ])).join(' ');`;
const body = app('worker', code) + app('page', code, 'run="page"');

/** Holds a file 'a.txt' with the text 'hi', deflated. */
const ZIP =
  'data:application/zip;base64,UEsDBBQAAAAIAAAAIQCsKpPYBAAAAAIAAAAFAAAAYS50eHTLyAQAUEsBAhQDFAAAAAgAAAAhAKwqk9gEAAAAAgAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAACcAAAAAAA==';

const unpacks = (name: string, attributes?: string): string =>
  app(
    name,
    `import { Str, http, thread } from 'heddle';
const read = async (http) => new TextDecoder().decode((await (await http.fetch('a.zip')).unpackArchive()).get('a.txt'));
new Str('session ' + await read(http) + ', thread ' + await thread(() => read(heddle.http), { uses: { read } })()).servable();`,
    attributes,
  );

forEachEngine((bench) => {
  test('a page from disk unpacks the archives that are embedded in it, in each place', async () => {
    const embedded = `<script>heddle.configure({ assets: { 'a.zip': '${ZIP}' } })</script>`;
    const driver = await bench.open(filesWith(embedded + unpacks('worker') + unpacks('page', 'run="page"'), ['page.html']));
    for (const name of ['worker', 'page']) await new App(driver, name).shows(/session hi, thread hi/);
  });

  test('threads find the files that a session embeds, each session its own', async () => {
    const embeds = (name: string, attributes?: string): string =>
      app(
        name,
        `import { configure, http, Str, thread } from 'heddle';
configure({ assets: { 'a.txt': 'data:,of ${name}' } });
const read = thread(async () => [await (await heddle.http.fetch('a.txt')).text(), heddle.http.openUrl('a.txt')]);
new Str('read ' + (await read()).join(', ')).servable();`,
        attributes,
      );
    const driver = await bench.open(filesWith(embeds('worker') + embeds('page', 'run="page"'), ['page.html']));
    for (const name of ['worker', 'page']) await new App(driver, name).shows(new RegExp(`read of ${name}, of ${name}`));
  });

  test('a session in a worker, one in the page and their threads fetch the same, and only the page must not wait', async () => {
    const driver = await bench.open(pageWith(body, (request, response) => request.url === '/data.txt' && Boolean(response.end('here'))));
    const text = await new App(driver, 'worker').shows(/session .*/);
    expect(text).toContain('session [here] thread [here] waiting session [here] waiting thread [here]');
    const inPage = await new App(driver, 'page').shows(/session .*/);
    expect(inPage).toContain('session [here] thread [here] waiting session [Error http.openUrl blocks its thread');
    expect(inPage).toContain('waiting thread [here]');
  });

  test('a page from disk says of each what forbids it, and how to embed the file', async () => {
    const driver = await bench.open(filesWith(body, ['page.html']));
    const why =
      /NetworkError file:\S+data\.txt cannot be fetched: browsers forbid a page opened from disk .*?configure\(\{ assets: \{ "data\.txt": 'data:…'/g;
    const said = await new App(driver, 'worker').shows(/session .*/);
    expect(said.match(why)).toHaveLength(4);
    const inPage = await new App(driver, 'page').shows(/session .*/);
    expect(inPage.match(why)).toHaveLength(3);
  });
});
