import { expect } from 'chai';
import { enter, part, staged, type } from './fixture.ts';

describe('the view of a button', () => {
  it(
    'sends every click, also from the keyboard and never one while disabled',
    staged(async (stage) => {
      const view = await stage.show('button');
      part(view, 'button').click();
      part(view, 'button').click();
      await stage.set(1, { disabled: true });
      part(view, 'button').click();
      expect(stage.said).to.deep.equal([
        ['event', 1, 'click', undefined],
        ['event', 1, 'click', undefined],
      ]);
    }),
  );

  it(
    'has the focus again when it is enabled after a while, unless that is elsewhere by then',
    staged(async (stage) => {
      const view = await stage.show('button');
      const focused = () => stage.container.shadowRoot!.activeElement === view;
      const rest = async (meanwhile: () => void): Promise<void> => {
        view.focus();
        await stage.set(1, { disabled: true });
        await stage.set(1, { label: 'Adding' });
        await new Promise(requestAnimationFrame);
        meanwhile();
        await stage.set(1, { disabled: false });
      };
      await rest(() => {});
      expect(focused()).to.equal(true);
      const other = document.body.appendChild(document.createElement('input'));
      await rest(() => other.focus());
      expect(focused()).to.equal(false);
      other.remove();
    }),
  );

  it(
    'breaks a word that is wider than its place',
    staged(async (stage) => {
      stage.container.style.width = '120px';
      const view = await stage.show('button', { label: 'Rindfleischetikettierung' });
      const button = part<HTMLButtonElement>(view, 'button');
      expect(button.scrollWidth).to.be.at.most(120);
    }),
  );

  it(
    'takes the focus that is given to its host',
    staged(async (stage) => {
      const view = await stage.show('button');
      view.focus();
      expect(view.shadowRoot!.activeElement).to.equal(part(view, 'button'));
    }),
  );
});

describe('the view of a slider', () => {
  it(
    'edits while it is dragged, and finally when it is let go',
    staged(async (stage) => {
      const view = await stage.show('slider');
      enter(part(view), '4', 'input');
      enter(part(view), '5', 'input');
      enter(part(view), '5', 'change');
      expect(stage.said).to.deep.equal([
        ['edit', 1, 'value', 4, false],
        ['edit', 1, 'value', 5, false],
        ['edit', 1, 'value', 5, true],
      ]);
      await stage.tree.drawn();
      expect(part(view, 'output').textContent).to.equal('5');
    }),
  );

  it(
    'stays under the thumb when other values arrive',
    staged(async (stage) => {
      const view = await stage.show('slider');
      enter(part(view), '7', 'input');
      await stage.set(1, { label: 'renamed', disabled: false });
      expect(part(view).value).to.equal('7');
    }),
  );

  it(
    'follows the value that the document sets, and its bounds',
    staged(async (stage) => {
      const view = await stage.show('slider');
      await stage.set(1, { value: 90, end: 100 });
      expect([part(view).value, part(view).max, part(view, 'output').textContent]).to.deep.equal(['90', '100', '90']);
      expect(part(view).style.getPropertyValue('--at')).to.equal('90%');
      await stage.set(1, { end: 50 });
      await stage.set(1, { end: 100 });
      expect(part(view).value).to.equal('90');
    }),
  );

  it(
    'shows as many decimals at every value as its step has',
    staged(async (stage) => {
      const view = await stage.show('slider', { value: 0.3, start: 0, end: 1, step: 0.05 });
      expect(part(view, 'output').textContent).to.equal('0.30');
      await stage.set(1, { value: 1 });
      expect(part(view, 'output').textContent).to.equal('1.00');
      await stage.set(1, { value: 2e-7, step: 1e-7 });
      expect(part(view, 'output').textContent).to.equal('0.0000002');
    }),
  );

  it(
    'shows a value between two steps as it is',
    staged(async (stage) => {
      const view = await stage.show('slider', { value: 0.25, start: 0, end: 1, step: 0.1 });
      expect(part(view, 'output').textContent).to.equal('0.25');
      await stage.set(1, { value: 0.1 + 0.2 });
      expect(part(view, 'output').textContent).to.equal('0.3');
    }),
  );

  it(
    'has its thumb where the value is, also between two steps',
    staged(async (stage) => {
      const view = await stage.show('slider', { value: 10, start: 0, end: 10, step: 4 });
      expect([part(view).value, part(view).style.getPropertyValue('--at')]).to.deep.equal(['10', '100%']);
      expect([part(view, 'output').textContent, part(view).ariaValueText]).to.deep.equal(['10', '10']);
      await stage.set(1, { value: 5, end: 12 });
      expect(part(view).value).to.equal('5');
    }),
  );

  for (const [start, end, step, stops] of [
    [0, 10, 3, [0, 3, 6, 9, 10]],
    [0, 1, 0.3, [0, 0.3, 0.6, 0.9, 1]],
    [-1, 0.1, 0.4, [-1, -0.6, -0.2, 0.1]],
  ] as const) {
    it(
      `goes from ${start} to ${end} itself in steps of ${step}, by keys and by the pointer`,
      staged(async (stage) => {
        const view = await stage.show('slider', { value: start, start, end, step });
        const control = part(view);
        const press = async (key: string): Promise<number> => {
          expect(control.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))).to.equal(false);
          await stage.tree.drawn();
          expect(stage.said.at(-1)).to.deep.equal(['edit', 1, 'value', control.valueAsNumber, true]);
          return control.valueAsNumber;
        };
        for (const stop of stops.slice(1)) expect(await press('ArrowRight')).to.equal(stop);
        expect(await press('ArrowUp')).to.equal(end);
        for (const stop of stops.slice(0, -1).toReversed()) expect(await press('ArrowLeft')).to.equal(stop);
        expect([await press('ArrowDown'), await press('PageUp'), await press('PageDown')]).to.deep.equal([start, stops[1], start]);
        for (const stop of stops)
          for (const beside of [stop, stop - step / 9, stop + step / 9]) {
            enter(control, String(Math.max(start, Math.min(end, beside))), 'input');
            await stage.tree.drawn();
            expect([control.valueAsNumber, stage.said.at(-1)]).to.deep.equal([stop, ['edit', 1, 'value', stop, false]]);
          }
      }),
    );
  }

  it(
    'leaves the keys to the browser where the steps lead to the end and to the value, and where they are shortcuts',
    staged(async (stage) => {
      const view = await stage.show('slider', { value: 0.3, start: 0, end: 1, step: 0.1 });
      const press = (init: KeyboardEventInit): boolean =>
        part(view).dispatchEvent(new KeyboardEvent('keydown', { ...init, cancelable: true }));
      expect([part(view).step, press({ key: 'ArrowRight' })]).to.deep.equal(['0.1', true]);
      await stage.set(1, { value: 0.25 });
      expect([press({ key: 'Home' }), press({ key: 'Tab' }), press({ key: 'ArrowLeft', altKey: true })]).to.deep.equal([true, true, true]);
      expect(stage.said).to.deep.equal([]);
      press({ key: 'ArrowRight' });
      await stage.tree.drawn();
      expect([part(view).value, part(view).step]).to.deep.equal(['0.3', '0.1']);
    }),
  );

  it(
    'keeps its size whatever its value is',
    staged(async (stage) => {
      const view = await stage.show('slider', { end: 1000 });
      const before = part(view).getBoundingClientRect();
      await stage.set(1, { value: 1000 });
      const after = part(view).getBoundingClientRect();
      expect([after.x, after.y, after.width, after.height]).to.deep.equal([before.x, before.y, before.width, before.height]);
    }),
  );
});

describe('the view of a text input', () => {
  it(
    'sends the text with every key, and the value when it is committed',
    staged(async (stage) => {
      const view = await stage.show('textInput', { value: '', valueInput: '' });
      type(part(view), 'h');
      type(part(view), 'i');
      enter(part(view), 'hi', 'change');
      expect(stage.said).to.deep.equal([
        ['edit', 1, 'valueInput', 'h', false],
        ['edit', 1, 'valueInput', 'hi', false],
        ['edit', 1, 'valueInput', 'hi', true],
        ['edit', 1, 'value', 'hi', true],
      ]);
    }),
  );

  it(
    'leaves text and caret alone while the user types, whatever else arrives',
    staged(async (stage) => {
      const view = await stage.show('textInput');
      const input = part(view);
      input.focus();
      input.setSelectionRange(1, 1);
      type(input, 'XY');
      await stage.set(1, { label: 'renamed', valueInput: 'AXYda', placeholder: 'other' });
      expect([input.value, input.selectionStart]).to.deep.equal(['AXYda', 3]);
    }),
  );

  it(
    'can be cleared by the document, and put back to what it was',
    staged(async (stage) => {
      const view = await stage.show('textInput', { valueInput: '' });
      type(part(view), 'sent');
      await stage.set(1, { value: '', valueInput: '' });
      expect(part(view).value).to.equal('');
    }),
  );

  it(
    'keeps the caret when the document changes the text under it',
    staged(async (stage) => {
      const view = await stage.show('textInput', { valueInput: 'abc' });
      part(view).focus();
      part(view).setSelectionRange(2, 2);
      await stage.set(1, { valueInput: 'ABC' });
      expect([part(view).value, part(view).selectionStart]).to.deep.equal(['ABC', 2]);
    }),
  );
});

describe('the view of a number input', () => {
  it(
    'sends the number that was entered, within its bounds',
    staged(async (stage) => {
      const view = await stage.show('intInput');
      enter(part(view), '7', 'change');
      enter(part(view), '12', 'change');
      enter(part(view), '2.6', 'change');
      expect(stage.said.map((edit) => edit[3])).to.deep.equal([7, 9, 3]);
      expect(part(view).value).to.equal('3');
    }),
  );

  it(
    'brings the last number back when the entry is none',
    staged(async (stage) => {
      const view = await stage.show('floatInput');
      Object.defineProperty(part(view), 'validity', { value: { badInput: true } });
      enter(part(view), '', 'change');
      expect([part(view).value, stage.said]).to.deep.equal(['0.5', []]);
    }),
  );

  it(
    'has the sign before the number on a page from right to left',
    staged(async (stage) => {
      stage.container.dir = 'rtl';
      const view = await stage.show('intInput', { value: -4 });
      const { direction, textAlign } = getComputedStyle(part(view));
      expect([direction, textAlign]).to.deep.equal(['ltr', 'right']);
    }),
  );

  it(
    'can be emptied, unless the document takes that back',
    staged(async (stage) => {
      const view = await stage.show('intInput');
      enter(part(view), '', 'change');
      await stage.tree.drawn();
      expect([part(view).value, stage.said]).to.deep.equal(['', [['edit', 1, 'value', null, true]]]);
      await stage.set(1, { value: 4 });
      expect(part(view).value).to.equal('4');
    }),
  );

  it(
    'shows the bound again when the same entry is out of bounds twice',
    staged(async (stage) => {
      const view = await stage.show('intInput');
      enter(part(view), '12', 'change');
      enter(part(view), '15', 'change');
      await stage.tree.drawn();
      expect(part(view).value).to.equal('9');
    }),
  );

  it(
    'leaves a half-typed number alone when other values arrive',
    staged(async (stage) => {
      const view = await stage.show('intInput');
      part(view).focus();
      enter(part(view), '8', 'input');
      await stage.set(1, { label: 'renamed' });
      expect(part(view).value).to.equal('8');
    }),
  );

  it(
    'puts the old number back when the document refuses the new one',
    staged(async (stage) => {
      const view = await stage.show('intInput');
      enter(part(view), '8', 'change');
      await stage.set(1, { value: 4 });
      expect(part(view).value).to.equal('4');
    }),
  );
});

describe('the view of a checkbox', () => {
  it(
    'is switched by a click on its label, and by the document',
    staged(async (stage) => {
      const view = await stage.show('checkbox');
      part<HTMLLabelElement>(view, 'label').click();
      expect(stage.said).to.deep.equal([['edit', 1, 'value', false, true]]);
      await stage.set(1, { value: true });
      expect(part(view).checked).to.equal(true);
    }),
  );
});

describe('the view of a select', () => {
  it(
    'sends the place of the option that was chosen',
    staged(async (stage) => {
      const view = await stage.show('select');
      const select = part<HTMLSelectElement>(view);
      expect(select.value).to.equal('green');
      select.value = 'blue';
      select.dispatchEvent(new Event('change', { bubbles: true }));
      expect(stage.said).to.deep.equal([['edit', 1, 'index', 2, true]]);
    }),
  );

  it(
    'follows new options and a new choice that arrive together',
    staged(async (stage) => {
      const view = await stage.show('select');
      await stage.set(1, { labels: ['a', 'b', 'c', 'd'], index: 3 });
      expect(part<HTMLSelectElement>(view).value).to.equal('d');
      await stage.set(1, { index: -1 });
      expect(part<HTMLSelectElement>(view).selectedIndex).to.equal(-1);
    }),
  );
});

describe('the view of any widget', () => {
  it(
    'ties label and description to its control',
    staged(async (stage) => {
      const view = await stage.show('slider', { description: 'Which image to show.' });
      expect([...part(view).labels!].map((label) => label.textContent)).to.deep.equal(['Image']);
      const about = view.shadowRoot!.getElementById(part(view).getAttribute('aria-describedby')!);
      expect(about?.textContent).to.equal('Which image to show.');
    }),
  );

  it(
    'opens its tooltip on focus and closes it on Escape',
    staged(async (stage) => {
      const view = await stage.show('slider', { description: 'Which image to show.' });
      const info = part<HTMLButtonElement>(view, '.info');
      info.focus();
      info.dispatchEvent(new FocusEvent('focus')); // a window in the background gives its elements none
      expect(part(view, '#about').matches(':popover-open')).to.equal(true);
      info.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
      expect(part(view, '#about').matches(':popover-open')).to.equal(false);
      expect(view.shadowRoot!.activeElement).to.equal(info);
    }),
  );

  it(
    'stands in a row with its control on the line of the others',
    staged(async (stage) => {
      stage.create(1, 'textInput');
      stage.create(2, 'button');
      stage.create(3, 'row', { children: [{ $model: 1 }, { $model: 2 }] });
      stage.tree.roots([{ id: 3 }]);
      await stage.tree.drawn();
      const [input, button] = [part(stage.view(1)), part(stage.view(2), 'button')].map((part) => part.getBoundingClientRect());
      expect(button!.bottom).to.equal(input!.bottom);
    }),
  );

  it(
    'has the line of a slider beside it run through its middle',
    staged(async (stage) => {
      stage.create(1, 'slider');
      stage.create(2, 'button');
      stage.create(3, 'row', { children: [{ $model: 1 }, { $model: 2 }] });
      stage.tree.roots([{ id: 3 }]);
      await stage.tree.drawn();
      const [slider, button] = [part(stage.view(1)), part(stage.view(2), 'button')].map((part) => part.getBoundingClientRect());
      expect([slider!.top, slider!.bottom]).to.deep.equal([button!.top, button!.bottom]);
    }),
  );

  it(
    'has text beside it stand in its middle, in a row that also has something tall',
    staged(async (stage) => {
      stage.create(1, 'button');
      stage.create(2, 'staticText');
      stage.create(3, 'column', { children: [], height: 200 });
      stage.create(4, 'row', { children: [{ $model: 1 }, { $model: 2 }, { $model: 3 }] });
      stage.tree.roots([{ id: 4 }]);
      await stage.tree.drawn();
      const text = document.createRange();
      text.selectNodeContents(stage.view(2).shadowRoot!.querySelector('b')!);
      const [line, button] = [text.getBoundingClientRect(), stage.view(1).getBoundingClientRect()];
      expect((line.top + line.bottom) / 2).to.be.closeTo((button.top + button.bottom) / 2, 2);
    }),
  );
});
