import { expect, test } from 'vitest';
import { App } from './app.ts';
import { forEachEngine } from './engines.ts';
import { app, pageWith } from './pages.ts';

interface Mistake {
  readonly markup: string;
  /** What the message must name: the thing and the rule or value that it broke. */
  readonly names: readonly RegExp[];
  /** The author's line, where the engine tells it. */
  readonly where?: RegExp;
  /** Button that makes the mistake happen; without one it happens at the start. */
  readonly press?: string;
}

const mistakes: Readonly<Record<string, Mistake>> = {
  'a parameter out of bounds': {
    markup: app('bounds', `import { IntSlider } from 'heddle';\nnew IntSlider({ label: 'n', start: 0, end: 10, value: 11 }).servable();`),
    names: [/IntSlider\.value/, /11/, /10/],
    where: /bounds\.js:2:\d+/,
  },
  'a parameter of the wrong type': {
    markup: app('type', `import { IntSlider } from 'heddle';\nnew IntSlider({ end: '10' }).servable();`),
    names: [/IntSlider\.end/, /must be an integer, not "10"/],
    where: /type\.js:2:\d+/,
  },
  // Classes that the script does not export have their names, too.
  'a setting out of bounds': {
    markup: app('setting', `import { configure } from 'heddle';\nconfigure({ nthreads: -1 });`),
    names: [/Config\.nthreads/, /-1/],
  },
  'a period that is too short': {
    markup: app('period', `import { state } from 'heddle';\nstate.addPeriodicCallback(() => {}, { period: 0 });`),
    names: [/PeriodicCallback\.period/, /0/],
  },
  'an unknown parameter': {
    markup: app('unknown', `import { Button } from 'heddle';\nnew Button({ lable: 'Misspelt' }).servable();`),
    names: [/Button/, /lable/],
    where: /unknown\.js:2:\d+/,
  },
  'a callback that throws': {
    markup: app(
      'callback',
      `import { Button } from 'heddle';\nnew Button({ label: 'Break', onClick: () => { throw new RangeError('the callback broke'); } }).servable();`,
    ),
    names: [/RangeError/, /the callback broke/],
    where: /callback\.js:2:\d+/,
    press: 'Break',
  },
  'a timer that throws': {
    markup: app('timer', `import 'heddle';\nsetTimeout(() => { throw new RangeError('the timer broke'); });`),
    names: [/RangeError/, /the timer broke/],
    where: /timer\.js:2:\d+/,
  },
  'a promise that nobody awaits': {
    markup: app('promise', `import 'heddle';\nvoid Promise.reject(new RangeError('nobody awaits it'));`),
    names: [/RangeError/, /nobody awaits it/],
    where: /promise\.js:2:\d+/,
  },
  // Of these, WebKit does not tell what was thrown.
  'an event listener that throws': {
    markup: app(
      'listener',
      `import 'heddle';
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { throw new RangeError('the listener broke'); };
      port2.postMessage('now');`,
    ),
    names: [/RangeError: the listener broke|Error: An event listener threw something, which this browser does not tell/],
  },
  'a syntax error': {
    markup: app('syntax', `import { Button } from 'heddle';\nconst = new Button();`),
    names: [/SyntaxError/],
    where: /syntax\.js:2:\d+/,
  },
  'a missing src': {
    markup: '<heddle-app name="src" src="nowhere.js"></heddle-app>',
    names: [/404/, /nowhere\.js/],
  },
  'a value that cannot be cloned': {
    markup: app(
      'clone',
      `import { Button, thread } from 'heddle';
      const work = thread((input) => input);
      new Button({ label: 'Send', onClick: () => work({ deep: { handler() {} } }) }).servable();`,
    ),
    names: [/deep\.handler/, /is a function and cannot be sent/],
    press: 'Send',
  },
  'a task that throws something else than an Error': {
    markup: app(
      'string',
      `import { Button, thread } from 'heddle';
      const work = thread(() => { throw 'only a string'; });
      new Button({ label: 'Work', onClick: () => work() }).servable();`,
    ),
    names: [/only a string/],
    press: 'Work',
  },
  'a fetch that fails': {
    markup: app(
      'fetch',
      `import { Button, http } from 'heddle';
      const onClick = async () => (await http.fetch('nothing-here.json')).raiseForStatus();
      new Button({ label: 'Fetch', onClick }).servable();`,
    ),
    names: [/404/, /nothing-here\.json/],
    press: 'Fetch',
  },
};

const healthy = app(
  'healthy',
  `import { Button, Row, StaticText } from 'heddle';
  const text = new StaticText({ value: 'fine' });
  new Row(new Button({ label: 'Still there?', onClick: () => { text.value = 'still here'; } }), text).servable();`,
);

const listen = `<script>
  const told = {};
  addEventListener('heddle-error', (event) => {
    (told[event.target.getAttribute('name')] ??= []).push(event.detail.name + ': ' + event.detail.message);
  });
</script>`;

declare const told: Readonly<Record<string, readonly string[]>>;

forEachEngine((bench) => {
  for (const [what, { markup, names, where, press }] of Object.entries(mistakes)) {
    test(`${what} is shown in the app's place and told to the page, which goes on`, async () => {
      const driver = await bench.open(pageWith(listen + markup + healthy));
      const name = /name="(\w+)"/.exec(markup)?.[1] ?? '';
      const broken = new App(driver, name);
      if (press !== undefined) await broken.click(press);
      await driver.waitFor((wanted: string) => (told[wanted]?.length ?? 0) > 0, name);
      const message = await driver.evaluate((wanted: string) => told[wanted]?.[0] ?? '', name);
      for (const part of names) {
        expect(message).toMatch(part);
        await broken.shows(part);
      }
      // WebKit tells no line of evaluated code but the one where an error was made; these are made inside of Heddle.
      if (where && (bench.engine !== 'webkit' || !what.includes('parameter'))) await broken.shows(where);
      const other = new App(driver, 'healthy');
      await other.click('Still there?');
      await other.shows(/still here/);
    });
  }
});
