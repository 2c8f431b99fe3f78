import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { root } from './harness/index.ts';

const app = `import { Bokeh, Button, Column, figure, Markdown, StaticText } from 'heddle';
import { greet } from './greet';
const text: StaticText = new StaticText();
const double = async (n: number): Promise<number> => {
  'use thread';
  return n * 2;
};
const plot = figure({ height: 200 });
plot.line([0, 1], [0, 1]);
const onClick = async () => { text.value = 'twice is ' + await double(21); };
new Column(new Markdown('*' + greet('<!-- </script> reader') + '*'), text, new Bokeh(plot), new Button({ label: 'Go', onClick })).servable();`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heddle-'));
  await writeFile(join(folder, 'app.ts'), app);
  await writeFile(join(folder, 'greet.ts'), `export const greet = (who: string): string => 'Hello, ' + who;`);
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs `npx heddle` in the folder. */
function heddle(...args: readonly string[]): { status: number | null; stderr: string } {
  return spawnSync(process.execPath, [join(root, manifest.bin.heddle), ...args], { cwd: folder, encoding: 'utf8' });
}

forEachEngine((bench) => {
  test('heddle bundle writes one file that opens from disk, with plots, markup and threads', async () => {
    expect(heddle('bundle', 'app.ts', '-o', 'report.html')).toMatchObject({ status: 0, stderr: '' });
    const url = pathToFileURL(join(folder, 'report.html')).href;
    const driver = await bench.open({ url, close: async () => {} });
    const shown = new App(driver, 'app');
    await shown.shows(/Hello, .*reader/);
    await shown.has('canvas');
    await shown.click('Go');
    await shown.shows(/twice is 42/);
  });
});

test('heddle says how it is called, and what cannot be bundled', () => {
  expect(heddle()).toMatchObject({ status: 1, stderr: expect.stringContaining('Usage: heddle bundle app.ts') as string });
  expect(heddle('bundle', 'none.ts')).toMatchObject({ status: 1, stderr: expect.stringContaining('none.ts') as string });
});
