import { expect } from 'chai';
import type { HeddleApp } from '../../../src/embed/index.ts';
import { control, open, textOf, until } from '../embed/stage.ts';

const SLIDER = (kind: string): string => `import { Column, IntSlider, persist, rx, StaticText } from 'heddle';
  const slider = new IntSlider({ label: 'n', end: 10, value: 3 });
  persist(slider, ['value'], { in: '${kind}', key: 'n' });
  new Column(slider, new StaticText({ value: rx\`n is \${slider.param.value}\` })).servable();`;

async function slide(app: HeddleApp, value: string): Promise<void> {
  const input = await control<HTMLInputElement>(app, 'input');
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

for (const run of ['worker', 'page']) {
  describe(`persist in <heddle-app run="${run}">`, () => {
    afterEach(() => {
      for (const app of document.querySelectorAll('heddle-app')) app.remove();
      localStorage.clear();
    });

    for (const kind of ['local', 'indexeddb']) {
      it(`brings values back in another session, before they are drawn (${kind})`, async () => {
        const name = `${run}-${kind}-${crypto.randomUUID()}`;
        const first = open(SLIDER(kind), { run, name });
        await first.app.ready;
        await slide(first.app, '8');
        await until(() => textOf(first.app).includes('n is 8'));
        first.app.remove();
        const second = open(SLIDER(kind), { run, name });
        const seen = new Set<string>();
        await until(() => {
          const shown = /n is (\d+)/.exec(textOf(second.app))?.[1];
          if (shown !== undefined) seen.add(shown);
          return second.app.phase === 'running' && seen.size > 0;
        });
        expect([[...seen], second.errors]).to.deep.equal([['8'], []]);
        const other = open(SLIDER(kind), { run, name: `${name}-other` });
        await other.app.ready;
        await until(() => textOf(other.app).includes('n is 3'));
      });
    }

    it('goes on, and says so once, where the browser keeps nothing', async () => {
      const { app, errors } = open(SLIDER('local'), { run, name: 'full' });
      await app.ready;
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = () => {
        throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      };
      try {
        for (const value of ['4', '5', '6']) {
          await slide(app, value);
          await until(() => textOf(app).includes(`n is ${value}`));
        }
        await until(() => errors.length > 0);
      } finally {
        Storage.prototype.setItem = setItem;
      }
      expect(errors.map(({ what }) => what)).to.deep.equal(["persist 'n'"]);
      expect(errors[0]!.message).to.include('keeps nothing');
    });
  });
}
