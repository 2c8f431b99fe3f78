import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

const notes = app(
  'notes',
  `import { Column, HTML } from 'heddle';
  new Column('# Woven\\n\\nof *warp* and weft', new HTML('<b>kept</b><img src=x onerror="globalThis.harm = 1">')).servable();`,
);

forEachEngine((bench) => {
  test('a page of another origin shows Markdown and HTML, cleaned of what runs', async () => {
    const driver = await bench.open(pageWith(notes));
    const shown = new App(driver, 'notes');
    await shown.shows(/Woven of warp and weft kept/);
    expect(await driver.evaluate(() => e2e.findAll('heddle-app >> h1, em').map((element) => element.localName))).toEqual(['h1', 'em']);
    expect(await driver.evaluate(() => 'harm' in globalThis)).toBe(false);
  });
});
