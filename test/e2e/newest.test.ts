import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { dist, galleryApps } from './harness/index.ts';
import { app, pageWith } from './pages.ts';

/** Later inputs answer sooner, and no run heeds its signal: without the rule the first input would be painted last. */
const falling = app(
  'falling',
  `import { Column, IntSlider, StaticText, bind, sleep } from 'heddle';
  const input = new IntSlider({ label: 'Input', start: 0, end: 20 });
  const aborted = new StaticText({ label: 'Aborted', value: '0' });
  const ended = new StaticText({ label: 'Ended', value: '0' });
  const count = (text) => { text.value = String(Number(text.value) + 1); };
  async function answer(n, { signal }) {
    if (n > 0) signal.addEventListener('abort', () => count(aborted));
    await sleep(n === 0 ? 0 : 5000 - 240 * n);
    count(ended);
    return 'answer for ' + n;
  }
  new Column(input, bind(answer, input), aborted, ended).servable();`,
);

forEachEngine((bench) => {
  test('a slider moved 20 times quickly: the last input stays on screen, and the 19 before it are aborted', async () => {
    const driver = await bench.open(pageWith(falling));
    const shown = new App(driver, 'falling');
    await shown.shows(/answer for 0/);
    await shown.press('field', 'Input', ...Array<string>(20).fill('ArrowRight'));
    await shown.shows(/answer for 20/);
    await shown.shows(/Ended:? *21/);
    expect(await shown.text()).toMatch(/answer for 20.*Aborted:? *19/);
  });

  test('a slider moved over slow images: the last one is shown, and requests on the way are given up', async () => {
    const source = (await galleryApps()).get('bind-fetch') ?? '';
    let givenUp = 0;
    const page = pageWith(app('bind-fetch', source), (request, response) => {
      const index = /^\/images\/(\d+)\.jpg$/.exec(request.url ?? '')?.[1];
      if (index === undefined) return false;
      const timer = setTimeout(
        () => {
          void readFile(join(dist, 'images', `${index}.jpg`)).then((bytes) => response.setHeader('Content-Type', 'image/jpeg').end(bytes));
        },
        (10 - Number(index)) * 300,
      );
      response.once('close', () => {
        clearTimeout(timer);
        if (!response.writableEnded) givenUp += 1;
      });
      return true;
    });
    const shown = new App(await bench.open(page), 'bind-fetch');
    await shown.showsImage('Woven pattern 0');
    await shown.press('field', 'Pattern', ...Array<string>(10).fill('ArrowRight'));
    await shown.showsImage('Woven pattern 10');
    expect(givenUp).toBeGreaterThan(0);
  });
});
