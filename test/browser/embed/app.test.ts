import { expect } from 'chai';
import { Button, mount, Row, state, StaticText } from '../../../src/index.ts';
import type { HeddleApp } from '../../../src/embed/index.ts';
import { findings } from '../view/fixture.ts';
import { control, find, open, textOf, until } from './stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

const COUNTER = `import { Button, StaticText, Row } from 'heddle';
  const button = new Button({ label: 'Count' }), text = new StaticText({ value: 'none' });
  button.onClick((event) => { text.value = 'clicked ' + event.new; });
  new Row(button, text).servable();`;

for (const run of ['worker', 'page']) {
  describe(`<heddle-app run="${run}">`, () => {
    it('runs inline code and answers clicks', async () => {
      const { app } = open(COUNTER, { run });
      await app.ready;
      (await control<HTMLButtonElement>(app, 'button')).click();
      (await control<HTMLButtonElement>(app, 'button')).click();
      await until(() => textOf(app).includes('clicked 2'));
    });

    it('keeps two apps on one page apart', async () => {
      const [first, second] = [open(COUNTER, { run }), open(COUNTER, { run })];
      await Promise.all([first.app.ready, second.app.ready]);
      (await control<HTMLButtonElement>(first.app, 'button')).click();
      await until(() => textOf(first.app).includes('clicked 1'));
      expect(textOf(second.app)).to.include('none');
    });

    it('shows an error of the code with the author’s line, and restarts', async () => {
      const { app, errors } = open(`import { Column } from 'heddle';\n\nnull.x;`, { run, name: 'broken' });
      const failure = await app.ready.catch((error: Error) => error);
      expect(failure).to.be.instanceOf(Error);
      expect(errors[0]).to.include({ name: 'TypeError', what: 'loading the app' });
      await until(() => textOf(app).includes('TypeError'));
      expect(textOf(app)).to.include('Restart');
      app.querySelector('script')!.textContent = COUNTER;
      app.restart();
      await app.ready;
      expect(textOf(app)).not.to.include('TypeError');
    });

    it('names line and column of a syntax error', async () => {
      const { app, errors } = open(`import { Column } from 'heddle';\nconst a = 1;\nconst = 2;\n`, { run });
      await app.ready.catch(() => undefined);
      expect(errors[0]?.name).to.equal('SyntaxError');
      expect(errors[0]?.where?.line).to.equal(3);
      // WebKit tells no column.
      expect(errors[0]?.where?.column).to.be.oneOf([1, 7]);
    });

    it('says that its code ends too early', async () => {
      for (const code of ['function f() {\n  return 1;', 'const a = `1;\n']) {
        const { app, errors } = open(code, { run });
        await app.ready.catch(() => undefined);
        expect(errors[0]).to.deep.include({ name: 'SyntaxError', message: 'The code ends before all that it opens is closed.' });
        expect(errors[0]?.where?.line).to.equal(2);
      }
    });

    it('names the line where a name is declared that is imported', async () => {
      const { app, errors } = open(`import {\n  Str as Text, Column\n} from 'heddle';\n\nconst Text = 1;`, { run });
      await app.ready.catch(() => undefined);
      expect(errors[0]?.name).to.equal('SyntaxError');
      expect(errors[0]?.where?.line).to.equal(5);
    });

    it('names the column of the author’s text, on the first line too', async () => {
      const { app, errors } = open(`import { Str } from 'heddle'; throw new RangeError(typeof Str);`, { run, name: 'first' });
      await app.ready.catch(() => undefined);
      expect(errors[0]?.where).to.include({ file: 'first.js', line: 1 });
      expect(errors[0]?.where?.column).to.be.oneOf([37, 51]); // WebKit names the parenthesis
    });

    it('has a session while it runs', async () => {
      const { app } = open(COUNTER, { run, name: 'held' });
      expect(app.session).to.equal(undefined);
      await app.ready;
      expect(app.session).to.include({ name: 'held' });
      expect(app.session?.id).to.match(/^s\d+$/);
      app.destroy();
      expect(app.session).to.equal(undefined);
    });

    it('is not ready any more when it was ended, until it is restarted', async () => {
      const { app } = open(COUNTER, { run });
      await app.ready;
      app.destroy();
      expect(String(await app.ready.catch(String))).to.equal('AbortError: The app has ended.');
      app.restart();
      await app.ready;
    });

    it('names an import that heddle does not have, and those that are near', async () => {
      const message = async (name: string): Promise<string | undefined> => {
        const { app, errors } = open(`import { ${name} } from 'heddle';`, { run });
        await app.ready.catch(() => undefined);
        return errors[0]?.message;
      };
      expect(await message('Buton')).to.equal("Module 'heddle' has no export named 'Buton': did you mean Button?");
      expect(await message('Slider')).to.match(/'Slider': did you mean FloatSlider, IntSlider\?$/);
      expect(await message('Nothing')).to.equal("Module 'heddle' has no export named 'Nothing'.");
    });

    it('tells the line of an import that fails', async () => {
      for (const line of [`import { Buton } from 'heddle';`, `import 'lodash';`, `import x from './nowhere.json' with { type: 'json' };`]) {
        const { app, errors } = open(`import { Str } from 'heddle';\n  ${line}`, { run, name: 'lines' });
        await app.ready.catch(() => undefined);
        expect(errors[0]?.where).to.deep.equal({ file: 'lines.js', line: 2, column: 3 });
      }
    });

    it('imports JSON, from an address and from the files that are embedded, once', async () => {
      const { app } = open(
        `import { configure, Str } from 'heddle';
         import data from '/package.json' with { type: 'json' };
         const again = await import('/package.json', { with: { type: 'json' } });
         configure({ assets: { 'rows.json': 'data:application/json,[1,2]' } });
         const rows = await import('./rows.json', { with: { type: 'json' } });
         const refused = await import('./rows.css', { with: { type: 'css' } }).catch((error) => error.message);
         new Str(data.name + (again.default === data) + rows.default.length + refused).servable();`,
        { run },
      );
      await app.ready;
      await until(() => /heddletrue2Module '.*rows\.css': its type must be 'json' or left out, not 'css'\./.test(textOf(app)));
    });

    it('says why a module cannot be loaded, and what to do', async () => {
      const url = (text: string): string => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const message = async (from: string): Promise<string> => {
        const { app, errors } = open(`import x from '${from}';`, { run });
        await app.ready.catch(() => undefined);
        app.remove();
        return `${errors[0]?.name}: ${errors[0]?.message}`;
      };
      expect(await message('/nowhere.js')).to.match(/^TypeError: Module 'http.*nowhere\.js' cannot be loaded: .* Is it there/);
      expect(await message(url(`import { Str } from 'heddle';`))).to.match(/^TypeError: Module 'blob:.*: .*heddle.* and not from 'heddle'/);
      expect(await message(url('throw new RangeError("no data")'))).to.match(/cannot be loaded: it threw RangeError: no data$/);
      expect(await message(url('export const = 1;'))).to.match(/^SyntaxError: Module 'blob:.*' cannot be loaded: \S+/);
    });

    it('reports a callback that throws and goes on', async () => {
      const { app, errors } = open(
        `import { Button, StaticText, Row } from 'heddle';
         const bad = new Button({ label: 'Bad' }), text = new StaticText();
         bad.onClick(() => { text.value = 'still here'; throw new RangeError('no way'); });
         new Row(bad, text).servable();`,
        { run },
      );
      await app.ready;
      (await control<HTMLButtonElement>(app, 'button')).click();
      await until(() => errors.length > 0 && textOf(app).includes('no way') && textOf(app).includes('still here'));
      expect(errors[0]).to.include({ name: 'RangeError', message: 'no way' });
    });

    it('shows errors that are the same in one place, with their number, and is loud about the first only', async () => {
      const { app, errors } = open(
        `import { state } from 'heddle';
         let n = 0;
         state.addPeriodicCallback(() => { throw new RangeError('beat ' + n++); }, { period: 10 });
         state.onload(() => { throw new TypeError('once'); });`,
        { run },
      );
      await until(() => errors.length > 4);
      await app.updateComplete;
      const problems = [...app.shadowRoot!.querySelectorAll('.problem')];
      expect(problems.map((problem) => /beat|once/.exec(textOf(problem))?.[0]).toSorted()).to.deep.equal(['beat', 'once']);
      const [beats] = problems.filter((problem) => textOf(problem).includes('beat'));
      expect(textOf(beats!)).to.match(/×\d+[^]*beat [1-9]/);
      expect(problems.map((problem) => problem.role).toSorted()).to.deep.equal(['alert', 'group']);
    });

    it('shows no more than three different errors', async () => {
      const { app, errors } = open(
        `import { state } from 'heddle';
         for (const name of ['a', 'b', 'c', 'd']) state.onload(() => { throw new RangeError('no ' + name); });`,
        { run },
      );
      await app.ready;
      expect(errors.length).to.equal(4);
      expect([...app.shadowRoot!.querySelectorAll('.message')].map((message) => message.textContent)).to.deep.equal(
        ['b', 'c', 'd'].map((name) => `RangeError: no ${name}`),
      );
    });

    it('that takes long to start says so, and can be restarted', async () => {
      const { app } = open(`await new Promise(() => {});`, { run });
      const boot = await control<HTMLElement>(app, '.boot');
      expect(find(boot, 'button')).to.equal(undefined);
      for (const animation of boot.getAnimations()) animation.finish();
      const restart = await control<HTMLButtonElement>(app, '.boot button');
      expect(textOf(boot)).to.match(/not come to its end/);
      app.querySelector('script')!.textContent = COUNTER;
      restart.click();
      await app.ready;
      expect(app.shadowRoot!.querySelector('.boot')).to.equal(null);
    });

    it('that shows nothing tells its author how to', async () => {
      const warned: unknown[] = [];
      const { warn } = console;
      console.warn = (text: unknown) => warned.push(text);
      try {
        await open(`import { Str } from 'heddle'; new Str('forgotten');`, { run, name: 'blank' }).app.ready;
        await open(COUNTER, { run }).app.ready;
      } finally {
        console.warn = warn;
      }
      expect(warned).to.deep.equal(["heddle: app 'blank' shows nothing: what is to be seen has to be .servable()."]);
    });

    it('tells what its destroy callbacks fail with', async () => {
      const { app, errors } = open(
        `import { state } from 'heddle';
        state.onSessionDestroyed(() => { throw new RangeError('not closed'); });
        state.onSessionDestroyed(async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          throw new RangeError('not saved');
        });`,
        { run },
      );
      await app.ready;
      app.restart();
      await until(() => errors.length > 1);
      expect(errors.map(({ message, what }) => [message, what])).to.deep.equal([
        ['not closed', 'state.onSessionDestroyed'],
        ['not saved', 'state.onSessionDestroyed'],
      ]);
      await app.ready;
      await until(() => textOf(app).includes('not closed') && textOf(app).includes('not saved'));
    });

    it('ends its session with the element and starts another when it is put back', async () => {
      const { app } = open(COUNTER, { run });
      await app.ready;
      (await control<HTMLButtonElement>(app, 'button')).click();
      await until(() => textOf(app).includes('clicked 1'));
      app.remove();
      await until(() => app.phase === 'waiting');
      document.body.append(app);
      await app.ready;
      expect(textOf(app)).to.include('none');
    });
  });
}

describe('<heddle-app>', () => {
  it('runs nothing of a text in the page while it looks for its syntax error', async () => {
    const { app, errors } = open(`}); globalThis.escaped = true; (async () => {`);
    await app.ready.catch(() => undefined);
    expect(errors[0]?.name).to.equal('SyntaxError');
    expect('escaped' in globalThis).to.equal(false);
  });

  it('shows what nobody caught of an app in the page, where the browser tells whose it is', async () => {
    const other = open(COUNTER, { run: 'page' });
    const { app, errors } = open(`import 'heddle';\nsetTimeout(() => { throw new RangeError('late'); });`, { run: 'page' });
    const { onerror } = globalThis;
    await new Promise((heard) => (globalThis.onerror = heard)); // that of the test's runner fails the test
    globalThis.onerror = onerror;
    await Promise.all([app.ready, other.app.ready]);
    const told = 'line' in new Error() ? [] : ['late at 2']; // WebKit
    await until(() => errors.length >= told.length);
    expect(errors.map(({ message, where }) => `${message} at ${where?.line}`)).to.deep.equal(told);
    expect(other.errors).to.deep.equal([]);
  });

  it('refuses a second script, and says what to do', async () => {
    const { app, errors } = open(COUNTER);
    app.append(Object.assign(document.createElement('script'), { type: 'heddle', textContent: 'null.x' }));
    await app.ready.catch(() => undefined);
    expect(errors[0]?.message).to.match(/^<heddle-app> has more than one <script type="heddle">: make them one/);
  });

  it('says what is wrong when the file that src names is missing', async () => {
    const { app, errors } = open('', { src: '/test/browser/embed/nowhere.js' });
    await app.ready.catch(() => undefined);
    expect(errors[0]?.what).to.equal('starting the app');
    expect(errors[0]?.message).to.include('nowhere.js');
  });

  it('runs the file that src names', async () => {
    const { app } = open('', { src: '/test/browser/embed/hello.txt' });
    await app.ready;
    await until(() => textOf(app).includes('Hello from a file'));
  });

  it('leaves the page free while its code computes', async () => {
    const { app } = open(
      `import { StaticText } from 'heddle';
       const end = performance.now() + 1000; while (performance.now() < end);
       new StaticText({ value: 'computed' }).servable();`,
    );
    let ended = false;
    void app.ready.then(() => (ended = true));
    const other = open(COUNTER);
    await other.app.ready;
    (await control<HTMLButtonElement>(other.app, 'button')).click();
    await until(() => textOf(other.app).includes('clicked 1'));
    expect(ended).to.equal(false);
    await app.ready;
  });

  it('starts a lazy app only when it is about to be seen', async () => {
    const spacer = document.createElement('div');
    spacer.style.height = '5000px';
    document.body.append(spacer);
    const { app } = open(COUNTER, { loading: 'lazy' });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(app.phase).to.equal('waiting');
    app.scrollIntoView();
    await until(() => app.phase === 'running');
    spacer.remove();
  });

  it('keeps its session when it is moved within the page', async () => {
    const { app } = open(COUNTER);
    await app.ready;
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => textOf(app).includes('clicked 1'));
    const frame = document.createElement('div');
    document.body.append(frame);
    frame.append(app);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(textOf(app)).to.include('clicked 1');
  });
});

describe('<heddle-app editable>', () => {
  it('shows its code, and runs it again as it was changed', async () => {
    const { app } = open(COUNTER, { editable: '' });
    await app.ready;
    const editor = await control<HTMLTextAreaElement>(app, 'textarea');
    expect(editor.value).to.equal(COUNTER);
    editor.value = COUNTER.replace('none', 'changed');
    (await control<HTMLButtonElement>(app, '.editor button')).click();
    await app.ready;
    await until(() => textOf(app).includes('changed'));
  });
});

describe('the theme of an app', () => {
  it('can be set by the element and by the app', async () => {
    const { app } = open(`import { configure } from 'heddle'; configure({ theme: 'dark' });`, { theme: 'light' });
    expect(getComputedStyle(app).colorScheme).to.equal('light');
    await app.ready;
    expect(getComputedStyle(app).colorScheme).to.equal('dark');
  });
});

describe('the design of an app', () => {
  const WIDGETS = `new Column(new Button({ label: 'Go' }), new Button({ label: 'Stop', color: 'primary' }), new TextInput({ label: 'Name', value: 'x' }),
    new IntSlider({ label: 'n', value: 3, end: 9 }), new Checkbox({ label: 'On', value: true }), new StaticText({ label: 'Text', value: 'y' })).servable();`;
  const NAMES = `import { Button, Checkbox, Column, IntSlider, StaticText, TextInput, configure } from 'heddle';`;

  it('can be set by the element and by the app, which leaves the theme as it is', async () => {
    const { app } = open(`${NAMES} configure({ design: 'material' }); ${WIDGETS}`, { theme: 'dark', design: 'fast' });
    const accent = (): string => getComputedStyle(app).getPropertyValue('--heddle-accent');
    const [fast] = [accent(), await app.ready];
    await until(() => app.getAttribute('design') === 'material');
    expect([fast === accent(), app.theme]).to.deep.equal([false, 'dark']);
  });

  for (const design of ['native', 'bootstrap', 'fast', 'material'])
    for (const theme of ['light', 'dark']) {
      it(`has no accessibility faults as ${design} in ${theme} pages`, async () => {
        const { app } = open(`${NAMES} ${WIDGETS}`, { design, theme });
        await app.ready;
        await control(app, 'heddle-text-input');
        expect(await findings(app)).to.deep.equal([]);
      });
    }
});

describe('a module of the page that imports heddle', () => {
  it('has a session of its own, shown at the end of the page', async () => {
    const text = new StaticText({ value: 'before' });
    const button = new Button({ label: 'Own', onClick: () => (text.value = 'after') });
    new Row(button, text).servable();
    const own = await until(() => find<HTMLButtonElement>(document, 'heddle-button')?.shadowRoot?.querySelector('button'));
    own.click();
    await until(() => textOf(document.body).includes('after'));
    expect(state.sessionInfo.name).to.equal('page');
  });
});

describe('heddle.mount', () => {
  it('gives a function everything that heddle exports, bound to a session in the page', async () => {
    const place = document.createElement('div');
    document.body.append(place);
    const app: HeddleApp = await mount(place, ({ Str, Column }) => {
      new Column(new Str('mounted')).servable();
    });
    await until(() => textOf(app).includes('mounted'));
    app.remove();
  });

  it('runs text in a worker', async () => {
    const app = await mount(document.body, `import { Str } from 'heddle'; new Str(typeof document).servable();`);
    await until(() => textOf(app).includes('undefined'));
  });

  it('refuses what is no element of the page, and what is no app', async () => {
    const fn = () => undefined;
    for (const [element, app] of [
      [null, fn],
      ['#app', fn],
      [document.createElement('div'), fn],
      [document.body, 42],
    ]) {
      const error = await mount(element as Element, app as string).catch(String);
      expect(error).to.match(/^TypeError: heddle.mount needs an element that is in the page, and an app/);
    }
  });

  it('rejects with the error of the app, of its class and with its cause', async () => {
    const inPage = () => {
      throw new RangeError('boom', { cause: new SyntaxError('deep') });
    };
    for (const app of [inPage, `throw new RangeError('boom', { cause: new SyntaxError('deep') })`]) {
      const error = (await mount(document.body, app).catch((reason: Error) => reason)) as Error;
      expect(error).to.be.instanceOf(RangeError);
      expect(error.message).to.equal('boom');
      expect(error.cause).to.be.instanceOf(SyntaxError);
    }
  });

  it('refuses a function in a worker, and says why', async () => {
    const error = await mount(document.body, () => undefined, { run: 'worker' }).catch((reason: Error) => reason);
    expect(String(error)).to.include('a function cannot run in a worker');
  });
});

describe('state.onSessionCreated of the page', () => {
  it('hears of the sessions that start later, in workers too', async () => {
    const heard: string[] = [];
    state.onSessionCreated(({ name }) => heard.push(name));
    const apps = (['worker', 'page'] as const).map((run) =>
      open(`import { Str } from 'heddle'; new Str('x').servable();`, { run, name: run }),
    );
    await Promise.all(apps.map(({ app }) => app.ready));
    expect(heard.toSorted()).to.deep.equal(['page', 'worker']);
  });
});

describe('an app whose worker ends by itself', () => {
  it('says so, answers no more, and can be restarted', async () => {
    const { app, errors } = open(
      `import { Button } from 'heddle';
       new Button({ label: 'End', onClick: () => globalThis.close() }).servable();`,
      { name: 'mortal' },
    );
    await app.ready;
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => app.phase === 'crashed');
    expect(errors.at(-1)).to.include({ name: 'SessionCrashed', what: 'the app' });
    const restart = await control<HTMLButtonElement>(app, '.actions button');
    expect(restart.textContent).to.equal('Restart');
    expect(app.shadowRoot!.querySelector('.stage')!.matches('[inert]')).to.equal(true);
    restart.click();
    await app.ready;
    expect(app.phase).to.equal('running');
    expect(app.shadowRoot!.querySelector('.problem')).to.equal(null);
  });

  it('does not take its neighbours along, nor does ending an app count as its crash', async () => {
    const [mortal, other] = [open(`globalThis.close();`), open(COUNTER)];
    await until(() => mortal.app.phase === 'crashed');
    await other.app.ready;
    (await control<HTMLButtonElement>(other.app, 'button')).click();
    await until(() => textOf(other.app).includes('clicked 1'));
    other.app.destroy();
    await new Promise((resolve) => setTimeout(resolve, 400)); // longer than an ended session's grace
    expect([other.app.phase, other.errors]).to.deep.equal(['waiting', []]);
  });

  it('is noticed, too, after its page was frozen and came back', async () => {
    const { app } = open(`import { Button } from 'heddle'; new Button({ onClick: () => globalThis.close() }).servable();`);
    await app.ready;
    for (let turn = 0; turn < 2; turn++) {
      dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(app.phase).to.equal('running');
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => app.phase === 'crashed');
  });
});
