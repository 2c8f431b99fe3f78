import { test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, filesWith, pageWith } from './pages.ts';

const shown = app(
  'shown',
  `import { Bokeh, figure, state } from 'heddle';
  const plot = figure({ height: 200 });
  plot.line([0, 1], [0, 1]);
  new Bokeh(plot).servable();
  state.notifications.info('Woven', { duration: 0 });`,
);

forEachEngine((bench) => {
  for (const [where, page] of Object.entries({
    'a page of another origin': () => pageWith(shown),
    'a page on disk': () => filesWith(shown, ['page.html']),
  })) {
    test(`${where} shows plots and notifications by the scripts beside heddle.js`, async () => {
      const app = new App(await bench.open(page()), 'shown');
      await app.has('canvas');
      await app.shows(/Information: Woven/);
    });
  }
});
