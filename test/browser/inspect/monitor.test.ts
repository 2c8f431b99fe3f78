import { expect } from 'chai';
import { configure } from '../../../src/index.ts';
import type { HeddleMonitor } from '../../../src/embed/index.ts';
import { page } from '../../../src/host/index.ts';
import { control, open, textOf, until } from '../embed/stage.ts';
import { findings } from '../view/fixture.ts';

const IDLE = `import { Str } from 'heddle'; new Str('idle').servable();`;

/** Has a task that never ends by itself; the button starts it, and the text says how it ended. */
const ENDLESS = `import { Button, Row, StaticText, thread } from 'heddle';
  const endless = thread(async function endless() { for (;;) await new Promise((resolve) => setTimeout(resolve, 20)); });
  const start = new Button({ label: 'Start' }), text = new StaticText();
  start.onClick(async () => { text.value = await endless().catch((error) => error.name + ': ' + error.message); });
  new Row(start, text).servable();`;

const QUICK = `import { Button, Row, StaticText, thread } from 'heddle';
  const quick = thread(function quick(n) { if (n === 2) throw new Error('two'); return n; });
  const start = new Button({ label: 'Start' }), text = new StaticText();
  start.onClick(async () => {
    const ends = await Promise.allSettled([1, 2, 3].map((n) => quick(n)));
    text.value = ends.map((end) => end.status).join();
  });
  new Row(start, text).servable();`;

before(() => customElements.whenDefined('heddle-monitor'));

afterEach(() => {
  for (const element of document.querySelectorAll('heddle-app, heddle-monitor')) element.remove();
  configure({ monitor: true });
});

function press(target: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', {
    ...{ key: 'H', code: 'KeyH', altKey: true, shiftKey: true },
    ...{ bubbles: true, cancelable: true, composed: true },
  });
  target.dispatchEvent(event);
  return event;
}

function escape(target: Element): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }));
}

/** A monitor that an author has put into the page. */
function place(): HeddleMonitor {
  const monitor = document.createElement('heddle-monitor') as HeddleMonitor;
  monitor.open = true;
  document.body.append(monitor);
  return monitor;
}

const shown = (): HeddleMonitor | null => document.querySelector('heddle-monitor');
const part = <E extends Element>(monitor: Element, selector: string): E | null | undefined =>
  monitor.shadowRoot?.querySelector<E>(selector);
const says = (monitor: Element, text: string | RegExp): Promise<true> =>
  until(() => new RegExp(text).test(textOf(monitor).replace(/\s+/g, ' ')) || undefined);

describe('the key of the monitor', () => {
  it('opens it at the bottom of the window and closes it, and the focus goes in and back', async () => {
    const button = document.body.appendChild(document.createElement('button'));
    const below = document.body.appendChild(document.createElement('div'));
    below.style.height = '5000px';
    button.focus();
    expect(press(button).defaultPrevented).to.equal(true);
    const monitor = shown() as HeddleMonitor;
    expect(monitor.open).to.equal(true);
    expect(document.activeElement).to.equal(monitor);
    expect(scrollY, 'the page stays where it is').to.equal(0);
    await says(monitor, 'Monitor');
    press(monitor);
    expect(monitor.open).to.equal(false);
    expect(document.activeElement).to.equal(button);
    press(button);
    escape(monitor);
    expect(monitor.open, 'Escape closes it only once it is there').to.equal(true);
    await says(monitor, 'Monitor');
    escape(monitor);
    expect(monitor.open).to.equal(false);
    expect(document.querySelectorAll('heddle-monitor').length).to.equal(1);
    button.remove();
    below.remove();
  });

  it('opens the one that an author has put into the page', async () => {
    const monitor = document.body.appendChild(document.createElement('heddle-monitor')) as HeddleMonitor;
    press();
    expect(monitor.open).to.equal(true);
    await says(monitor, 'Monitor');
    escape(monitor);
    expect(monitor.open, 'Escape is for the docked one').to.equal(true);
  });

  it('is left alone in fields for text, and where the page does not want it', () => {
    const field = document.body.appendChild(document.createElement('textarea'));
    expect(press(field).defaultPrevented).to.equal(false);
    field.remove();
    configure({ monitor: false });
    expect(press().defaultPrevented).to.equal(false);
    expect(shown()).to.equal(null);
  });
});

describe('<heddle-monitor>', () => {
  it('shows each session, and one that starts or ends meanwhile', async () => {
    const first = open(IDLE, { name: 'first' });
    const second = open(IDLE, { name: 'second', run: 'page' });
    await Promise.all([first.app.ready, second.app.ready]);
    const monitor = place();
    await says(monitor, /first s\d+ ready .*second s\d+, in the page ready/);
    second.app.remove();
    const third = open(`throw new RangeError('broken from the start');`, { name: 'third' });
    await third.app.ready.catch(() => undefined);
    await says(monitor, /first .*third s\d+ failed .*Errors 1 .*RangeError: broken from the start/);
    expect(textOf(monitor)).not.to.include('second');
  });

  it('tells that a session is blocked', async () => {
    const { app } = open(
      `import { Button } from 'heddle';
       new Button({ label: 'Block', onClick() { const end = performance.now() + 4000; while (performance.now() < end); } }).servable();`,
      { name: 'spinner' },
    );
    await app.ready;
    const monitor = place();
    await says(monitor, /spinner s\d+ ready/);
    (await control<HTMLButtonElement>(app, 'button')).click();
    await says(monitor, /spinner s\d+ blocked/);
    await says(monitor, /spinner s\d+ ready/);
  });

  it('counts the stale runs that a session drops', async () => {
    const { app } = open(
      `import { bind, Button, Column, IntSlider, sleep } from 'heddle';
       const slider = new IntSlider({ start: 0, end: 9 });
       const button = new Button({ label: 'Go', onClick() { for (let n = 1; n <= 5; n++) slider.value = n; } });
       new Column(slider, button, bind(async (n) => { await sleep(50); return n; }, slider)).servable();`,
      { name: 'stale' },
    );
    await app.ready;
    const monitor = place();
    (await control<HTMLButtonElement>(app, 'button')).click();
    await says(monitor, /Stale runs dropped [1-9]/);
  });

  it('shows the tasks of threads, and how they ended', async () => {
    const monitor = place();
    await says(monitor, 'No app runs on this page|Sessions');
    const { app } = open(QUICK, { name: 'quick' });
    await app.ready;
    (await control<HTMLButtonElement>(app, 'button')).click();
    await until(() => textOf(app).includes('fulfilled,rejected,fulfilled'));
    await says(monitor, /Last tasks .*quick .*finished/);
    await says(monitor, /quick .*error/);
    expect(part(monitor, 'canvas')?.getAttribute('aria-label')).to.match(/thread-\d+, last 30 s: \d+ tasks?, \d+ % of the time/);
  });

  it('cancels a running task, whose session is told so', async () => {
    const { app } = open(ENDLESS, { name: 'endless' });
    await app.ready;
    const monitor = place();
    (await control<HTMLButtonElement>(app, 'button')).click();
    const button = await until(() => part<HTMLButtonElement>(monitor, 'button[aria-label^="Cancel endless on thread-"]'));
    await says(monitor, /thread-\d+ endless s\d+ /); // colours repeat, so whose it is stands beside
    button.click();
    await until(() => textOf(app).includes("AbortError: Task 'endless' was cancelled in the monitor."));
    await says(monitor, 'Task endless was cancelled');
    await says(monitor, /Last tasks .*endless .*cancelled/);
    expect(monitor.shadowRoot?.activeElement?.textContent).to.equal('Threads');
  });

  it('cancels what a session has queued, and nothing that runs', async () => {
    const { app } = open(
      `import { StaticText, thread } from 'heddle';
       const text = new StaticText({ value: 0 }).servable();
       const endless = thread(async function endless() { for (;;) await new Promise((resolve) => setTimeout(resolve, 20)); });
       for (let n = 0; n < 20; n++) endless().catch((error) => { if (/in the monitor before it began/.test(error.message)) text.value++; });`,
      { name: 'eager' },
    );
    await app.ready;
    const monitor = place();
    await says(monitor, `Running ${page.pool.size} Queued ${20 - page.pool.size}`);
    part<HTMLButtonElement>(monitor, 'button[aria-label^="Cancel what is queued of eager"]')!.click();
    await says(monitor, `Cancelled ${20 - page.pool.size} queued tasks of eager.`);
    await until(() => textOf(app).trim() === String(20 - page.pool.size) || undefined);
    expect(monitor.shadowRoot?.activeElement?.textContent).to.equal('Sessions');
    await says(monitor, `Running ${page.pool.size} Queued 0`);
  });

  it('restarts a session', async () => {
    const { app } = open(IDLE, { name: 'again' });
    await app.ready;
    const before = [...page.sessions].find(({ name }) => name === 'again')?.id;
    const monitor = place();
    const button = await until(() => part<HTMLButtonElement>(monitor, `button[aria-label="Restart again, ${before}"]`));
    button.focus();
    button.click();
    await until(() => app.phase === 'running');
    await says(monitor, /again s\d+ ready/);
    await until(() => monitor.shadowRoot?.activeElement?.textContent === 'Sessions');
    const after = [...page.sessions].filter(({ name }) => name === 'again').map(({ id }) => id);
    expect(after.length).to.equal(1);
    expect(after[0]).not.to.equal(before);
  });

  it('stands still while it is paused', async () => {
    const monitor = place();
    const pause = await until(() => part<HTMLButtonElement>(monitor, 'button[aria-pressed]'));
    pause.click();
    await until(() => pause.getAttribute('aria-pressed') === 'true');
    const { app } = open(IDLE, { name: 'unseen' });
    await app.ready;
    await frames(40);
    expect(textOf(monitor)).not.to.include('unseen');
    pause.click();
    await says(monitor, 'unseen');
  });

  it('observes nothing and asks nothing while it is closed', async () => {
    const { app } = open(IDLE, { name: 'quiet' });
    await app.ready;
    const signals: AbortSignal[] = [];
    const { pool } = page;
    const { observe } = pool;
    pool.observe = (observer, signal) => {
      signals.push(signal);
      observe.call(pool, observer, signal);
    };
    const monitor = document.body.appendChild(document.createElement('heddle-monitor')) as HeddleMonitor;
    const record = [...page.sessions].find(({ name }) => name === 'quiet');
    await frames(5);
    await frames(60);
    expect([record?.answers, signals.length]).to.deep.equal([0, 0]);
    monitor.open = true;
    await until(() => (record?.answers ?? 0) > 0);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([false]);
    monitor.open = false;
    await frames(5);
    const counts = [record?.answers, record?.sent, record?.received];
    await frames(90);
    expect([record?.answers, record?.sent, record?.received]).to.deep.equal(counts);
    expect(signals.map(({ aborted }) => aborted)).to.deep.equal([true]);
    expect(monitor.shadowRoot?.childNodes.length).to.equal(0);
    expect(monitor.hidden).to.equal(true);
    monitor.open = true;
    await until(() => signals.length === 2);
    monitor.remove();
    expect(signals[1]?.aborted, 'taken out of the page').to.equal(true);
    pool.observe = observe;
  });

  for (const scheme of ['light', 'dark']) {
    it(`has no accessibility faults in ${scheme} pages, and fits a phone`, async () => {
      const { style } = document.documentElement;
      Object.assign(style, {
        colorScheme: scheme,
        background: scheme === 'dark' ? '#14171c' : '#fff',
        color: scheme === 'dark' ? '#eee' : '#111',
      });
      const apps = [open(ENDLESS, { name: 'endless' }), open(QUICK, { name: 'a-session-with-quite-a-long-name-for-a-phone' })];
      await Promise.all(apps.map(({ app }) => app.ready));
      const monitor = place();
      monitor.style.width = '320px';
      for (const { app } of apps) (await control<HTMLButtonElement>(app, 'button')).click();
      await says(monitor, /Last tasks .*quick .*error/);
      part<HTMLElement>(monitor, 'summary')?.click();
      expect(monitor.scrollWidth).to.be.at.most(monitor.clientWidth);
      expect(await findings(monitor)).to.deep.equal([]);
      monitor.style.width = '1200px';
      await frames(2);
      expect(await findings(monitor)).to.deep.equal([]);
      Object.assign(style, { colorScheme: '', background: '', color: '' });
    });
  }
});

async function frames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
}
