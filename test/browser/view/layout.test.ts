import { expect } from 'chai';
import { findings, part, type Stage, staged } from './fixture.ts';

async function fill(stage: Stage, type: 'column' | 'row', values: object, count = 8): Promise<HTMLElement> {
  const ids = Array.from({ length: count }, (_, index) => index + 2);
  for (const id of ids) stage.create(id, 'button', { label: `Button ${id}` });
  stage.create(1, type, { children: ids.map((id) => ({ $model: id })), ...values });
  stage.create(20, 'staticText', { text: 'below' });
  stage.tree.roots([{ id: 1 }, { id: 20 }]);
  await stage.tree.drawn();
  return stage.view(1);
}

describe('a layout that scrolls', () => {
  it(
    'shows what is taller than its height when scrolled to, and nothing outside of it',
    staged(async (stage) => {
      await fill(stage, 'column', { height: 100, scroll: true });
      const scroller = part(stage.view(1), '.scroller');
      expect(stage.view(1).offsetHeight).to.equal(100);
      expect(scroller.scrollHeight).to.be.greaterThan(300);
      const below = stage.view(20).getBoundingClientRect();
      expect(scroller.getBoundingClientRect().bottom).to.be.lessThan(below.top);
      const last = stage.view(9);
      last.focus();
      last.scrollIntoView();
      expect(last.getBoundingClientRect().bottom).to.be.lessThan(below.top);
    }),
  );

  it(
    'leaves room for focus rings',
    staged(async (stage) => {
      await fill(stage, 'column', { height: 100, width: 200, scroll: true });
      const [outer, inner] = [stage.view(1).getBoundingClientRect(), stage.view(2).getBoundingClientRect()];
      expect([inner.left - outer.left, inner.top - outer.top]).to.deep.equal([4, 4]);
    }),
  );

  it(
    'shows what is wider than a row when scrolled to, all on one line',
    staged(async (stage) => {
      const row = await fill(stage, 'row', { width: 200, scroll: true });
      const scroller = part(stage.view(1), '.scroller');
      expect(row.offsetWidth).to.equal(200);
      expect(scroller.scrollWidth).to.be.greaterThan(400);
      expect(stage.view(9).getBoundingClientRect().top).to.equal(stage.view(2).getBoundingClientRect().top);
    }),
  );

  it(
    'scrolls by keyboard, and has no accessibility faults',
    staged(async (stage) => {
      await fill(stage, 'column', { height: 100, scroll: true });
      const scroller = part(stage.view(1), '.scroller');
      scroller.focus();
      expect(stage.view(1).shadowRoot!.activeElement).to.equal(scroller);
      expect(await findings(stage.container)).to.deep.equal([]);
    }),
  );

  it(
    'stays where it was scrolled to when content is added, and its children where they are when it no longer scrolls',
    staged(async (stage) => {
      await fill(stage, 'column', { height: 100, scroll: true });
      const scroller = part(stage.view(1), '.scroller');
      scroller.scrollTop = 60;
      stage.create(10, 'button', {});
      await stage.set(1, { children: [2, 3, 4, 5, 6, 7, 8, 9, 10].map((id) => ({ $model: id })) });
      expect(scroller.scrollTop).to.equal(60);
      await stage.set(1, { scroll: false, height: null });
      expect([part(stage.view(1), '.scroller'), stage.view(1).offsetHeight > 300]).to.deep.equal([null, true]);
    }),
  );
});

describe('a layout that loads', () => {
  /** Whether it is the innermost element that has the focus. */
  const hasFocus = (element: Element): boolean => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active === element;
  };
  const fillNested = async (stage: Stage): Promise<HTMLElement> => {
    stage.create(4, 'textInput', {});
    stage.create(3, 'row', { children: [{ $model: 4 }] });
    await fill(stage, 'column', { children: [{ $model: 3 }] }, 0);
    return part(stage.view(4));
  };

  it(
    'keeps the focus out of what it shows, and of itself where it scrolls',
    staged(async (stage) => {
      await fill(stage, 'column', { height: 100, scroll: true, loading: true });
      for (const element of [part(stage.view(1), '.scroller'), part(stage.view(2), 'button')]) {
        element.focus();
        expect(hasFocus(document.body)).to.equal(true);
      }
      expect(await findings(stage.container)).to.deep.equal([]);
      await stage.set(1, { loading: false });
      stage.view(2).focus();
      expect(hasFocus(part(stage.view(2), 'button'))).to.equal(true);
    }),
  );

  it(
    'gives the focus back to what had it inside, once it has loaded',
    staged(async (stage) => {
      const input = await fillNested(stage);
      input.focus();
      await stage.set(1, { loading: true });
      expect(hasFocus(document.body)).to.equal(true);
      await stage.set(1, { loading: false });
      expect(hasFocus(input)).to.equal(true);
    }),
  );

  it(
    'gives the focus back when what had it was disabled meanwhile, too, whichever ends first',
    staged(async (stage) => {
      const input = await fillNested(stage);
      for (const order of [
        [1, 4],
        [4, 1],
      ] as const) {
        input.focus();
        await stage.set(4, { disabled: true });
        input.blur(); // as some engines do by themselves, some later than others
        await stage.set(1, { loading: true });
        for (const id of order) await stage.set(id, id === 1 ? { loading: false } : { disabled: false });
        expect(hasFocus(input)).to.equal(true);
      }
    }),
  );

  it(
    'leaves the focus where the user has taken it meanwhile',
    staged(async (stage) => {
      const input = await fillNested(stage);
      const other = stage.container.parentElement!.appendChild(document.createElement('input'));
      input.focus();
      await stage.set(1, { loading: true });
      other.focus();
      await stage.set(1, { loading: false });
      expect(hasFocus(other)).to.equal(true);
      other.remove();
    }),
  );
});

describe('a layout of many', () => {
  const ids = Array.from({ length: 300 }, (_, index) => index + 2);
  const refs = (some: readonly number[]): Record<string, unknown> => ({ children: some.map((id) => ({ $model: id })) });
  const shown = (stage: Stage): HTMLElement[] => [...stage.view(1).children] as HTMLElement[];
  const views = (stage: Stage, some: readonly number[]): HTMLElement[] => some.map((id) => stage.view(id));

  /** Settles when the first children are there. */
  async function begun(stage: Stage): Promise<void> {
    for (const id of ids) stage.create(id, 'button', { label: `Button ${id}` });
    stage.create(1, 'column', refs(ids));
    stage.tree.roots([{ id: 1 }]);
    await new Promise<void>((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe(stage.view(1), { childList: true });
    });
  }

  it(
    'is built over several turns, in order, and drawn when it is built',
    staged(async (stage) => {
      await begun(stage);
      const first = shown(stage);
      expect(first.length).to.be.within(1, ids.length - 1);
      expect(first).to.deep.equal(views(stage, ids).slice(0, first.length));
      await stage.view(1).updateComplete;
      expect(shown(stage)).to.deep.equal(views(stage, ids));
    }),
  );

  it(
    'takes what is set while it is built, and leaves the focus where it is',
    staged(async (stage) => {
      await begun(stage);
      const last = ids.slice(1).toReversed();
      last.splice(10, 5);
      const focused = part(stage.view(2), 'button');
      focused.focus();
      stage.tree.set(1, refs([2, ...last]));
      for (const id of ids) if (id !== 2 && !last.includes(id)) stage.tree.remove(id);
      await stage.view(1).updateComplete;
      expect(shown(stage)).to.deep.equal(views(stage, [2, ...last]));
      expect(stage.view(2).shadowRoot!.activeElement).to.equal(focused);
    }),
  );

  it(
    'comes to an end where another one has the same children',
    staged(async (stage) => {
      const other = ids.length + 2;
      for (const id of ids) stage.create(id, 'button', { label: `Button ${id}` });
      for (const id of [1, other]) stage.create(id, 'column', refs(ids));
      stage.tree.roots([{ id: 1 }, { id: other }]);
      await stage.view(1).updateComplete;
      await stage.view(other).updateComplete;
      expect(stage.view(1).children.length + stage.view(other).children.length).to.equal(ids.length);
    }),
  );

  it(
    'ends with its document',
    staged(async (stage) => {
      await begun(stage);
      const column = stage.view(1);
      stage.tree.dispose();
      await column.updateComplete;
      expect(column.children.length).to.equal(0);
    }),
  );
});
