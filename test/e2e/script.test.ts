import { test } from 'vitest';
import { forEachEngine } from './engines.ts';
import { pageWith } from './pages.ts';

forEachEngine((bench) => {
  test('a script in the head, before there is a body, shows components at the end of the page', async () => {
    const driver = await bench.open(pageWith(`<script>new heddle.Str('from ' + 'the head').servable();</script>\n<p>A paragraph</p>`));
    await driver.waitForText('body', 'from the head');
    await driver.waitFor(() => document.querySelector('p')?.nextElementSibling?.localName === 'div');
  });
});
