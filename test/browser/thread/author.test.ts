import { expect } from 'chai';
import { control, open, textOf, until } from '../embed/stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

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

    it('may use classes in any order, import modules there, and is told of a name that nothing declares', async () => {
      const { app } = open(
        `import { Column, StaticText, thread } from 'heddle';
class A { hi() { return 'hi '; } }
class B extends A {}
const go = thread(async () => {
  const { two } = await import('data:text/javascript,export const two = 2;');
  const { default: three } = await import('data:application/json,3', { with: { type: 'json' } });
  return new B().hi() + two + three + (kinds[0] === A);
}, { uses: { B, A, kinds: [A] } });
const here = async () => { 'use thread'; return new B().hi() + 'again'; };
const assign = thread(() => { total = 1; });
const secret = new class { #next() {} get() { return this.#next; } }().get();
const texts = [await go(), await here(), await assign().catch(String), await thread(secret)().catch(String)];
new Column(...texts.map((value) => new StaticText({ value }))).servable();`,
        { run },
      );
      await app.ready;
      expect(await until(() => /hi .*/.exec(textOf(app))?.[0])).to.match(
        /hi 23true[^]*hi again[^]*'total' is not defined on the thread; pass it in[^]*Function '#next' cannot stand alone/,
      );
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
      expect(errors[0]?.where).to.include({ file: 'failing.js', line: 3 });
    });
  });
}

describe('automatic threading', () => {
  /** Clicks 1 and 2 wait for each other; 3 and 4 have one thread for both; 5 and 6 come after it was switched off. */
  const CLICKS = `import { Barrier, Button, Queue, Row, StaticText, configure, thread } from 'heddle';
    configure({ nthreads: 2 });
    const button = new Button({ label: 'Go' }), text = new StaticText({ value: '' });
    const both = new Barrier(2), said = new Queue();
    const show = async () => { for (;;) text.value += await said.get(); };
    void show();
    button.onClick((event) => {
      if (event.new === 3) configure({ nthreads: 1 });
      if (event.new === 5) configure({ nthreads: null });
    });
    button.onClick(thread(async (event) => {
      await said.put(' began ' + event.new);
      if (event.new < 3) await both.wait();
      const end = performance.now() + 20;
      while (performance.now() < end);
      await said.put(' ended ' + event.new);
    }, { uses: { both, said } }));
    new Row(button, text).servable();`;

  it('lets two clicks of one button overlap, on as many threads as there are, also when that changes', async () => {
    const { app } = open(CLICKS, { run: 'worker' });
    await app.ready;
    const button = await control<HTMLButtonElement>(app, 'button');
    const clickTwice = async (first: number): Promise<void> => {
      button.click();
      button.click();
      await until(() => textOf(app).includes(`ended ${first}`) && textOf(app).includes(`ended ${first + 1}`));
    };
    await clickTwice(1);
    expect(textOf(app)).to.match(/began 1 began 2 ended|began 2 began 1 ended/);
    await clickTwice(3);
    expect(textOf(app)).to.contain('began 3 ended 3 began 4 ended 4');
    await clickTwice(5);
  });

  it('lets blocking handlers overlap, and the page free', async () => {
    const { app } = open(
      `import { Barrier, Button, Row, StaticText, configure, thread } from 'heddle';
       configure({ nthreads: 2 });
       const button = new Button({ label: 'Go' }), text = new StaticText({ value: '' }), all = new StaticText();
       const log = [];
       text.param.watch((event) => {
         log.push(event.new);
         if (log.length === 4) all.value = log.join();
       }, 'value');
       const warm = new Barrier(2);
       await thread(async () => void (await warm.wait()), { uses: { warm } }).map([1, 2]);
       button.onClick(thread((event) => {
         text.value = 'began ' + event.new;
         const end = performance.now() + 1000;
         while (performance.now() < end);
         text.value = 'ended ' + event.new;
       }, { uses: { text } }));
       new Row(button, text, all).servable();`,
      { run: 'worker' },
    );
    await app.ready;
    const button = await control<HTMLButtonElement>(app, 'button');
    button.click();
    button.click();
    const log = await until(() => /began \d,[\w ,]*/.exec(textOf(app))?.[0]);
    expect(log).to.match(/^began \d,began \d,ended \d,ended \d/);
  });

  it('has change events, periodic callbacks and what is executed on threads where they are thread functions, and async ones in the session', async () => {
    const { app } = open(
      `import { Button, Row, StaticText, TextInput, state, thread } from 'heddle';
       const button = new Button({ label: 'Go' }), input = new TextInput({ value: '' });
       const [change, tick, own, run] = [new StaticText(), new StaticText(), new StaticText(), new StaticText()];
       input.param.watch(thread((event) => { change.value = 'change ' + event.new + ' on ' + self.name; }, { uses: { change } }), 'value');
       state.addPeriodicCallback(thread(() => { tick.value = 'tick on ' + self.name; }, { uses: { tick } }), { period: 20, count: 2 });
       button.onClick(async () => { own.value = 'click on ' + self.name; });
       button.onClick(() => { input.value = 'new'; });
       state.execute(thread(() => { run.value = 'run on ' + self.name; }, { uses: { run } }), { schedule: 'thread' });
       new Row(button, change, tick, own, run).servable();`,
      { run: 'worker' },
    );
    await app.ready;
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => /change new on heddle .*thread-\d/.test(textOf(app)));
    await until(() => /run on heddle .*thread-\d/.test(textOf(app)));
    await until(() => /tick on heddle .*thread-\d/.test(textOf(app)));
    await until(() => /click on /.test(textOf(app)));
    expect(textOf(app)).not.to.match(/click on heddle .*thread-\d/);
  });
});

describe('a blocking function in an async generator', () => {
  it('shows the spinner while it blocks its thread, then the result; meanwhile the session answers', async () => {
    const { app } = open(
      `import { Button, Column, Event, LoadingSpinner, StaticText, bind, thread } from 'heddle';
       const button = new Button({ label: 'Go' }), other = new StaticText({ value: '' });
       const began = new Event();
       const block = thread(async (clicks) => {
         await began.set();
         const end = performance.now() + 1500;
         while (performance.now() < end);
         return 'result ' + clicks;
       }, { uses: { began } });
       async function* show(clicks) {
         if (clicks === 0) return yield 'nothing yet';
         yield new LoadingSpinner({ label: 'working' });
         const result = await block(clicks);
         other.value += ' blocked';
         yield result;
       }
       button.onClick(async () => {
         await began.wait();
         other.value += ' answered';
       });
       new Column(button, other, bind(show, button.param.clicks)).servable();`,
      { run: 'worker' },
    );
    await app.ready;
    await until(() => textOf(app).includes('nothing yet'));
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => textOf(app).includes('working'));
    await until(() => textOf(app).includes('result 1'));
    expect(textOf(app)).to.contain('answered blocked').and.not.to.contain('working');
  });
});
