import { expect } from 'chai';
import type { HeddleApp } from '../../../src/embed/index.ts';
import { control, open, textOf, until } from '../embed/stage.ts';

/** Apps in workers of their own, as they are on a page by default. */
const apps: HeddleApp[] = [];
afterEach(() => {
  for (const app of apps.splice(0)) app.remove();
});

function show(code: string): HeddleApp {
  const { app } = open(code);
  apps.push(app);
  return app;
}

describe('a task runner in an app', () => {
  it('works through a queue while the app goes on', async () => {
    const app = show(`
      import { Button, Column, SessionTaskRunner } from 'heddle';
      const runner = new SessionTaskRunner({ worker: (task) => task + '!' });
      let tasks = 0;
      new Column(new Button({ label: 'Add Task', onClick: () => runner.append('task ' + ++tasks) }), runner).servable();
    `);
    const button = await control<HTMLButtonElement>(app, 'button');
    expect(textOf(app)).to.include('The queue is empty');
    button.click();
    button.click();
    await until(() => textOf(app).includes('Last Result: task 2!'));
    await until(() => textOf(app).includes('The queue is empty'));
  });

  it('is one loop for two apps, and goes on in the other when one is removed', async () => {
    const key = `app-${Date.now()}`;
    const code = (name: string): string => `
      import { GlobalTaskRunner, Str, bind } from 'heddle';
      const runner = new GlobalTaskRunner({ key: '${key}', worker: () => '${name}', seconds: 0.05 });
      new Str(bind((value) => 'shows ' + value, runner.param.value)).servable();
    `;
    const first = show(code('first'));
    await until(() => textOf(first).includes('shows first'));
    const second = show(code('second'));
    await until(() => textOf(second).includes('shows first'));
    first.remove();
    await until(() => textOf(second).includes('shows second'));
  });

  it('shows its pause, its last result and its last exception', async () => {
    const app = show(`
      import { GlobalTaskRunner, Row } from 'heddle';
      const runner = new GlobalTaskRunner({ key: 'look-${Date.now()}', worker: () => { throw new RangeError('not today'); } });
      new Row(runner).servable();
    `);
    await until(() => textOf(app).includes('not today'));
    const input = await control<HTMLInputElement>(app, 'input');
    expect(input.value).to.equal('1');
    expect(textOf(app)).to.include('Last Result:');
  });
});
