import { beforeAll, test } from 'vitest';
import { App } from './app.ts';
import { forEachSetting } from './harness/index.ts';
import { stories } from './stories.ts';

forEachSetting((setting) => {
  beforeAll(() => setting.driver.open(setting.url));

  for (const [name, { apps, run }] of Object.entries(stories)) {
    test(name, async () => {
      await run(...(await Promise.all(apps.map((app) => new App(setting.driver, app).open()))));
    });
  }
});
