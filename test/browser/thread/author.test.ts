import { expect } from 'chai';
import { control, open, textOf, until } from '../embed/stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

/** Whether stacks tell the names of evaluated code: WebKit's do not. */
const namesCode = /Chrome|Firefox/.test(navigator.userAgent);

for (const run of ['worker', 'page']) {
  describe(`an app in the ${run} that says 'use thread'`, () => {
    it('runs the function on a thread, with live components, copies of values, and the functions that it uses', async () => {
      const { app } = open(
        `import { Button, Row, StaticText, sleep } from 'heddle';
         const button = new Button({ label: 'Go' }), text = new StaticText({ value: 'none' });
         const factors = [2, 3];
         const product = (list) => list.reduce((a, b) => a * b, 1);
         button.onClick(async function work(event) {
           'use thread';
           await sleep(1);
           text.value = 'click ' + event.new + ': ' + product(factors) + ' on ' + self.name;
         });
         factors.push(7);
         new Row(button, text).servable();`,
        { run },
      );
      await app.ready;
      (await control<HTMLButtonElement>(app, 'button')).click();
      await until(() => /click 1: 42 on heddle .*thread-\d/.test(textOf(app)));
    });

    it('shows what a generator on a thread gives, as it gives it', async () => {
      const { app } = open(
        `import { Column, IntSlider, bind } from 'heddle';
         const n = new IntSlider({ label: 'n', start: 1, end: 9, value: 3 });
         function* count(to) {
           'use thread';
           for (let i = 1; i <= to; i++) yield 'counted to ' + i + ' of ' + to;
         }
         new Column(n, bind(count, n)).servable();`,
        { run },
      );
      await app.ready;
      await until(() => textOf(app).includes('counted to 3 of 3'));
    });

    it('is told what a thread could not do, with the line', async () => {
      const { app, errors } = open(`let n = 0;\nconst count = () => {\n  'use thread';\n  n++;\n};\nawait count();`, { run, name: 'bad' });
      await app.ready.catch(() => undefined);
      expect(errors[0]?.message).to.contain("'n' is assigned in 'count', which runs on a thread");
      expect(errors[0]?.where).to.deep.equal({ file: 'bad.js', line: 4, column: 3 });
    });

    it("shows the author's line of an error on a thread, and both stacks", async () => {
      const { app, errors } = open(
        `import { thread } from 'heddle';
const fail = thread((n) => {
  throw new RangeError('no ' + n);
});
await fail(1);`,
        { run, name: 'failing' },
      );
      await app.ready.catch(() => undefined);
      expect(errors[0]).to.include({ name: 'RangeError', message: 'no 1' });
      expect(errors[0]?.stack).to.contain('-- submitted from --');
      if (namesCode) expect(errors[0]?.where).to.include({ file: 'failing.js', line: 3 });
    });
  });
}

describe('automatic threading', () => {
  /** The handler of a click waits for another one, and gives up when there is no thread for it. */
  const TOGETHER = `import { Barrier, Button, Queue, Row, StaticText, configure, thread } from 'heddle';
    const button = new Button({ label: 'Go' }), text = new StaticText({ value: '' });
    const two = new Barrier(2), said = new Queue();
    const go = thread(async (event) => {
      try {
        await two.wait({ timeout: 300 });
        await said.put(' together:' + event.new);
      } catch {
        await said.put(' alone:' + event.new);
      }
    }, { uses: { two, said } });
    const show = async () => { for (;;) text.value += await said.get(); };
    void show();
    button.onClick((event) => {
      if (event.new === 3) configure({ nthreads: 1 });
      if (event.new === 5) { two.reset(); configure({ nthreads: null }); }
    });
    button.onClick(go);
    new Row(button, text).servable();`;

  it('lets two clicks of one button overlap, as many as there are threads, also when that changes', async () => {
    const { app } = open(`${TOGETHER} configure({ nthreads: 2 });`, { run: 'worker' });
    await app.ready;
    const button = await control<HTMLButtonElement>(app, 'button');
    const twice = (): void => {
      button.click();
      button.click();
    };
    twice();
    await until(() => /together:1/.test(textOf(app)) && /together:2/.test(textOf(app)));
    twice();
    await until(() => /alone:3/.test(textOf(app)) && /alone:4/.test(textOf(app)));
    twice();
    await until(() => /together:5/.test(textOf(app)) && /together:6/.test(textOf(app)));
  });

  it('lets blocking handlers overlap, and the page free', async () => {
    const { app } = open(
      `import { Barrier, Button, Row, StaticText, configure, thread } from 'heddle';
       configure({ nthreads: 2 });
       const button = new Button({ label: 'Go' }), text = new StaticText({ value: '' }), all = new StaticText();
       const log = [];
       text.param.watch((event) => log.push(event.new), 'value');
       const warm = new Barrier(2);
       await thread(async () => void (await warm.wait()), { uses: { warm } }).map([1, 2]);
       button.onClick(thread((event) => {
         text.value = 'began ' + event.new;
         const end = performance.now() + 1000;
         while (performance.now() < end);
         text.value = 'ended ' + event.new;
       }, { uses: { text } }));
       button.onClick((event) => event.new === 3 && (all.value = log.join()));
       new Row(button, text, all).servable();`,
      { run: 'worker' },
    );
    await app.ready;
    const button = await control<HTMLButtonElement>(app, 'button');
    button.click();
    button.click();
    await until(() => textOf(app).includes('ended 2'));
    button.click();
    const log = await until(() => /began \d,[\w ,]*/.exec(textOf(app))?.[0]);
    expect(log).to.match(/^began \d,began \d,ended \d/);
  });

  it('has change events and periodic callbacks that are thread functions on threads, and async ones in the session', async () => {
    const { app } = open(
      `import { Button, Row, StaticText, TextInput, state, thread } from 'heddle';
       const button = new Button({ label: 'Go' }), input = new TextInput({ value: '' });
       const [change, tick, own] = [new StaticText(), new StaticText(), new StaticText()];
       input.param.watch(thread((event) => { change.value = 'change ' + event.new + ' on ' + self.name; }, { uses: { change } }), 'value');
       state.addPeriodicCallback(thread(() => { tick.value = 'tick on ' + self.name; }, { uses: { tick } }), { period: 20, count: 2 });
       button.onClick(async () => { own.value = 'click on ' + self.name; });
       button.onClick(() => { input.value = 'new'; });
       new Row(button, change, tick, own).servable();`,
      { run: 'worker' },
    );
    await app.ready;
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => /change new on heddle .*thread-\d/.test(textOf(app)));
    await until(() => /tick on heddle .*thread-\d/.test(textOf(app)));
    await until(() => /click on /.test(textOf(app)));
    expect(textOf(app)).not.to.match(/click on heddle .*thread-\d/);
  });
});

describe('a blocking function in an async generator', () => {
  it('shows the spinner while it blocks its thread, then the result; meanwhile the session answers', async () => {
    const { app } = open(
      `import { Button, Column, Event, LoadingSpinner, StaticText, bind, thread } from 'heddle';
       const button = new Button({ label: 'Go' }), other = new StaticText({ value: 'idle' });
       const began = new Event();
       const block = thread(async (clicks) => {
         await began.set();
         const end = performance.now() + 500;
         while (performance.now() < end);
         return 'result ' + clicks;
       }, { uses: { began } });
       async function* show(clicks) {
         if (clicks === 0) return yield 'nothing yet';
         yield new LoadingSpinner({ label: 'working' });
         yield await block(clicks);
       }
       button.onClick(async () => {
         await began.wait();
         other.value = 'answered';
       });
       new Column(button, other, bind(show, button.param.clicks)).servable();`,
      { run: 'worker' },
    );
    await app.ready;
    await until(() => textOf(app).includes('nothing yet'));
    (await control<HTMLButtonElement>(app, 'button')).click();
    const seen: string[] = [];
    await until(() => {
      const text = textOf(app);
      for (const what of ['working', 'answered', 'result 1']) if (text.includes(what) && !seen.includes(what)) seen.push(what);
      return seen.includes('result 1');
    });
    expect(seen).to.deep.equal(['working', 'answered', 'result 1']);
  });
});
