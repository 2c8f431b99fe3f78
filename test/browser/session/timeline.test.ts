import { expect } from 'chai';
import type { HeddleApp } from '../../../src/embed/index.ts';
import { control, open, textOf, until } from '../embed/stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

/** Moves the slider to 1, 2 and 3 without letting go, and clicks twice: faster than the window in which edits are joined. */
async function act(app: HeddleApp): Promise<void> {
  const slider = await control<HTMLInputElement>(app, 'input');
  const button = await control<HTMLButtonElement>(app, 'button');
  for (const value of ['1', '2', '3']) {
    slider.value = value;
    slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }
  button.click();
  button.click();
}

/** What the app has noted, once it has noted as much. */
async function notes(app: HeddleApp, count: number): Promise<string[]> {
  const read = (): string[] => /notes: (.*?);/.exec(textOf(app))?.[1]?.split(', ') ?? [];
  await until(() => read().length >= count);
  return read();
}

const BEGIN = `import { Barrier, Button, Column, configure, IntSlider, sleep, StaticText, thread, withLock } from 'heddle';
  const slider = new IntSlider({ label: 'n', end: 10 }), button = new Button({ label: 'Go' }), text = new StaticText();
  const noted = [];
  const note = (what) => { noted.push(what); text.value = 'notes: ' + noted.join(', ') + ';'; };
  new Column(slider, button, text).servable();`;

for (const run of ['worker', 'page']) {
  describe(`the events of an app in a ${run}`, () => {
    it('are worked off one after the other: edits of one widget joined, before the click that follows, clicks each by itself', async () => {
      const { app } = open(
        `${BEGIN}
         slider.param.watch(({ new: value }) => { note('value ' + value); const end = performance.now() + 100; while (performance.now() < end); note('end ' + value); }, 'value');
         button.onClick(({ new: clicks }) => note('click ' + clicks));`,
        { run },
      );
      await app.ready;
      await act(app);
      expect(await notes(app, 6)).to.deep.equal(['value 1', 'end 1', 'value 3', 'end 3', 'click 1', 'click 2']);
    });

    it('start their asynchronous callbacks in order, beside each other', async () => {
      const { app } = open(
        `${BEGIN}
         let open; const both = new Promise((resolve) => (open = resolve));
         slider.param.watch(async ({ new: value }) => { note('value ' + value); await both; note('end ' + value); }, 'value');
         button.onClick(async ({ new: clicks }) => { note('click ' + clicks); if (clicks === 2) open(); await both; note('end of click ' + clicks); });`,
        { run },
      );
      await app.ready;
      await act(app);
      const all = await notes(app, 8);
      expect(all.slice(0, 4)).to.deep.equal(['value 1', 'value 3', 'click 1', 'click 2']);
    });

    it('overlap on threads, where their callbacks are thread functions: none would end without the other', async () => {
      const { app } = open(
        `${BEGIN}
         configure({ nthreads: 2 });
         const gate = new Barrier(2);
         const meet = thread(async (name) => { await gate.wait(); return name; }, { uses: { gate } });
         button.onClick(async ({ new: clicks }) => note(await meet('met ' + clicks)));`,
        { run },
      );
      await app.ready;
      await act(app);
      expect((await notes(app, 2)).toSorted()).to.deep.equal(['met 1', 'met 2']);
    });

    it('wait for each other under the lock, first come first served and across awaits, while others go on', async () => {
      const { app } = open(
        `${BEGIN}
         let open; const opened = new Promise((resolve) => (open = resolve));
         const locked = withLock(async (name) => { note(name); await opened; note('end ' + name); });
         slider.param.watch(({ new: value }) => locked('lock ' + value), 'value');
         button.onClick(({ new: clicks }) => { note('click ' + clicks); if (clicks === 2) open(); });`,
        { run },
      );
      await app.ready;
      await act(app);
      const all = await notes(app, 6);
      expect(all.filter((what) => what.includes('lock'))).to.deep.equal(['lock 1', 'end lock 1', 'lock 3', 'end lock 3']);
      expect(all.indexOf('click 2')).to.be.lessThan(all.indexOf('end lock 1'));
    });
  });
}
