import { expect } from 'chai';
import { control, open, textOf, until } from '../embed/stage.ts';

const SLIDER = `import { Column, IntSlider, rx, state, StaticText } from 'heddle';
  const slider = new IntSlider({ label: 'n', end: 10, value: 3 });
  state.location.sync(slider, { value: 'n' });
  new Column(slider, new StaticText({ value: rx\`n is \${slider.param.value}\` })).servable();`;

async function slide(app: Element, value: string): Promise<void> {
  const input = await control<HTMLInputElement>(app, 'input');
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** The parts of the fragment; in which order apps write them is chance. */
const parts = (): string => location.hash.split('&').toSorted().join(' ');

const shows = (app: Element, text: string): Promise<unknown> => until(() => textOf(app).includes(text));

for (const run of ['worker', 'page']) {
  describe(`state.location of <heddle-app run="${run}">`, () => {
    const before = location.href;

    afterEach(() => {
      for (const app of document.querySelectorAll('heddle-app')) app.remove();
      history.replaceState(null, '', before);
    });

    it('keeps apart what the apps of a page write, and leaves the page’s anchor and query alone', async () => {
      history.replaceState(null, '', '#anchor');
      const apps = [{ name: 'left' }, {}, {}].map((attributes) => open(SLIDER, { run, ...attributes }).app);
      await Promise.all(apps.map((app) => app.ready));
      for (const [index, app] of apps.entries()) await slide(app, String(index + 5));
      await until(() => parts() === '#anchor app2.n=7 left.n=5 n=6');
      await slide(apps[1]!, '3');
      await until(() => parts() === '#anchor app2.n=7 left.n=5');
      expect(location.search).to.equal(new URL(before).search);
    });

    it('is there when the app starts: what was written comes back after a restart', async () => {
      history.replaceState(null, '', '#left.n=8');
      const { app, errors } = open(SLIDER, { run, name: 'left' });
      await app.ready;
      await shows(app, 'n is 8');
      await slide(app, '9');
      await until(() => location.hash === '#left.n=9');
      app.restart();
      await app.ready;
      await shows(app, 'n is 9');
      expect(errors).to.deep.equal([]);
    });

    it('takes a step that the reader can go back from, and follows back and forward', async () => {
      const { app } = open(
        `${SLIDER}
         import { Button } from 'heddle';
         new Button({ label: 'Seven', onClick: () => state.location.update({ n: 7 }, { push: true }) }).servable();`,
        { run },
      );
      await app.ready;
      (await control<HTMLButtonElement>(app, 'button')).click();
      await until(() => location.hash === '#n=7');
      await shows(app, 'n is 7');
      history.back();
      await shows(app, 'n is 3');
      expect(location.hash).to.equal('');
      history.forward();
      await shows(app, 'n is 7');
      history.back();
      await shows(app, 'n is 3');
    });

    it('reports a value that is none, and goes on', async () => {
      history.replaceState(null, '', '#n=99');
      const { app, errors } = open(SLIDER, { run });
      await app.ready;
      await shows(app, 'n is 3');
      expect(errors[0]?.what).to.equal("'n' in the address");
    });
  });
}
