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

const FILE = `import { Button, Column, IntSlider, persist, rx, StaticText } from 'heddle';
  const slider = new IntSlider({ label: 'n', end: 10, value: 3 }), opened = new StaticText();
  const file = persist(slider, ['value'], { in: 'file', key: 'n' });
  const save = new Button({ label: 'Save', onClick: () => file.save() });
  const open = new Button({ label: 'Open', onClick: async () => { opened.value = 'opened ' + await file.open(); } });
  new Column(slider, save, open, opened, new StaticText({ value: rx\`n is \${slider.param.value}\` })).servable();`;

async function press(app: HeddleApp, button: 'save' | 'open'): Promise<void> {
  const host = await control(app, `heddle-button:nth-of-type(${button === 'save' ? 1 : 2})`);
  host.shadowRoot?.querySelector('button')?.click();
}

/** Stands for the browser's dialogs, which no driver of all three engines can answer. */
function answerDialogs(): { saved?: HTMLAnchorElement; chooses: File | undefined; end(): void } {
  const [anchor, input] = [HTMLAnchorElement.prototype, HTMLInputElement.prototype];
  const [follow, click] = [anchor.click, input.click];
  const reader: ReturnType<typeof answerDialogs> = {
    chooses: undefined,
    end() {
      anchor.click = follow;
      input.click = click;
    },
  };
  anchor.click = function (): void {
    reader.saved = this;
  };
  input.click = function (): void {
    if (!reader.chooses) return void this.dispatchEvent(new Event('cancel'));
    const files = new DataTransfer();
    files.items.add(reader.chooses);
    this.files = files.files;
    this.dispatchEvent(new Event('change'));
  };
  return reader;
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

    it('saves values in a file and takes them from one, when the reader says so', async () => {
      const { app, errors } = open(FILE, { run, name: 'file' });
      await app.ready;
      const reader = answerDialogs();
      try {
        await slide(app, '8');
        await press(app, 'save');
        const saved = await until(() => reader.saved);
        expect(saved.download).to.equal('n.json');
        const text = await (await fetch(saved.href)).text();
        await slide(app, '2');
        await until(() => textOf(app).includes('n is 2'));
        reader.chooses = new File([text], 'n.json');
        await press(app, 'open');
        await until(() => textOf(app).includes('n is 8'));
        reader.chooses = undefined;
        await press(app, 'open');
        await until(() => textOf(app).includes('opened false'));
      } finally {
        reader.end();
      }
      expect(errors).to.deep.equal([]);
    });

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
